import Database
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A commit whose answer is lost", .enabled(if: testDialect == .postgreSQL))
struct LostCommitTests {
    /// An engine whose connections wait for a standby from now on, and another one beside it that does not.
    private func withStandbyAwaited(
        preparing: [SQL] = [], _ body: (any Engine, Bystander) async throws -> Void
    ) async throws {
        try await withDatabase { engine in
            let bystander = Bystander(engine: try await #require(TestServer.named).another(on: engine))
            try await bystander.engine.write { for statement in preparing { try $0.execute(statement) } }
            try await bystander.awaitStandby(true)
            try await body(engine, bystander)
            await bystander.engine.close()
        }
    }

    /// The server of the tests knows a standby that never comes: who waits for it has committed, and says nothing.
    private struct Bystander {
        let engine: any Engine

        /// Whether each connection that is made from now on waits.
        func awaitStandby(_ waits: Bool) async throws {
            let name: String? = try await engine.read { try $0.row("SELECT current_database()::text AS name")?("name") }
            let setting = waits ? "SET synchronous_commit = 'on'" : "RESET synchronous_commit"
            try await engine.write {
                try $0.execute("SET LOCAL synchronous_commit = 'local'")
                try $0.execute(SQL(stringLiteral: "ALTER DATABASE \(name ?? "") \(setting)"))
            }
        }

        /// The number of the connection that waits, once one does.
        func waiting(besides other: Int = 0) async throws -> Int {
            for _ in 0..<500 {
                let row = try await engine.read {
                    try $0.row(
                        """
                        SELECT pid FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'SyncRep' AND pid <> \(other)
                        """)
                }
                if let row { return try row("pid") }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw DatabaseFault.other("nobody waits for the standby")
        }

        func cut(_ connection: Int) async throws {
            _ = try await engine.read { try $0.row("SELECT pg_terminate_backend(\(connection)::int) AS cut") }
        }
    }

    /// A table whose first row ends the connection during the commit, and not before.
    private static let cutting: [SQL] = [
        "CREATE TABLE cutting (id BIGINT)",
        """
        CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
        """,
        """
        CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON cutting DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION cut()
        """,
    ]

    /// Adds a row with the number of the attempt.
    private static func attempt(on engine: any Engine) async throws {
        let tries = Mutex(0)
        try await engine.write { database in
            let number = tries.withLock { count in
                count += 1
                return count
            }
            try database.execute("INSERT INTO cutting (id) VALUES (\(number))")
        }
    }

    private static func attempts(_ engine: any Engine) async throws -> [Int] {
        try await engine.read { try $0.rows("SELECT id FROM cutting").map { try $0("id") } }
    }

    @Test("because the server gave it up is found not to be kept, and is made again")
    func givenUp() async throws {
        try await withDatabase { engine in
            try await engine.write { for statement in Self.cutting { try $0.execute(statement) } }
            try await Self.attempt(on: engine)
            #expect(try await Self.attempts(engine) == [2])
        }
    }

    @Test("and was not kept is not taken for kept where the answer to our asking is lost too")
    func givenUpAndAskedTwice() async throws {
        try await withStandbyAwaited(preparing: Self.cutting) { engine, bystander in
            async let change: Void = Self.attempt(on: engine)
            let asking = try await bystander.waiting()
            try await bystander.awaitStandby(false)
            try await bystander.cut(asking)
            try await change
            #expect(try await Self.attempts(engine) == [2])
        }
    }

    @Test("and was kept is not made again, and is answered when the standby has it")
    func kept() async throws {
        try await withStandbyAwaited { engine, bystander in
            let isAnswered = Mutex(false)
            async let change: Void = {
                // Made again it would break the unique key.
                try await engine.write {
                    try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 1, 0)")
                }
                isAnswered.withLock { $0 = true }
            }()
            let first = try await bystander.waiting()
            try await bystander.cut(first)
            let second = try await bystander.waiting(besides: first)
            #expect(isAnswered.withLock { !$0 })
            try await bystander.awaitStandby(false)
            try await bystander.cut(second)
            try await change
            let count = try await engine.read { try $0.count("SELECT count(*) AS count FROM sign_in_failure") }
            #expect(count == 1)
        }
    }
}
