import Database
import Vocabulary

/// A team that can be told something in Footbridge, and of which kinds. Mailboxes and telephones of people are not in it.
public struct ReachableTeam: Sendable {
    public let service: CareService
    public let purposes: [ExchangePurpose]
}

extension DirectoryStore {
    /// Teams of organisations that have joined, where somebody takes what comes, by name.
    public func reachableTeams(
        _ query: ServiceQuery, _ page: PageRequest, by actor: Actor
    ) async throws -> PageOf<ReachableTeam> {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let reachable: SQL = """
                o.joined_at IS NOT NULL AND o.left_at IS NULL AND o.closed_on IS NULL AND EXISTS (
                    SELECT 1 FROM contact_point c WHERE c.service_id = s.id AND c.closed_at IS NULL)
                """
            let list = PagedList(
                "s.*", from: "service s JOIN organisation o ON o.id = s.organisation_id",
                where: .all([query.condition, reachable]), by: "s.name", id: "s.id")
            let found = try database.page(list, page).map(CareService.init)
            let purposes = try Self.purposes(of: found.items.map(\.id), in: database)
            return found.map { ReachableTeam(service: $0, purposes: purposes[$0.id] ?? []) }
        }
    }

    private static func purposes(
        of services: [ServiceID], in database: any Reading
    ) throws -> [ServiceID: [ExchangePurpose]] {
        let rows = try database.rows(
            """
            SELECT DISTINCT service_id, purpose FROM contact_point
            WHERE service_id IN (\(list: services)) AND closed_at IS NULL ORDER BY service_id, purpose
            """
        )
        return try rows.reduce(into: [:]) { $0[try $1("service_id"), default: []].append(try $1("purpose")) }
    }
}
