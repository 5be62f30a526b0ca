import Audit
import Database
import Foundation
import Vocabulary

/// The record systems of organisations: a manager registers them, gives them new keys, and shuts them out.
public struct RecordSystemStore: Sendable {
    let engine: any Engine
    let clock: any Clock

    public init(engine: any Engine, clock: any Clock) { (self.engine, self.clock) = (engine, clock) }

    /// - Parameters:
    ///   - service: the team whose people decide about what comes; one of the caller's organisation.
    ///   - address: where its keys are to be read, in the place of `keys`.
    /// - Throws: `InvalidInput` for a name or team that cannot be, no scope, or one that is not offered to the organisation.
    public func register(
        name: String, service: ServiceID?, keys: PublicKeySet, publishedAt address: KeysAddress? = nil,
        scopes: Set<SystemScope>, by actor: Actor
    ) async throws -> RecordSystemID {
        try actor.require(.keepRecordSystems)
        let (organisation, account, now) = (try actor.organisation(), try actor.account(), clock.now)
        let name = try TypedText.required(name, field: "name", called: "a name", most: 100)
        if scopes.isEmpty { throw InvalidInput("scopes", "Choose what it may do.") }
        let id = RecordSystemID(at: now)
        try await engine.write { database in
            guard scopes.isSubset(of: try Self.offeredScopes(to: organisation, in: database)) else {
                throw InvalidInput("scopes", "A university’s system hands in no messages, and no students’ answers.")
            }
            let own = try database.row(
                """
                SELECT id FROM service WHERE id = \(service) AND organisation_id = \(organisation)
                    AND closed_at IS NULL
                """
            )
            guard let service, own != nil else {
                throw InvalidInput("service", "Choose the team that decides about what comes.")
            }
            try database.execute(
                """
                INSERT INTO record_system (id, organisation_id, service_id, name, key_set, keys_address, scopes,
                    registered_by, registered_at)
                VALUES (\(id), \(organisation), \(service), \(name), \(keys.stored), \(address?.text),
                    \(SystemScope.written(scopes)), \(account), \(now))
                """
            )
            let fact = AuditFact(
                "record_system.registered", "record_system", id, detail: ["scopes": SystemScope.written(scopes)])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return id
    }

    /// What a system of the caller's organisation can be allowed.
    public func offeredScopes(as actor: Actor) async throws -> [SystemScope] {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        return try await engine.read { try Self.offeredScopes(to: organisation, in: $0) }
    }

    private static func offeredScopes(
        to organisation: OrganisationID, in database: any Reading
    ) throws -> [SystemScope] {
        let row = try database.row("SELECT kind FROM organisation WHERE id = \(organisation)")
        return SystemScope.offered(to: try row?("kind"))
    }

    /// The caller's organisation's, the newest first.
    public func systems(as actor: Actor) async throws -> [RecordSystem] {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            try database.rows(
                """
                SELECT \(sql: RecordSystem.columns) FROM record_system s WHERE s.organisation_id = \(organisation)
                ORDER BY s.registered_at DESC, s.id
                """
            ).map(RecordSystem.init)
        }
    }

    /// One of the caller's organisation.
    /// - Throws: `NotFound`.
    public func system(_ id: RecordSystemID, as actor: Actor) async throws -> RecordSystem {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            let row = try database.row(
                """
                SELECT \(sql: RecordSystem.columns) FROM record_system s
                WHERE s.id = \(id) AND s.organisation_id = \(organisation)
                """)
            guard let row else { throw NotFound("record system") }
            return try RecordSystem(row)
        }
    }

    /// Gives a system other keys, or another address of them: the old ones stop working with this, unless they are in the new
    /// set too.
    public func replace(
        keys: PublicKeySet, publishedAt address: KeysAddress? = nil, of id: RecordSystemID, by actor: Actor
    ) async throws {
        let change: SQL = """
            key_set = \(keys.stored), keys_address = \(address?.text), keys_asked_at = NULL, keys_read_at = NULL,
                keys_fault = NULL
            """
        try await self.change(id, "record_system.keys_replaced", change, by: actor)
    }

    /// Shuts a system out, and ends what it was given and what it subscribed. It stays so.
    public func revoke(_ id: RecordSystemID, by actor: Actor) async throws {
        let change: SQL = "revoked_at = \(clock.now), mesh_mailbox = NULL, mesh_confirmed_at = NULL"
        try await self.change(id, "record_system.revoked", change, by: actor) { database in
            let endpoints: SQL = "SELECT id FROM endpoint WHERE record_system_id = \(id)"
            try database.execute(
                "DELETE FROM delivery WHERE endpoint_id IN (\(sql: endpoints)) AND delivered_at IS NULL")
            try database.execute("DELETE FROM endpoint WHERE record_system_id = \(id)")
            // What is to be said to its mailbox of exchanges that it began; answers to its messages still go.
            try database.execute(
                """
                DELETE FROM delivery WHERE endpoint = 2 AND delivered_at IS NULL AND content_sealed IS NULL
                    AND subject_id IN (SELECT exchange_id FROM incoming_message
                        WHERE record_system_id = \(id) AND exchange_id IS NOT NULL)
                """
            )
        }
    }

    private func change(
        _ id: RecordSystemID, _ act: String, _ change: SQL, by actor: Actor,
        _ further: @escaping @Sendable (any Writing) throws -> Void = { _ in }
    ) async throws {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        try await engine.write { database in
            let count = try database.changes(
                """
                UPDATE record_system SET \(sql: change)
                WHERE id = \(id) AND organisation_id = \(organisation) AND revoked_at IS NULL
                """
            )
            guard count == 1 else { throw NotFound("record system") }
            try database.execute("DELETE FROM system_token WHERE record_system_id = \(id)")
            try further(database)
            try AuditTrail.record(AuditFact(act, "record_system", id), by: actor, at: now, in: database)
        }
    }
}
