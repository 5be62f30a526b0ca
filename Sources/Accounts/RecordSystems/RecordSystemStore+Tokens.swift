import Audit
import Database
import Foundation
import Vocabulary

/// A record system that has shown a token: who it is, and what this token allows.
public struct SystemSession: Sendable {
    public let system: RecordSystem
    public let scopes: Set<SystemScope>

    public var actor: Actor { system.actor }
}

extension RecordSystemStore {
    /// How long a token works, in seconds.
    public static let tokenLifetime: TimeInterval = 900

    /// - Returns: `nil` for a system that is not known, or was shut out.
    public func system(_ id: RecordSystemID) async throws -> RecordSystem? {
        try await engine.read { database in
            try database.row(
                "SELECT \(sql: RecordSystem.columns) FROM record_system s WHERE s.id = \(id) AND s.revoked_at IS NULL"
            ).map(RecordSystem.init)
        }
    }

    /// Gives a token to a system whose assertion was verified; an assertion works once.
    /// - Parameters:
    ///   - assertion: what tells it from all others (`jti`).
    ///   - until: when it runs out; until then it is remembered.
    /// - Returns: `nil` where it was used before, or the system was shut out meanwhile.
    public func token(
        for system: RecordSystem, scopes: Set<SystemScope>, assertion: String, until: Date
    ) async throws -> String? {
        let (token, now) = (Secret.token(), clock.now)
        return try await engine.write { database in
            let isNew = try database.adds(
                """
                INSERT INTO used_assertion (record_system_id, assertion_hash, expires_at)
                VALUES (\(system.id), \(Secret.hash(assertion)), \(until)) ON CONFLICT DO NOTHING
                """
            )
            let isOpen = try database.changes(
                "UPDATE record_system SET last_used_at = \(now) WHERE id = \(system.id) AND revoked_at IS NULL")
            guard isNew, isOpen == 1 else { return nil }
            try database.execute(
                """
                INSERT INTO system_token (token_hash, record_system_id, scopes, expires_at) VALUES
                    (\(Secret.hash(token)), \(system.id), \(SystemScope.written(scopes)), \(now + Self.tokenLifetime))
                """
            )
            let fact = AuditFact("record_system.signed_in", "record_system", system.id)
            try AuditTrail.record(fact, by: system.actor, at: now, in: database)
            return token
        }
    }

    /// - Returns: `nil` for a token that is not known or has run out, and for one whose system was shut out.
    public func session(token: String) async throws -> SystemSession? {
        let now = clock.now
        return try await engine.read { database in
            let row = try database.row(
                """
                SELECT \(sql: RecordSystem.columns), t.scopes AS granted
                FROM system_token t JOIN record_system s ON s.id = t.record_system_id
                WHERE t.token_hash = \(Secret.hash(token)) AND t.expires_at > \(now) AND s.revoked_at IS NULL
                """
            )
            guard let row else { return nil }
            let system = try RecordSystem(row)
            return SystemSession(
                system: system, scopes: SystemScope.read(try row("granted")).intersection(system.scopes))
        }
    }

    /// Forgets what has run out.
    public func purge() async throws {
        let now = clock.now
        let old = try await engine.read { database in
            try database.row(
                """
                SELECT 1 AS found FROM used_assertion WHERE expires_at <= \(now)
                UNION ALL SELECT 1 FROM system_token WHERE expires_at <= \(now) LIMIT 1
                """
            )
        }
        guard old != nil else { return }
        try await engine.write { database in
            try database.execute("DELETE FROM used_assertion WHERE expires_at <= \(now)")
            try database.execute("DELETE FROM system_token WHERE expires_at <= \(now)")
        }
    }
}
