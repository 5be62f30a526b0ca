import Directory
import Foundation
import Vocabulary

/// HSDS `service`. In a list it has what it has once; alone it has its hours, places and contacts too.
struct ServiceObject: Encodable, Sendable {
    let id: String
    let name: String
    let description: String?
    let url: String
    let status: String
    let minimumAge: Int?
    let maximumAge: Int?
    /// Never made up: left out where not every contact point has been verified.
    let assuredDate: String?
    /// What a reader has to know before relying on it, such as a verification that is too old.
    let alert: String?
    let organization: OrganizationObject
    var schedules: [ScheduleObject]?
    var serviceAreas: [AreaObject]?
    var serviceAtLocations: [LocationLink]?
    var contacts: [ContactObject]?
    var attributes: [AttributeObject]?

    /// - Parameter address: how people reach this installation; the service's own page stands below it.
    init(_ listing: OpenListing, at now: Date, _ address: URL) {
        let service = listing.service
        (id, name) = (service.id.rawValue, service.name)
        description = Self.description(service)
        url = address.appending(path: "open-directory/services/\(service.id)").absoluteString
        status = listing.isShut(at: now) ? "temporarily closed" : "active"
        (minimumAge, maximumAge) = (service.ages.youngest, service.ages.oldest)
        (assuredDate, alert) = (listing.assurance.assuredOn?.description, listing.assurance.warning)
        organization = OrganizationObject(listing.organisation)
    }

    init(whole listing: OpenListing, at now: Date, _ address: URL) {
        self.init(listing, at: now, address)
        schedules = ScheduleObject.all(listing, from: CalendarDate(now))
        serviceAreas = listing.area.map { [AreaObject($0, of: listing.id)] }
        serviceAtLocations = listing.places.map { LocationLink(PlacedListing(listing: listing, place: $0)) }
        contacts = ContactObject(listing.service).map { [$0] }
        attributes = [AttributeObject(listing.service)]
    }

    /// The four things that a service says, under their headings.
    private static func description(_ service: CareService) -> String? {
        let parts = [
            ("", service.offer), ("What it does not do: ", service.limits),
            ("How long people wait: ", service.waiting), ("How to refer: ", service.howToRefer),
        ].filter { !$0.1.isEmpty }.map { $0.0 + $0.1 }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }
}

/// HSDS `organization`, with the registers that know it.
struct OrganizationObject: Encodable, Sendable {
    let id: String
    let name: String
    let description: String
    let website: String?
    let organizationIdentifiers: [Register]

    struct Register: Encodable, Sendable {
        let id: String
        let organizationId: String
        /// As org-id.guide names the register.
        let identifierScheme: String
        let identifierType: String
        let identifier: String

        init(_ scheme: String, _ type: String, _ code: String, of organisation: OrganisationID) {
            (identifierScheme, identifierType, identifier) = (scheme, type, code)
            (id, organizationId) = (NamedUUID.of("identifier", scheme, code), organisation.rawValue)
        }
    }

    init(_ organisation: Organisation) {
        (id, name) = (organisation.id.rawValue, organisation.name)
        let formal = organisation.legalName == organisation.name ? "" : ", registered as \(organisation.legalName)"
        description = organisation.kind.title + formal
        website = organisation.website.map { $0.contains("://") ? $0 : "https://\($0)" }
        organizationIdentifiers = [
            organisation.ukprn.map { Register("GB-UKPRN", "UKPRN", $0.description, of: organisation.id) },
            organisation.odsCode.map { Register("GB-NHS", "ODS code", $0.description, of: organisation.id) },
        ].compactMap(\.self)
    }
}

/// HSDS `attribute`: the term that a service is sorted under.
struct AttributeObject: Encodable, Sendable {
    let id: String
    let linkId: String
    let linkEntity = "service"
    let taxonomyTermId: String
    let taxonomyTerm: TermObject

    init(_ service: CareService) {
        (linkId, taxonomyTerm) = (service.id.rawValue, TermObject(service.kind))
        (id, taxonomyTermId) = (NamedUUID.of("attribute", service.id.rawValue), taxonomyTerm.id)
    }
}

/// HSDS `service_area`: the part of England that is planned for together.
struct AreaObject: Encodable, Sendable {
    let id: String
    let serviceId: String
    let name: String

    init(_ area: CareArea, of service: ServiceID) {
        (serviceId, name) = (service.rawValue, area.shortName)
        id = NamedUUID.of("service_area", service.rawValue, area.code.description)
    }
}
