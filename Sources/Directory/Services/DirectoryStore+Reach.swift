import Database
import Vocabulary

extension DirectoryStore {
    /// Teams of universities that have joined, where somebody takes what comes of one kind, by name. Mailboxes and telephones
    /// of people are not in it.
    public func reachableTeams(
        _ query: ServiceQuery, for purpose: ExchangePurpose, _ page: PageRequest, by actor: Actor
    ) async throws -> PageOf<CareService> {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            let reachable: SQL = """
                o.kind = \(OrganisationKind.provider) AND o.joined_at IS NOT NULL AND o.left_at IS NULL
                    AND o.closed_on IS NULL AND EXISTS (
                        SELECT 1 FROM contact_point c
                        WHERE c.service_id = s.id AND c.purpose = \(purpose) AND c.closed_at IS NULL)
                """
            let list = PagedList(
                "s.*", from: "service s JOIN organisation o ON o.id = s.organisation_id",
                where: .all([query.condition, reachable]), by: "s.name", id: "s.id")
            return try database.page(list, page).map(CareService.init)
        }
    }
}
