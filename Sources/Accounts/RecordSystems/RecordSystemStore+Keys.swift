import Audit
import Database
import Foundation
import Vocabulary

extension RecordSystemStore {
    /// Whether it is time to ask for a system's keys, and this process that does: it is so for one of them, once a `pause`.
    func mayAsk(forKeysOf system: RecordSystem, pause: TimeInterval) async throws -> Bool {
        let now = clock.now
        return try await change(
            system.id, "keys_asked_at = \(now)",
            where: """
                keys_asked_at IS NULL OR keys_asked_at <= \(now - pause)
                    OR keys_asked_at > \(now + ClockDifference.bearable)
                """)
    }

    /// Keeps what was read, unless a manager has named another address meanwhile.
    func keep(_ keys: PublicKeySet, readFrom address: String, of system: RecordSystem) async throws {
        let now = clock.now
        try await engine.write { database in
            let kept = try database.changes(
                """
                UPDATE record_system SET key_set = \(keys.stored), keys_read_at = \(now), keys_asked_at = \(now),
                    keys_fault = NULL
                WHERE id = \(system.id) AND keys_address = \(address) AND revoked_at IS NULL
                """
            )
            guard kept == 1, keys != system.keys else { return }
            let fact = AuditFact("record_system.keys_read", "record_system", system.id)
            try AuditTrail.record(fact, by: system.actor, at: now, in: database)
        }
    }

    func keep(_ fault: KeysUnreadable, of system: RecordSystem) async throws {
        try await engine.write { database in
            try database.execute(
                """
                UPDATE record_system SET keys_fault = \(fault.words)
                WHERE id = \(system.id) AND keys_address = \(system.keysAddress)
                """
            )
        }
    }

    /// Keeps why a system was given no token, for its manager; the newest reason only, and no more than one a second,
    /// since anybody who knows its id can be refused in its name.
    public func refused(_ id: RecordSystemID, because words: String) async throws {
        let now = clock.now
        _ = try await change(
            id, "refused_at = \(now), refused_because = \(words)",
            where: "refused_at IS NULL OR refused_at <= \(now - 1) OR refused_at > \(now)")
    }

    /// Looks first whether it is due: anybody can make us ask, and there may be one writer for all.
    /// - Returns: whether this process did it.
    private func change(_ id: RecordSystemID, _ change: SQL, where due: SQL) async throws -> Bool {
        let which: SQL = "id = \(id) AND (\(sql: due))"
        let found = try await engine.read { try $0.row("SELECT id FROM record_system WHERE \(sql: which)") }
        guard found != nil else { return false }
        return try await engine.write {
            try $0.changes("UPDATE record_system SET \(sql: change) WHERE \(sql: which)") == 1
        }
    }
}
