import Database
import Foundation
import Vocabulary

/// Which services a system asks for; what is `nil` does not matter.
public struct ServiceQuery: Sendable {
    public var ids: [ServiceID]?
    public var organisations: [OrganisationID]?
    public var kinds: [ServiceKind]?
    public var campuses: [CampusID]?
    /// Whether it serves one campus alone.
    public var hasCampus: Bool?
    /// One of each list has to match.
    public var names: [[NameMatch]] = []
    public var changed: [MomentRange] = []

    public init() {}

    var condition: SQL {
        var all: [SQL] = ["s.closed_at IS NULL"]
        if let ids { all.append("s.id IN (\(list: ids))") }
        if let organisations { all.append("s.organisation_id IN (\(list: organisations))") }
        if let kinds { all.append("s.kind IN (\(list: kinds))") }
        if let campuses { all.append("s.campus_id IN (\(list: campuses))") }
        if let hasCampus { all.append(hasCampus ? "s.campus_id IS NOT NULL" : "s.campus_id IS NULL") }
        for matches in names { all.append(.any(matches.map { $0.condition(on: "s.name") })) }
        return .all(all + changed.map { $0.condition(on: "s.updated_at") })
    }
}

/// By what a list of services is sorted.
public enum ServiceOrder: Sendable {
    case name
    /// By when it was last changed, the latest last.
    case changed

    fileprivate var key: SQL {
        switch self {
        case .name: "s.name"
        case .changed: "s.updated_at"
        }
    }
}

/// How a name is looked for: without regard to capitals, unless all of it has to be the same.
public enum NameMatch: Sendable, Equatable {
    case begins(String)
    case contains(String)
    case exactly(String)

    func condition(on column: SQL) -> SQL {
        switch self {
        case .begins(let text): "lower(\(sql: column)) LIKE \(Self.plain(text) + "%") ESCAPE '\\'"
        case .contains(let text): "lower(\(sql: column)) LIKE \("%" + Self.plain(text) + "%") ESCAPE '\\'"
        case .exactly(let text): "\(sql: column) = \(text)"
        }
    }

    /// Signs that mean something to the database mean themselves.
    private static func plain(_ text: String) -> String {
        ["\\", "%", "_"].reduce(text.lowercased()) { $0.replacing($1, with: "\\\($1)") }
    }
}

/// A service with the hours at which it is open.
public struct ListedService: Sendable {
    public let service: CareService
    public let hours: [OpeningHours]
}

extension DirectoryStore {
    /// Services that are open to the directory.
    public func services(
        _ query: ServiceQuery, in order: ServiceOrder = .name, _ page: PageRequest, by actor: Actor
    ) async throws -> PageOf<ListedService> {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let list = PagedList("s.*", from: "service s", where: query.condition, by: order.key, id: "s.id")
            let found = try database.page(list, page).map(CareService.init)
            let hours = try Self.hours(of: found.items.map(\.id), in: database)
            return found.map { ListedService(service: $0, hours: hours[$0.id] ?? []) }
        }
    }
}
