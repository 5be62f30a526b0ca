import Audit
import Database
import Foundation
import Vocabulary

extension InvitationStore {
    /// Sends an invitation again that the caller may see: with another secret, and for another week. The link before stops
    /// working, and so does an e-mail that is still to leave.
    /// - Parameter form: the same one sent twice does this once; with another way, it is another one.
    /// - Returns: the token of the new link.
    /// - Throws: `NotFound` for one that was accepted or withdrawn, and for another organisation's.
    public func sendAgain(
        _ id: InvitationID, way: InvitationWay, form: String = UUID().uuidString, by actor: Actor
    ) async throws -> String {
        let (scope, account, now) = (try Self.scope(of: actor), try actor.account(), clock.now)
        let secret = InvitationSecret([account.rawValue, form, id.rawValue, way.topic], keys)
        try await engine.write { database in
            let own: SQL = """
                SELECT i.* FROM invitation i
                WHERE i.id = \(id) AND \(sql: scope) AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL
                """
            guard let row = try database.row(own) else { throw NotFound("invitation") }
            let (hash, organisation): (String, OrganisationID) = (try row("token_hash"), try row("organisation_id"))
            if hash == secret.hash { return }
            try database.execute(
                """
                UPDATE invitation SET token_hash = \(secret.hash), seed = \(secret.seed),
                    expires_at = \(now + Self.life), mailed_at = \(way == .mail ? now : nil)
                WHERE id = \(id)
                """
            )
            try database.removePost(about: "\(id)")
            try AuditTrail.record(AuditFact("invitation.renewed", "invitation", id), by: actor, at: now, in: database)
            try database.post(OutboxEntry(way.topic, subject: id, to: organisation), at: now)
        }
        return secret.token
    }

    /// The link with which an invitation is accepted.
    public static func link(_ token: String, on publicAddress: URL) -> String {
        publicAddress.appending(path: "invitations/\(token)").absoluteString
    }

    /// An open invitation as an e-mail brings it.
    public struct Sending: Sendable, Equatable {
        public let email: String
        public let inviter: String
        public let organisation: String
        public let role: Role
        public let token: String
        public let expiresAt: Date
    }

    /// Whether nobody accepted it in time, and nobody has withdrawn it.
    public static func isPastItsWeek(_ id: InvitationID, at now: Date, in database: any Reading) throws -> Bool {
        try database.row(
            """
            SELECT id FROM invitation WHERE id = \(id) AND accepted_at IS NULL AND withdrawn_at IS NULL
                AND expires_at <= \(now)
            """
        ) != nil
    }

    /// - Returns: `nil` for one that was accepted, withdrawn or past its week.
    public static func sending(
        _ id: InvitationID, at now: Date, keys: KeyRing, in database: any Reading
    ) throws -> Sending? {
        guard let row = try openRow("i.id = \(id)", at: now, in: database), let seed: String = try row("seed") else {
            return nil
        }
        let invitation = try Invitation.read(row, keys)
        return Sending(
            email: invitation.email,
            inviter: try AccountStore.name(of: row("invited_by"), keys: keys, in: database),
            organisation: invitation.organisationName, role: invitation.role,
            token: InvitationSecret(seed: seed, keys).token, expiresAt: invitation.expiresAt)
    }
}
