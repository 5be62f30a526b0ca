import Database
import Vocabulary

extension AccountStore {
    /// Where people of the caller's organisation sign in for the roles they hold in it, unless that is here.
    public func providers(as actor: Actor) async throws -> [MembershipID: String] {
        try actor.require(.inviteStaff)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            let rows = try database.rows(
                """
                SELECT b.membership_id, p.name FROM identity_membership b JOIN membership m ON m.id = b.membership_id
                JOIN identity i ON i.id = b.identity_id JOIN sign_in_provider p ON p.id = i.provider_id
                WHERE m.organisation_id = \(organisation) AND m.ended_at IS NULL AND p.closed_at IS NULL
                """
            ).map { row -> (MembershipID, String) in (try row("membership_id"), try row("name")) }
            return Dictionary(rows) { first, _ in first }
        }
    }
}
