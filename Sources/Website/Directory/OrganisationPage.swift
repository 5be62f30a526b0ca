import Directory
import Vocabulary

/// One organisation: how to reach it, its services, where it teaches.
struct OrganisationPage: Sendable {
    let name: String
    let legalName: String?
    let kind: String
    let hasJoined: Bool
    let telephone: Link?
    let website: Link?
    let address: String?
    let area: String?
    let marks: [String]
    let codes: String
    let services: [DirectorySearchPage.Line]
    let hasServices: Bool
    let campuses: [Place]
    let hasCampuses: Bool

    struct Place: Sendable {
        let name: String
        let place: String?
        let area: String
    }

    init(_ organisation: Organisation, services: [CareService], campuses: [Campus], areas: [CareArea]) {
        func area(_ code: ODSCode?) -> String? { areas.first { $0.code == code }?.shortName }
        (name, kind) = (organisation.name, organisation.kind.title)
        legalName = organisation.legalName.lowercased() == name.lowercased() ? nil : organisation.legalName
        (hasJoined, address) = (organisation.hasJoined, organisation.address)
        telephone = .telephone(organisation.telephone)
        website = organisation.website.map { Link($0, $0.hasPrefix("http") ? $0 : "https://\($0)") }
        self.area = area(organisation.icbODSCode)
        marks =
            (organisation.isMentalHealthTrust ? ["Mental health trust"] : [])
            + (organisation.hasMajorAE ? ["Major A&E department"] : [])
        codes = [
            organisation.ukprn.map { "UKPRN \($0)" }, organisation.odsCode.map { "ODS code \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        self.services = services.map { service in
            .init(name: service.name, href: "/directory/services/\(service.id)", kind: service.kind.title)
        }
        hasServices = !services.isEmpty
        self.campuses = campuses.map { campus in
            Place(name: campus.name, place: campus.place, area: area(campus.icbODSCode) ?? campus.nation.name)
        }
        hasCampuses = !campuses.isEmpty
    }
}
