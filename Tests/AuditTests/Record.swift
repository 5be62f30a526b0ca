import Audit
import Database
import Foundation
import TestSupport
import Vocabulary

/// A record that is written, sealed, tampered with and checked.
struct Record: Sendable {
    let engine: any Engine
    let keys = KeyRing()
    let clock = MovableClock(TestTime.fridayNight)

    /// - Parameter most: how many entries one seal takes.
    static func with(
        _ count: Int = 0, sealedBy most: Int? = nil, _ body: (Record) async throws -> Void
    ) async throws {
        try await withDatabase { engine in
            let record = Record(engine: engine)
            try await record.write(count)
            if let most { try await record.seal(most: most) }
            try await body(record)
        }
    }

    func write(_ count: Int) async throws {
        for number in 0..<count { try await write("thing-\(number)") }
    }

    func write(_ subject: String) async throws {
        let now = clock.now
        try await engine.write { database in
            let fact = AuditFact("test.done", "thing", subject, detail: ["b": "2", "a": "1"])
            try AuditTrail.record(fact, by: .system, at: now, in: database)
        }
    }

    func sealer(most: Int = 50_000) -> Sealer {
        Sealer(engine: engine, keys: keys, clock: clock, most: most)
    }

    /// Seals all that was written.
    @discardableResult
    func seal(most: Int = 50_000) async throws -> Int { try await seal(with: sealer(most: most)) }

    /// On PostgreSQL what others do on the same server can hold a round up, so there are as many as it takes.
    func seal(with sealer: Sealer) async throws -> Int {
        var made = try await sealer.round()
        while try await count(
            "SELECT count(*) AS count FROM audit_entry WHERE seq > (SELECT COALESCE(MAX(to_seq), 0) FROM audit_seal)"
        ) > 0 {
            try await Task.sleep(for: .milliseconds(10))
            made += try await sealer.round()
        }
        return made
    }

    func tamper(_ statements: String...) async throws {
        try await engine.write { database in
            for statement in statements { try database.execute(SQL(stringLiteral: statement)) }
        }
    }

    func verify(
        since: AuditTrail.Since = .beginning, page: Int = 5_000
    ) async throws -> AuditTrail.Finding {
        try await AuditTrail.verify(engine, keys: keys, since: since, page: page)
    }

    /// What `verify` finds wrong; `nil` where it finds nothing.
    func fault() async throws -> AuditFault? {
        if case .broken(let fault) = try await verify() { fault } else { nil }
    }

    /// What the record holds in the place of a seal that was written down.
    func fault(of known: KnownSeal) async throws -> AuditFault? {
        try await known.fault(in: engine)
    }

    /// How much `verify` finds intact; `nil` where it does not.
    func extent(since: AuditTrail.Since = .beginning, page: Int = 5_000) async throws -> AuditTrail.Extent? {
        if case .intact(let extent) = try await verify(since: since, page: page) { extent } else { nil }
    }

    func count(_ sql: SQL) async throws -> Int { try await engine.read { try $0.count(sql) } }
}
