import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// Where organisations' own systems hear of what happens: one address that managers keep, and what record systems
/// subscribe.
public struct EndpointStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    /// Whether the operator lets endpoints be inside the own network.
    public let allowsPrivate: Bool

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, allowsPrivate: Bool) {
        (self.engine, self.keys, self.clock, self.allowsPrivate) = (engine, keys, clock, allowsPrivate)
    }

    /// `nil` where the managers of the caller's organisation have registered none.
    public func overview(as actor: Actor) async throws -> KeptEndpoint? {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        return try await engine.read { database in
            try KeptEndpoint.read(where: "n.id = \(organisation)", at: now, in: database).first
        }
    }

    /// Registers an address, or another in its place (the organisation's own id is its id); the token before stops being used.
    /// - Returns: the token that this program shows there. It is not shown again.
    /// - Throws: `InvalidInput` on `address`.
    public func register(_ typed: String?, by actor: Actor) async throws -> String {
        try actor.require(.keepRecordSystems)
        let (organisation, account, now) = (try actor.organisation(), try actor.account(), clock.now)
        let address = try EndpointAddress(typed: typed, allowsPlain: allowsPrivate).url.absoluteString
        let token = Secret.token()
        let sealed = try keys.seal(token, "endpoint.token")
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO endpoint (id, organisation_id, channel, address, token_sealed, registered_by, registered_at)
                VALUES (\(organisation), \(organisation), \(EndpointChannel.message), \(address), \(sealed),
                    \(account), \(now))
                ON CONFLICT (id) DO UPDATE SET address = excluded.address,
                    token_sealed = excluded.token_sealed, registered_by = excluded.registered_by,
                    registered_at = excluded.registered_at, arrived_at = NULL, gone_at = NULL
                """
            )
            try Self.tryNow(organisation.rawValue, at: now, in: database)
            let fact = AuditFact("endpoint.registered", "organisation", organisation)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return token
    }

    /// Ends it, and what waits for it.
    public func end(by actor: Actor) async throws {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        let fact = AuditFact("endpoint.ended", "organisation", organisation)
        try await end(organisation.rawValue, where: "record_system_id IS NULL", fact, by: actor)
    }

    /// - Parameter scope: whose it has to be, besides the organisation's.
    /// - Throws: `NotFound` where it is not.
    func end(_ id: String, where scope: SQL, _ fact: AuditFact, by actor: Actor) async throws {
        let (organisation, now) = (try actor.organisation(), clock.now)
        try await engine.write { database in
            let ended = try database.changes(
                "DELETE FROM endpoint WHERE id = \(id) AND organisation_id = \(organisation) AND \(sql: scope)")
            guard ended == 1 else { throw NotFound("endpoint") }
            try Self.drop(id, in: database)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }
}
