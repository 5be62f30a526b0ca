import Database
import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary

@Suite("PostgreSQL", .enabled(if: testDialect == .postgreSQL))
struct PostgreSQLEngineTests {
    private func counter(_ engine: any Engine) async throws -> Int {
        try await engine.read { try $0.row("SELECT failures FROM sign_in_failure WHERE bucket = 'one'")?("failures") }
            ?? 0
    }

    @Test("two processes that read the same row and change it lose no change")
    func crossing() async throws {
        try await withDatabase { engine in
            let other = try await #require(TestServer.named).another(on: engine)
            try await engine.write {
                try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 0, 0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await (number.isMultiple(of: 2) ? engine : other).write { database in
                            let row = try database.row("SELECT failures FROM sign_in_failure WHERE bucket = 'one'")
                            let count: Int = try row?("failures") ?? 0
                            try database.execute("UPDATE sign_in_failure SET failures = \(count + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await counter(engine) == 200)
            await other.close()
        }
    }

    @Test("a write looks up by index however small the table, so it crosses nobody who writes something else")
    func byIndex() async throws {
        try await withDatabase { engine in
            let question: SQL = "EXPLAIN SELECT failures FROM sign_in_failure WHERE bucket = 'one'"
            try await engine.write {
                try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 0, 0)")
                try $0.execute("ANALYZE sign_in_failure")
            }
            let reading: String? = try await engine.read { try $0.row(question)?("QUERY PLAN") }
            let writing: String? = try await engine.write { try $0.row(question)?("QUERY PLAN") }
            #expect(reading?.contains("Seq Scan") == true)
            #expect(writing?.contains("Index") == true)
        }
    }

    @Test("a long write gets its turn, however many short ones cross it")
    func fairness() async throws {
        try await withDatabase { engine in
            let other = try await #require(TestServer.named).another(on: engine)
            try await engine.write {
                try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 0, 0)")
            }
            let isDone = Mutex(false)
            async let others: Void = {
                while !isDone.withLock({ $0 }) {
                    try await other.write { try $0.execute("UPDATE sign_in_failure SET last_at = last_at + 1") }
                }
            }()
            for _ in 0..<5 {
                try await engine.write { database in
                    _ = try database.rows("SELECT * FROM sign_in_failure")
                    _ = try database.rows("SELECT pg_sleep(0.05)::text AS slept")
                    try database.execute("UPDATE sign_in_failure SET failures = failures + 1")
                }
            }
            isDone.withLock { $0 = true }
            try await others
            #expect(try await counter(engine) == 5)
            await other.close()
        }
    }

    @Test("a connection that is cut in the middle of a write costs nothing: the write is made again, once")
    func cut() async throws {
        try await withDatabase { engine in
            try await engine.write {
                try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 0, 0)")
            }
            let ours = "datname = current_database() AND pid <> pg_backend_pid()" as SQL
            for _ in 0..<10 {
                async let change: Void = engine.write { database in
                    try database.execute("UPDATE sign_in_failure SET failures = failures + 1")
                    _ = try database.rows("SELECT pg_sleep(0.02)::text AS slept")
                }
                _ = try? await engine.read {
                    _ = try $0.rows("SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity WHERE \(sql: ours)")
                }
                try await change
            }
            #expect(try await counter(engine) == 10)
        }
    }

    @Test("a column that another process adds costs nothing: what was prepared before is prepared anew")
    func columnAdded() async throws {
        try await withDatabase { engine in
            let other = try await #require(TestServer.named).another(on: engine)
            try await engine.write {
                try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 0, 0)")
            }
            for column in ["first_new", "second_new", "third_new"] {
                for _ in 0..<8 {
                    let seen = try await engine.read { try $0.rows("SELECT * FROM sign_in_failure").count }
                    #expect(seen == 1)
                    try await engine.write { database in
                        _ = try database.rows("SELECT * FROM sign_in_failure")
                        try database.execute("UPDATE sign_in_failure SET failures = failures + 1")
                    }
                }
                try await other.write {
                    try $0.execute(SQL(stringLiteral: "ALTER TABLE sign_in_failure ADD COLUMN \(column) BIGINT"))
                }
            }
            #expect(try await counter(engine) == 24)
            await other.close()
        }
    }

    @Test("whoever listens is told to look again where the connection that hears was lost, and hears what comes after")
    func heardAgain() async throws {
        try await withDatabase { engine in
            let other = try await #require(TestServer.named).another(on: engine)
            var words = engine.heard().makeAsyncIterator()
            #expect(await words.next() == "")
            let cut = try await other.read {
                try $0.rows(
                    """
                    SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN%'
                    """
                ).count
            }
            #expect(cut == 1)
            #expect(await words.next() == "")
            other.tell("after")
            #expect(await words.next() == "after")
            await other.close()
        }
    }

    @Test("sums, averages, truths and nothing at all are read as what they are")
    func types() async throws {
        try await withDatabase { engine in
            let row = try await engine.read {
                try $0.row(
                    """
                    SELECT sum(n) AS total, avg(n) AS mean, count(*) AS count, 1 = 1 AS yes, \(nil as String?) AS nothing,
                        sum(-n * 1000000) AS negative, sum(n - n) AS zero FROM (VALUES (10000::bigint), (20001)) AS t (n)
                    """
                )
            }
            #expect(try row?("total") == 30_001)
            #expect(try row?("mean") == 15_000.5)
            #expect(try row?("count") == 2)
            #expect(try row?("yes") == true)
            #expect(try row?("nothing") as String? == nil)
            #expect(try row?("negative") == -30_001_000_000)
            #expect(try row?("zero") == 0)
        }
    }

    @Test("a statement prepared with nothing in it takes something the next time")
    func nullFirst() async throws {
        try await withDatabase { engine in
            for number in [nil, 7.5, nil, 3] as [Double?] {
                try await engine.write {
                    try $0.execute("UPDATE local_authority SET share = \(number) WHERE code = \(nil as String?)")
                }
            }
            for length in 1...1_100 {
                let list = Array(repeating: "a", count: length)
                let found = try await engine.read {
                    try $0.count("SELECT COUNT(*) AS count FROM account WHERE id IN (\(list: list))")
                }
                #expect(found == 0)
            }
        }
    }

    @Test("a database that sorts otherwise is refused, with the command that makes the right one")
    func otherOrder() async throws {
        let server = try #require(TestServer.named)
        let (_, address) = try await server.emptyDatabase("LOCALE 'C' ENCODING 'SQL_ASCII' TEMPLATE template0")
        #expect(throws: DatabaseFault.self) { try PostgreSQLEngine(address) }
    }

    @Test("where no server answers, that is said at once and in words")
    func nobody() throws {
        let address = try PostgreSQLAddress("host=127.0.0.1 port=1 dbname=none")
        #expect(throws: DatabaseFault.self) { try PostgreSQLEngine(address) }
        #expect(throws: AddressFault.self) { try PostgreSQLAddress("host=a nonsense=b") }
    }
}
