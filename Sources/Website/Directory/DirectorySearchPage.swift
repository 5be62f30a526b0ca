import Directory
import Vocabulary

/// Finding organisations and services.
struct DirectorySearchPage: Sendable {
    let query: TextField
    let area: SelectField
    let heading: String
    let results: [Result]
    let isEmpty: Bool
    /// That a trust's area is that of its headquarters.
    let areaNote: String?
    let mayKeep: Bool
    let mayHold: Bool
    let waiting: String?

    struct Result: Sendable {
        let name: String
        let href: String
        let kind: String
        let because: String?
        let hasJoined: Bool
        let place: String?
        let telephone: Link?
        let services: [Line]
        let hasServices: Bool
    }

    struct Line: Sendable {
        let name: String
        let href: String
        let kind: String
    }

    init(
        typed: String, area: CareArea?, areas: [CareArea], found: [DirectoryFinding], actor: Actor, waiting: Int
    ) {
        query = TextField(
            "q", label: "Name, nickname, campus, town or service", value: typed, width: .twenty,
            isInAddress: true
        )
        let choices = [("", "All areas")] + areas.map { ($0.code.description, "\($0.shortName) (\($0.region))") }
        self.area = SelectField(
            "area", label: "Area of an integrated care board", choices, chosen: area?.code.description
        )
        heading = Self.heading(typed, area, found.count)
        areaNote =
            area == nil ? nil : "An NHS trust is listed in the area of its headquarters; it may serve other areas too."
        results = found.map { Result($0, areas: areas) }
        isEmpty = found.isEmpty
        (mayKeep, mayHold) = (actor.may(.keepDirectory), actor.may(.holdDirectoryEntry))
        self.waiting = waiting == 0 ? nil : UKTime.count(waiting, "thing")
    }

    private static func heading(_ typed: String, _ area: CareArea?, _ count: Int) -> String {
        let number = count == 40 ? "The first 40" : "\(count)"
        let place = area.map { " in \($0.shortName)" } ?? ""
        if typed.isEmpty { return area == nil ? "Organisations that have joined" : "\(number)\(place)" }
        return "\(number) found for “\(typed)”\(place)"
    }
}

/// Somewhere to go: a page, or a telephone number.
struct Link: Sendable {
    let text: String
    let href: String

    init(_ text: String, _ href: String) { (self.text, self.href) = (text, href) }

    /// A number that a phone can dial.
    static func telephone(_ number: String?) -> Link? {
        guard let number else { return nil }
        return Link(number, "tel:\(number.filter { $0.isNumber || $0 == "+" })")
    }
}

extension DirectorySearchPage.Result {
    init(_ finding: DirectoryFinding, areas: [CareArea]) {
        let organisation = finding.organisation
        (name, kind) = (organisation.name, organisation.kind.title)
        href = "/directory/organisations/\(organisation.id)"
        because = finding.because
        hasJoined = organisation.hasJoined
        place = areas.first { $0.code == organisation.icbODSCode }?.shortName
        telephone = .telephone(organisation.telephone)
        services = finding.services.map { service in
            .init(name: service.name, href: "/directory/services/\(service.id)", kind: service.kind.title)
        }
        hasServices = !finding.services.isEmpty
    }
}
