import Audit
import Database
import Foundation
import Vocabulary

/// Secret addresses at which people's calendars fetch what is due. A person has one at most, and renews or ends it; whoever
/// knows it needs nothing else, so what stands there names nobody. It shows no more than the session in which it was made.
public struct CalendarAddressStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// Makes an address for the actor; the one before stops working.
    /// - Parameter scope: that of the actor's session.
    /// - Returns: its secret, which is not kept and cannot be shown again.
    public func renew(by actor: Actor, within scope: SessionScope) async throws -> String {
        try actor.require(.holdDirectoryEntry)
        let (account, secret, now) = (try actor.account(), Secret.token(), clock.now)
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO calendar_address (account_id, secret_hash, made_at, identity_id, organisation_id)
                VALUES (\(account), \(Secret.hash(secret)), \(now), \(scope.identityID), \(scope.organisationID))
                ON CONFLICT (account_id) DO UPDATE SET secret_hash = excluded.secret_hash, made_at = excluded.made_at,
                    identity_id = excluded.identity_id, organisation_id = excluded.organisation_id
                """
            )
            let fact = AuditFact("calendarAddress.made", "account", account)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return secret
    }

    /// Ends the actor's address, where there is one.
    public func end(by actor: Actor) async throws {
        try actor.require(.holdDirectoryEntry)
        let (account, now) = (try actor.account(), clock.now)
        try await engine.write { database in
            let ended = try database.changes("DELETE FROM calendar_address WHERE account_id = \(account)")
            guard ended == 1 else { return }
            let fact = AuditFact("calendarAddress.ended", "account", account)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// When the actor's address was made; `nil` where they have none.
    public func madeAt(by actor: Actor) async throws -> Date? {
        let account = try actor.account()
        return try await engine.read { database in
            try database.row("SELECT made_at FROM calendar_address WHERE account_id = \(account)")?("made_at")
        }
    }

    /// Whose address has this secret, in each of the roles they hold now that the way they had come in opens.
    /// - Throws: `NotFound` for a secret that is not known, was renewed or ended, and for who holds no role any more.
    public func roles(secret: String) async throws -> [Actor] {
        let hash = Secret.hash(secret)
        let keys = keys
        return try await engine.read { database in
            let row = try database.row(
                """
                SELECT a.*, c.identity_id, c.organisation_id
                FROM calendar_address c JOIN account a ON a.id = c.account_id
                WHERE c.secret_hash = \(hash) AND a.disabled_at IS NULL
                """
            )
            guard let row else { throw NotFound("calendar") }
            let account = try Account.read(row, keys)
            let scope = SessionScope(identityID: try row("identity_id"), organisationID: try row("organisation_id"))
            let roles = try AccountStore.memberships(of: account.id, within: scope, in: database)
            if roles.isEmpty { throw NotFound("calendar") }
            return roles.map { $0.actor(as: account) }
        }
    }
}
