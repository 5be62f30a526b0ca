import Audit
import Database
import Foundation
import Vocabulary

extension InvitationStore {
    /// Takes an invitation back that the caller may see: its link opens nothing from then on, and an e-mail that is still to
    /// leave does not. One that is withdrawn already stays as it is.
    /// - Throws: `NotFound` for one that was accepted, and for another organisation's.
    public func withdraw(_ id: InvitationID, by actor: Actor) async throws {
        let (scope, now) = (try Self.scope(of: actor), clock.now)
        try await engine.write { database in
            let own: SQL = "SELECT i.withdrawn_at FROM invitation i WHERE i.id = \(id) AND \(sql: scope)"
            guard let row = try database.row("\(sql: own) AND i.accepted_at IS NULL") else {
                throw NotFound("invitation")
            }
            let before: Date? = try row("withdrawn_at")
            guard before == nil else { return }
            try database.execute("UPDATE invitation SET withdrawn_at = \(now) WHERE id = \(id)")
            try database.removePost(about: "\(id)")
            try AuditTrail.record(AuditFact("invitation.withdrawn", "invitation", id), by: actor, at: now, in: database)
        }
    }

    /// That what the same form made before still waits to be accepted.
    static func requireOpen(_ secret: InvitationSecret, at now: Date, in database: any Reading) throws {
        let row = try database.row(
            "SELECT accepted_at, withdrawn_at, expires_at FROM invitation WHERE token_hash = \(secret.hash)")
        guard let row else { return }
        let (accepted, withdrawn): (Date?, Date?) = (try row("accepted_at"), try row("withdrawn_at"))
        let became =
            if accepted != nil { "was accepted" } else if withdrawn != nil { "was withdrawn" } else { "ran out" }
        guard accepted == nil, withdrawn == nil, try row("expires_at") as Date > now else {
            throw InvalidInput(
                "email", "This form made an invitation that \(became) since. To invite them anew, send it once more.")
        }
    }
}
