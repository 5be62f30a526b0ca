import Database
import Foundation
import TestSupport
import Testing

@Suite("The figures of an engine's connections")
struct ConnectionFiguresTests {
    /// What is put back after an answer was given may be seen a moment later.
    private func settled(_ engine: any Engine, _ isSo: (any Engine) -> Bool) async throws -> Bool {
        for _ in 0..<1_000 {
            if isSo(engine) { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }

    @Test("say what reads, what is free and what waits for a connection")
    func reads() async throws {
        try await withDatabase { engine in
            let isOver = DispatchSemaphore(value: 0)
            let asked = (0..<7).map { _ in
                Task {
                    try await engine.read { database in
                        isOver.waited()
                        return try database.count("SELECT count(*) AS count FROM sign_in_failure")
                    }
                }
            }
            let readers = testDialect == .sqlite ? 4 : 2
            let isFull = try await settled(engine) {
                $0.connectionFigures.busy == readers && $0.readsWaiting == 7 - readers
            }
            #expect(isFull && engine.writeFigures.waiting == 0)
            for _ in asked { isOver.signal() }
            for task in asked { #expect(try await task.value == 0) }
            let isFree = try await settled(engine) { $0.connectionFigures.busy == 0 && $0.readsWaiting == 0 }
            #expect(isFree && engine.connectionFigures.idle >= readers && engine.connectionFigures.lost == 0)
        }
    }

    @Test("say which are lost, until they are made again", .enabled(if: testDialect == .postgreSQL))
    func lost() async throws {
        try await withDatabase { engine in
            let elsewhere = try await #require(TestServer.named).emptyDatabase()
            let other = try PostgreSQLEngine(elsewhere.address, readers: 1, writers: 1)
            let found: String? = try await engine.read {
                try $0.row("SELECT current_database()::text AS name")?("name")
            }
            let name = try #require(found)
            #expect(engine.connectionFigures.lost == 0 && engine.connectionFigures.idle == 1)
            try await other.write { try $0.execute(Self.lets(nobody: true, into: name)) }
            _ = try await other.read {
                try $0.rows(
                    "SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity WHERE datname::text = \(name)")
            }
            async let seen = engine.read { try $0.count("SELECT count(*) AS count FROM sign_in_failure") }
            let isLost = try await settled(engine) { $0.connectionFigures.lost == 1 }
            try await other.write { try $0.execute(Self.lets(nobody: false, into: name)) }
            let count = try await seen
            #expect(isLost && count == 0)
            #expect(engine.connectionFigures.lost == 0)
            await other.close()
        }
    }

    private static func lets(nobody: Bool, into name: String) -> SQL {
        SQL(stringLiteral: "ALTER DATABASE \(name) WITH ALLOW_CONNECTIONS \(!nobody)")
    }
}
