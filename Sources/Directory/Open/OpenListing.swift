import Foundation
import Vocabulary

/// A service that has chosen to be found by everybody, with all that may be said of it in the open, and nothing else.
public struct OpenListing: Sendable, Identifiable {
    /// What it says of itself, without what names a person.
    public let service: CareService
    public let organisation: Organisation
    public let calendar: ServiceCalendar
    public let assurance: Assurance
    public let places: [OpenPlace]
    /// The integrated care board in whose area its organisation lies, where that is known.
    public let area: CareArea?
    /// The headings of what is left out because it names a person, for the manager.
    public let withheld: [String]

    public var id: ServiceID { service.id }

    /// Whether it has shut its doors for days, `now` among them; bank holidays are no such days.
    public func isShut(at now: Date) -> Bool {
        let today = CalendarDate(now)
        return calendar.closures.contains { $0.fromOn <= today && today <= $0.toOn }
    }
}

/// Where a service is offered: a campus it serves, or the main place of its organisation.
public struct OpenPlace: Sendable, Hashable {
    /// A UUID, that of the campus or of the organisation.
    public let id: String
    public let name: String
    /// The town or the address, as far as it is known.
    public let whereabouts: String?
    public let coordinate: Coordinate?
    public let postcode: String?

    init(_ campus: Campus) {
        (id, name, whereabouts, postcode) = (campus.id.rawValue, campus.name, campus.place, nil)
        coordinate = campus.latitude.flatMap { latitude in
            campus.longitude.map { Coordinate(latitude: latitude, longitude: $0) }
        }
    }

    init(mainOf organisation: Organisation) {
        (id, name) = (organisation.id.rawValue, organisation.name)
        (whereabouts, postcode) = (organisation.address ?? organisation.postcode, organisation.postcode)
        coordinate = nil
    }

    /// Those that a service is offered at: the campus it serves, or all of them, or where there is none the main place.
    static func of(_ service: CareService, in organisation: Organisation, campuses: [Campus]) -> [OpenPlace] {
        let served = campuses.filter { service.campusID == nil || $0.id == service.campusID }
        return served.isEmpty ? [OpenPlace(mainOf: organisation)] : served.map(OpenPlace.init)
    }
}

/// A service at one of its places.
public struct PlacedListing: Sendable {
    public let listing: OpenListing
    public let place: OpenPlace

    public init(listing: OpenListing, place: OpenPlace) { (self.listing, self.place) = (listing, place) }

    public var id: String { NamedUUID.of("service_at_location", listing.id.rawValue, place.id) }
}
