import Crypto
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Audit

/// Three entries as versions before the seals wrote them, then two of today's.
@Suite("Entries that older versions chained to each other")
struct ChainedEntriesTests {
    private func with(_ body: (Record) async throws -> Void) async throws {
        try await Record.with { record in
            try await record.engine.write { database in
                var hash = ""
                for seq in 1...3 { hash = try Self.chain(seq, after: hash, in: database) }
            }
            // They were there before the migration that begins to count behind them.
            if testDialect == .postgreSQL {
                try await record.tamper("SELECT setval('audit_entry_seq', 3)")
            }
            try await record.write(2)
            try await body(record)
        }
    }

    /// Written down here once more, from what was released.
    private static func chain(_ seq: Int, after previous: String, in database: any Writing) throws -> String {
        let fields = [String(seq), "1700000000000", "", "system", "", "test.done", "thing", "", "", "{}", previous]
        let text = fields.map { "\($0.utf8.count):\($0)" }.joined()
        let hash = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        try database.execute(
            """
            INSERT INTO audit_entry (seq, at, role, action, subject_kind, detail, previous_hash, hash)
            VALUES (\(seq), 1700000000000, 'system', 'test.done', 'thing', '{}', \(previous), \(hash))
            """
        )
        return hash
    }

    @Test("are still checked, sealed or not, and today's follow them")
    func intact() async throws {
        try await with { record in
            #expect(try await record.extent()?.unsealed == 5)
            try await record.seal(most: 2)
            let extent = try #require(try await record.extent(page: 2))
            #expect(extent.entries == 5 && extent.seals == 3 && extent.unsealed == 0)
            #expect(try await record.extent(since: .seal(2))?.entries == 3)
        }
    }

    @Test(
        "and show what is done to them, sealed or not",
        arguments: [
            ("UPDATE audit_entry SET action = 'x' WHERE seq = 2", AuditFault.changed(entry: 2)),
            ("DELETE FROM audit_entry WHERE seq = 2", .missing(entry: 2)),
            ("DELETE FROM audit_entry WHERE seq = 1", .missing(entry: 1)),
            ("UPDATE audit_entry SET previous_hash = hash WHERE seq = 3", .unchained(entry: 3)),
        ], [true, false])
    func tampered(change: (sql: String, fault: AuditFault), sealed: Bool) async throws {
        try await with { record in
            if sealed { try await record.seal() }
            try await record.tamper(change.sql)
            #expect(try await record.fault() == change.fault)
        }
    }

    @Test("one of them after today's is not believed")
    func late() async throws {
        try await with { record in
            try await record.engine.write { _ = try Self.chain(6, after: "", in: $0) }
            #expect(try await record.fault() == .unchained(entry: 6))
        }
    }

    @Test("each can be proved, with the hash of the one before it")
    func proved() async throws {
        try await with { record in
            try await record.seal()
            for seq in 1...5 {
                try await record.engine.read { try AuditTrail.proof(of: seq, keys: record.keys, in: $0) }.check()
            }
        }
    }
}
