import Database
import Vocabulary

/// Which places a system asks for; what is `nil` does not matter.
public struct CampusQuery: Sendable {
    public var ids: [CampusID]?
    public var organisations: [OrganisationID]?
    /// One of each list has to match.
    public var names: [[NameMatch]] = []
    /// Towns; one of each list has to match.
    public var towns: [[NameMatch]] = []

    public init() {}

    fileprivate var condition: SQL {
        var all: [SQL] = []
        if let ids { all.append("c.id IN (\(list: ids))") }
        if let organisations { all.append("c.organisation_id IN (\(list: organisations))") }
        for matches in names { all.append(.any(matches.map { $0.condition(on: "c.name") })) }
        for matches in towns { all.append(.any(matches.map { $0.condition(on: "c.place") })) }
        return .all(all)
    }
}

extension DirectoryStore {
    /// Places where providers teach, by name.
    public func campuses(
        _ query: CampusQuery, _ page: PageRequest, by actor: Actor
    ) async throws -> PageOf<Campus> {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let list = PagedList("c.*", from: "campus c", where: query.condition, by: "c.name", id: "c.id")
            return try database.page(list, page).map(Campus.init)
        }
    }
}
