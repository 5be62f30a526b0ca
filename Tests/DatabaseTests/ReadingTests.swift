import Database
import Foundation

import TestSupport
import Testing

@Suite("A read")
struct ReadingTests {
    private struct Refused: Error {}

    private static let insert = "INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('one', 1, 0)" as SQL

    private static func kept(_ database: any Reading) throws -> Int {
        try database.count("SELECT count(*) AS count FROM sign_in_failure")
    }

    @Test("sees one moment, whatever is written while it goes on")
    func snapshot() async throws {
        try await withDatabase { engine in
            let (begun, written) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            defer { written.signal() }
            async let seen = engine.read { database in
                let before = try Self.kept(database)
                begun.signal()
                written.waited()
                return [before, try Self.kept(database)]
            }
            await begun.heard()
            try await engine.write { try $0.execute(Self.insert) }
            written.signal()
            let both = try await seen
            #expect(both == [0, 0])
            let after = try await engine.read(Self.kept)
            #expect(after == 1)
        }
    }

    @Test("that throws leaves its thread fit for the next")
    func throwing() async throws {
        try await withDatabase { engine in
            for _ in 0..<20 {
                await #expect(throws: Refused.self) { try await engine.read { _ in throw Refused() } }
                await #expect(throws: DatabaseFault.self) { try await engine.read { try $0.rows("SELECT nothing") } }
            }
            try await engine.write { try $0.execute(Self.insert) }
            let seen = try await engine.read(Self.kept)
            #expect(seen == 1)
        }
    }

    @Test("cannot write", .enabled(if: testDialect == .sqlite))
    func writing() async throws {
        try await withDatabase { engine in
            await #expect(throws: DatabaseFault.self) { try await engine.read { try $0.rows(Self.insert) } }
            let seen = try await engine.read(Self.kept)
            #expect(seen == 0)
        }
    }

    @Test("goes on in a thread that an operator knows by its name")
    func named() async throws {
        try await withDatabase { engine in
            let name = { @Sendable in try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8) }
            let reader = try await engine.read { _ in try name() }
            let writer = try await engine.write { _ in try name() }
            #expect([reader, writer] == ["database-reader\n", "database-writer\n"])
        }
    }

    @Test("after the database was closed is refused, and one under way is let finish")
    func closing() async throws {
        try await withDatabase { engine in
            let begun = DispatchSemaphore(value: 0)
            async let seen = engine.read { database in
                begun.signal()
                Thread.sleep(forTimeInterval: 0.1)
                return try Self.kept(database)
            }
            await begun.heard()
            await engine.close()
            let before = try await seen
            #expect(before == 0)
            await #expect(throws: DatabaseFault.self) { try await engine.read(Self.kept) }
        }
    }

    @Test("ends where whoever asked has left, and takes none of its neighbours with it")
    func leaving() async throws {
        try await withDatabase { engine in
            // Counts for half a minute, unless it is stopped.
            let long = """
                WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000000)
                SELECT count(*) AS count FROM number
                """ as SQL
            for _ in 0..<10 {
                let begun = DispatchSemaphore(value: 0)
                let left = (0..<8).map { _ in
                    Task {
                        try await engine.read { database in
                            begun.signal()
                            return try database.count(long)
                        }
                    }
                }
                let staying = (0..<8).map { _ in Task { try await engine.read(Self.kept) } }
                await begun.heard()
                left.forEach { $0.cancel() }
                for task in left { await #expect(throws: CancellationError.self) { try await task.value } }
                for task in staying {
                    let seen = try await task.value
                    #expect(seen == 0)
                }
            }
        }
    }

    @Test("does not go on to its next statement once whoever asked has left")
    func between() async throws {
        try await withDatabase { engine in
            let (begun, left) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let task = Task {
                try await engine.read { database in
                    let before = try Self.kept(database)
                    begun.signal()
                    left.waited()
                    return before + (try Self.kept(database))
                }
            }
            await begun.heard()
            task.cancel()
            left.signal()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
