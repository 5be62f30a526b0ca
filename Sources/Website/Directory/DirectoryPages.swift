import Directory
import Exchange
import Foundation
import Vocabulary

/// The directory: found by everybody on the staff, kept by managers, verified and handed over by those who stand in it.
public struct DirectoryPages: Feature {
    let directory: DirectoryStore
    let index: DirectoryIndex
    let exchanges: ExchangeStore

    public init(directory: DirectoryStore, index: DirectoryIndex, exchanges: ExchangeStore) {
        (self.directory, self.index, self.exchanges) = (directory, index, exchanges)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/directory", needs: .searchDirectory, search)
        site.get("/directory/providers.json", needs: .searchDirectory, providers)
        site.get("/directory/organisations/:id", needs: .searchDirectory, organisation)
        site.get("/directory/services/:id", needs: .searchDirectory, service)
        ServiceUpkeepPages(directory: directory, exchanges: exchanges).routes(&site)
        HoursPages(directory: directory).routes(&site)
        ContactUpkeepPages(directory: directory).routes(&site)
        OwnEntryPages(directory: directory).routes(&site)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.searchDirectory) else { return [] }
        return [NavigationItem("Directory", "/directory", count: try await directory.waiting(for: visit.actor))]
    }

    private func search(_ visit: Visit) async throws -> Answer {
        let typed = TypedText.cut(visit.query["q"] ?? "", to: 100)
        let area = visit.query["area"].flatMap { ODSCode($0) }
        let areas = try await directory.areas(by: visit.actor)
        let found = try await directory.find(typed, area: area, with: index, by: visit.actor)
        let page = DirectorySearchPage(
            typed: typed, area: areas.first { $0.code == area }, areas: areas, found: found, actor: visit.actor,
            waiting: try await directory.waiting(for: visit.actor)
        )
        return .page("directory/search", page, title: typed.isEmpty ? "Directory" : "\(typed): directory")
    }

    /// What the field “which university?” asks at each letter.
    private func providers(_ visit: Visit) async throws -> Answer {
        try .json(ProviderSuggestions(await index.providers().search(visit.query["q"] ?? "")))
    }

    private func organisation(_ visit: Visit) async throws -> Answer {
        let organisation = try await directory.organisation(visit.id(), by: visit.actor)
        let areas = try await directory.areas(by: visit.actor)
        let page = OrganisationPage(
            organisation, services: try await directory.services(of: organisation.id, by: visit.actor),
            campuses: try await directory.campuses(of: organisation.id, by: visit.actor), areas: areas
        )
        return .page("directory/organisation", page, title: organisation.name)
    }

    private func service(_ visit: Visit) async throws -> Answer {
        let service = try await directory.service(visit.id(), by: visit.actor)
        let page = ServicePage(
            service, of: try await directory.organisation(service.organisationID, by: visit.actor),
            campus: try await directory.campuses(of: service.organisationID, by: visit.actor)
                .first { $0.id == service.campusID },
            calendar: try await directory.calendar(of: service.id, by: visit.actor),
            points: try await directory.contactPoints(of: service.id, by: visit.actor), visit: visit
        )
        return .page("directory/service", page, title: service.name)
    }
}

/// What stands under the field “which university?”.
struct ProviderSuggestions: Encodable, Sendable {
    let found: [ProviderSuggestion]
    /// How many were found, in words.
    let words: String

    init(_ shortlist: ProviderShortlist) {
        (found, words) = (shortlist.matches.map(ProviderSuggestion.init), shortlist.words)
    }
}

extension ProviderShortlist {
    /// `The first 8 of 94. Type more letters, or the town.`
    var words: String {
        if total == 0 { return "Nothing found. Try fewer letters, or the town." }
        return matches.count < total
            ? "The first \(matches.count) of \(total). Type more letters, or the town." : "\(total) found"
    }
}

/// One line under the field “which university?”.
struct ProviderSuggestion: Encodable, Sendable {
    let id: String
    let name: String
    /// The campus, nickname or place by which it was found.
    let because: String?
    let campusID: String?
    let campus: String?
    let hasJoined: Bool

    init(_ match: ProviderMatch) {
        (id, name) = (match.organisation.id.rawValue, match.organisation.name)
        (because, hasJoined) = (match.because, match.organisation.hasJoined)
        (campusID, campus) = (match.campus?.id.rawValue, match.campus?.name)
    }
}
