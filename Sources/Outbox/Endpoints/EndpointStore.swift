import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// Where organisations' own systems hear of what happens: one address an organisation, kept by its managers.
public struct EndpointStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    /// Whether the operator lets endpoints be inside the own network.
    public let allowsPrivate: Bool

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, allowsPrivate: Bool) {
        (self.engine, self.keys, self.clock, self.allowsPrivate) = (engine, keys, clock, allowsPrivate)
    }

    /// What a manager sees.
    public struct Overview: Sendable {
        public let address: String
        public let registeredAt: Date
        public let waiting: Int
        public let givenUp: Int
        public let lastArrivedAt: Date?
        /// Why the last try failed, of what still waits.
        public let fault: String?
    }

    /// `nil` where the caller's organisation has none.
    public func overview(as actor: Actor) async throws -> Overview? {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            try database.row("SELECT * FROM endpoint WHERE organisation_id = \(organisation)").map { row in
                let own: SQL = "FROM delivery WHERE endpoint = 1 AND organisation_id = \(organisation) AND"
                let waiting: SQL = own + "delivered_at IS NULL AND given_up_at IS NULL"
                let last = try database.row("SELECT max(delivered_at) AS at \(sql: own) delivered_at IS NOT NULL")
                let fault = try database.row(
                    "SELECT fault \(sql: waiting) AND fault IS NOT NULL ORDER BY available_at DESC, id DESC LIMIT 1")
                return Overview(
                    address: try row("address"), registeredAt: try row("registered_at"),
                    waiting: try database.count("SELECT count(*) AS count \(sql: waiting)"),
                    givenUp: try database.count("SELECT count(*) AS count \(sql: own) given_up_at IS NOT NULL"),
                    lastArrivedAt: try last?("at"), fault: try fault?("fault"))
            }
        }
    }

    /// Registers an address, or another in its place; the token before stops being used.
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
                INSERT INTO endpoint (organisation_id, address, token_sealed, registered_by, registered_at)
                VALUES (\(organisation), \(address), \(sealed), \(account), \(now))
                ON CONFLICT (organisation_id) DO UPDATE SET address = excluded.address,
                    token_sealed = excluded.token_sealed, registered_by = excluded.registered_by,
                    registered_at = excluded.registered_at
                """
            )
            let fact = AuditFact("endpoint.registered", "organisation", organisation)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return token
    }

    /// Ends it, and what waits for it.
    public func end(by actor: Actor) async throws {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        try await engine.write { database in
            let ended = try database.changes("DELETE FROM endpoint WHERE organisation_id = \(organisation)")
            guard ended == 1 else { throw NotFound("endpoint") }
            try database.execute(
                """
                DELETE FROM delivery WHERE endpoint = 1 AND organisation_id = \(organisation)
                    AND delivered_at IS NULL
                """
            )
            let fact = AuditFact("endpoint.ended", "organisation", organisation)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }
}

/// An endpoint as whatever calls it needs it.
public struct Endpoint: Sendable {
    public let address: EndpointAddress
    public let token: String

    /// - Returns: `nil` where the organisation has none any more.
    public static func of(
        _ organisation: OrganisationID, keys: KeyRing, in database: any Reading
    ) throws -> Endpoint? {
        let row = try database.row("SELECT * FROM endpoint WHERE organisation_id = \(organisation)")
        guard let row, let address = EndpointAddress(stored: try row("address")) else { return nil }
        return Endpoint(address: address, token: try keys.open(row("token_sealed"), "endpoint.token"))
    }
}
