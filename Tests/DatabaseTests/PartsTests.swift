import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("The parts of the large tables", .enabled(if: testDialect == .postgreSQL))
struct PartsTests {
    private func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    private func parts(of table: String, in engine: any Engine) async throws -> [String] {
        try await engine.read {
            try $0.rows(
                """
                SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = \(sql: SQL(stringLiteral: "'\(table)'::regclass")) ORDER BY c.relname
                """
            ).map { try $0("name") }
        }
    }

    private func content(of exchange: String, _ category: String = "contact") -> SQL {
        "INSERT INTO exchange_content (exchange_id, category, text_sealed) VALUES (\(exchange), \(category), \(Data()))"
    }

    private func part(of exchange: String, in engine: any Engine) async throws -> String? {
        try await engine.read { database in
            let row = try database.row(
                "SELECT tableoid::regclass::text AS part FROM exchange_content WHERE exchange_id = \(exchange)")
            return try row?("part")
        }
    }

    private func identity(_ day: String) throws -> String {
        ExchangeID(at: try moment("\(day)T12:00:00Z")).rawValue
    }

    @Test("three months ahead have parts of their own, each made once, and rows go where they belong")
    func ahead() async throws {
        try await withDatabase { engine in
            let now = try moment("2031-11-20T09:00:00Z")
            let made = try await engine.openParts(at: now, months: 100).names
            #expect(made.contains("exchange_event_2032_02") && made.contains("audit_entry_2000000"))
            #expect(!made.contains("exchange_event_2032_03"))
            #expect(try await engine.openParts(at: now).names == [])
            #expect(try await engine.openParts(at: try moment("2031-12-01T00:00:00Z")).names.count == 5)
            let (december, long) = (try identity("2031-12-31"), try identity("2020-01-01"))
            try await engine.write {
                try $0.execute(content(of: december))
                try $0.execute(content(of: long))
            }
            #expect(try await part(of: december, in: engine) == "exchange_content_2031_12")
            #expect(try await part(of: long, in: engine) == "exchange_content_before")
        }
    }

    @Test("an installation from before keeps every row, and its next numbers and months follow")
    func upgraded() async throws {
        let server = try #require(TestServer.named)
        let engine = try PostgreSQLEngine(try await server.emptyDatabase().address, readers: 1, writers: 1)
        let now = try moment("2026-11-27T09:00:00Z")
        try await engine.migrate(Migration.all.filter { !$0.name.hasSuffix("partitions") }, at: now)
        // One that a clock which was ahead has made, and an entry with a high number.
        let (old, ahead) = (try identity("2024-02-29"), try identity("2033-03-03"))
        try await engine.write {
            try $0.execute(content(of: old))
            try $0.execute(content(of: ahead))
            try $0.execute(
                """
                INSERT INTO audit_entry (seq, at, action, subject_kind, detail, previous_hash, hash)
                VALUES (4100000, 0, 'test.done', 'thing', '', '', '')
                """)
        }
        #expect(try await engine.migrate(at: now) == ["0013 partitions"])
        let made = try await engine.openParts(at: now, expecting: 4_100_000).names
        #expect(made.filter { $0.hasPrefix("audit_entry") } == ["audit_entry_6000000", "audit_entry_8000000"])
        #expect(try await part(of: ahead, in: engine) == "exchange_content_before")
        #expect(try await part(of: old, in: engine) == "exchange_content_before")
        let later = try await engine.openParts(at: try moment("2033-04-20T09:00:00Z")).names
        #expect(later.contains("exchange_content_2033_07") && !later.contains("exchange_content_2033_03"))
        await engine.close()
    }

    @Test("what came before its part was there is kept, and moves into it")
    func late() async throws {
        try await withDatabase { engine in
            let (may, june) = (try identity("2041-05-31"), try identity("2041-06-01"))
            try await engine.write {
                try $0.execute(content(of: may))
                try $0.execute(content(of: june))
            }
            #expect(try await part(of: may, in: engine) == "exchange_content_later")
            try await engine.openParts(at: try moment("2041-02-20T09:00:00Z"), months: 200)
            #expect(try await part(of: may, in: engine) == "exchange_content_2041_05")
            #expect(try await part(of: june, in: engine) == "exchange_content_later")
            let count = try await engine.read { try $0.count("SELECT COUNT(*) AS count FROM exchange_content") }
            #expect(count == 2)
        }
    }

    @Test("what must be there once only, is so across parts")
    func once() async throws {
        try await withDatabase { engine in
            let exchange = try identity("2026-11-27")
            try await engine.write { try $0.execute(content(of: exchange)) }
            await #expect(throws: DatabaseFault.self) {
                try await engine.write { try $0.execute(content(of: exchange)) }
            }
        }
    }

    @Test("a query that names the exchange looks into one part only")
    func pruned() async throws {
        try await withDatabase { engine in
            try await engine.openParts(at: try moment("2031-11-20T09:00:00Z"), months: 100)
            let exchange = try identity("2031-12-31")
            let plan = try await engine.read {
                try $0.rows(
                    SQL(
                        stringLiteral:
                            "EXPLAIN SELECT * FROM exchange_event WHERE exchange_id = '\(exchange)' ORDER BY seq")
                ).map { try $0("QUERY PLAN") as String }.joined(separator: "\n")
            }
            #expect(plan.contains("exchange_event_2031_12") && !plan.contains("_before") && !plan.contains("2031_11"))
        }
    }

    @Test("two processes that make the same parts at once both succeed")
    func together() async throws {
        try await withDatabase { engine in
            let other = try await #require(TestServer.named).another(on: engine)
            let now = try moment("2027-01-20T09:00:00Z")
            async let here = engine.openParts(at: now)
            async let there = other.openParts(at: now)
            _ = try await (here, there)
            #expect(try await parts(of: "message", in: engine).contains("message_2027_04"))
            await other.close()
        }
    }

    @Test("a clock that is a lifetime ahead gets so many months at once, and that there are more is said")
    func farAhead() async throws {
        try await withDatabase { engine in
            let now = try moment("2090-06-01T09:00:00Z")
            let first = try await engine.openParts(at: now, months: 2)
            #expect(first.isBehind && first.names.filter { $0.hasPrefix("message_") }.count == 2)
            let second = try await engine.openParts(at: now, months: 2)
            #expect(second.isBehind && Set(second.names).isDisjoint(with: first.names))
            #expect(try await !engine.openParts(at: .now).isBehind)
            let far = try identity("2090-06-01")
            try await engine.write { try $0.execute(content(of: far)) }
            #expect(try await part(of: far, in: engine) == "exchange_content_later")
        }
    }

    @Test("numbers of the record that will come have their parts before a move")
    func numbers() async throws {
        try await withDatabase { engine in
            let made = try await engine.openParts(at: .now, expecting: 5_000_000).names
            #expect(Set(["audit_entry_4000000", "audit_entry_6000000"]).isSubset(of: made))
        }
    }
}
