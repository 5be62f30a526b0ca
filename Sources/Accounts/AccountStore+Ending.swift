import Audit
import Database
import Foundation
import Vocabulary

extension AccountStore {
    /// A role that is held in the actor's organisation.
    /// - Throws: `NotFound` for any other.
    public static func membership(
        _ id: MembershipID, heldWith actor: Actor, in database: any Reading
    ) throws -> Membership {
        let organisation = try actor.organisation()
        let sql: SQL = """
            \(sql: Membership.columns) WHERE m.id = \(id) AND m.organisation_id = \(organisation) AND m.ended_at IS NULL
            """
        guard let row = try database.row(sql) else { throw NotFound("membership") }
        return try Membership.read(row)
    }

    /// The other roles that the same person holds in the same organisation.
    public static func rolesLeft(without ending: Membership, in database: any Reading) throws -> [Membership] {
        let sql: SQL = """
            \(sql: Membership.columns) WHERE m.account_id = \(ending.accountID) AND m.id <> \(ending.id)
                AND m.organisation_id = \(ending.organisationID) AND m.ended_at IS NULL
            """
        return try database.rows(sql).map(Membership.read)
    }

    /// Ends a role in the caller's organisation; the person is signed out everywhere, since what they may do has changed.
    /// - Returns: the role as it was.
    @discardableResult
    public static func end(
        _ id: MembershipID, by actor: Actor, at now: Date, in database: any Writing
    ) throws -> Membership {
        try actor.require(.inviteStaff)
        let ending = try membership(id, heldWith: actor, in: database)
        try database.execute("UPDATE membership SET ended_at = \(now) WHERE id = \(id)")
        try SessionStore.endAll(of: ending.accountID, in: database)
        try AuditTrail.record(AuditFact("membership.ended", "membership", id), by: actor, at: now, in: database)
        return ending
    }
}
