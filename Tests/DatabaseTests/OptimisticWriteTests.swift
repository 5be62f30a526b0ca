import Database
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A write that is attempted first")
struct OptimisticWriteTests {
    private struct Refused: Error {}

    /// Which of the runs of a body is its first.
    private final class Runs: Sendable {
        private let isFirst = Atomic(true)

        func isFirstNow() -> Bool { isFirst.exchange(false, ordering: .relaxed) }
    }

    private static func insert(_ bucket: String, _ failures: Int = 1) -> SQL {
        "INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES (\(bucket), \(failures), 0)"
    }

    private static func kept(_ database: any Reading) throws -> Int {
        try database.count("SELECT count(*) AS count FROM sign_in_failure")
    }

    private static func failures(_ bucket: String, _ database: any Reading) throws -> Int? {
        try database.row("SELECT failures FROM sign_in_failure WHERE bucket = \(bucket)")?("failures")
    }

    @Test("keeps what it wanted, and reads what it has written")
    func kept() async throws {
        try await withDatabase { engine in
            let seen = try await engine.writeOptimistically { database in
                let before = try Self.kept(database)
                try database.execute(Self.insert("one", 7))
                return [before, try Self.failures("one", database) ?? 0, try Self.kept(database)]
            }
            #expect(seen == [0, 7, 1])
            let after = try await engine.read { try Self.failures("one", $0) }
            #expect(after == 7)
        }
    }

    @Test("is made on what is there when its turn comes, not on what was")
    func stale() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute(Self.insert("one", 1)) }
            let (read, changed) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            defer { changed.signal() }
            let runs = Runs()
            async let written = engine.writeOptimistically { database in
                let failures = try Self.failures("one", database) ?? 0
                if runs.isFirstNow() {
                    read.signal()
                    changed.waited()
                }
                try database.execute(Self.insert("two", failures + 1))
                return failures
            }
            await read.heard()
            try await engine.write { try $0.execute("UPDATE sign_in_failure SET failures = 5 WHERE bucket = 'one'") }
            changed.signal()
            let seen = try await written
            #expect(seen == 5)
            let two = try await engine.read { try Self.failures("two", $0) }
            #expect(two == 6)
        }
    }

    @Test("counts as one after the other, however many begin at once")
    func counting() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute(Self.insert("one", 0)) }
            let seen = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await engine.writeOptimistically { database in
                            let next = (try Self.failures("one", database) ?? 0) + 1
                            try database.execute("UPDATE sign_in_failure SET failures = \(next) WHERE bucket = 'one'")
                            return next
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(seen.sorted() == Array(1...40))
        }
    }

    @Test("takes back what it did before it met something else, and leaves its neighbours alone")
    func takenBack() async throws {
        try await withDatabase { engine in
            let runs = Runs()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await engine.writeOptimistically { database in
                        if runs.isFirstNow() { try database.execute(Self.insert("never")) }
                        // On a snapshot what was just written is not there; for the writer it is.
                        _ = try Self.kept(database)
                        try database.execute(Self.insert("once"))
                    }
                }
                for number in 0..<20 {
                    group.addTask { try await engine.writeOptimistically { try $0.execute(Self.insert("\(number)")) } }
                }
                try await group.waitForAll()
            }
            let once = try await engine.read { try Self.failures("once", $0) }
            #expect(once == 1)
            let never = try await engine.read { try Self.failures("never", $0) }
            #expect(testDialect == .postgreSQL || never == nil)
            let all = try await engine.read(Self.kept)
            #expect(all == (never == nil ? 21 : 22))
        }
    }

    @Test("adds a row or hears that it is there")
    func adding() async throws {
        try await withDatabase { engine in
            let insert = Self.insert("one") + "ON CONFLICT DO NOTHING"
            for expected in [true, false] {
                let isAdded = try await engine.writeOptimistically { try $0.adds(insert) }
                #expect(isAdded == expected)
                let plain = try await engine.write { try $0.adds(insert) }
                #expect(!plain)
            }
            let all = try await engine.read(Self.kept)
            #expect(all == 1)
        }
    }

    @Test("can ask how many rows it changed, and walk over rows")
    func unforeseeable() async throws {
        try await withDatabase { engine in
            let seen = try await engine.writeOptimistically { database in
                try database.execute(Self.insert("one"))
                let changed = try database.changes("UPDATE sign_in_failure SET failures = 3")
                var met = 0
                try database.scan("SELECT failures FROM sign_in_failure") { met += $0.integer(0) }
                return [changed, met]
            }
            #expect(seen == [1, 3])
        }
    }

    @Test("says what went wrong, keeps nothing of it, and leaves its thread fit for the next")
    func throwing() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute(Self.insert("one")) }
            for _ in 0..<10 {
                await #expect(throws: Refused.self) {
                    try await engine.writeOptimistically { database in
                        try database.execute(Self.insert("two"))
                        throw Refused()
                    }
                }
                await #expect(throws: DatabaseFault.self) {
                    try await engine.writeOptimistically { database in
                        try database.execute(Self.insert("two"))
                        try database.execute(Self.insert("one"))
                    }
                }
            }
            let all = try await engine.read(Self.kept)
            #expect(all == 1)
        }
    }

    @Test("is refused once the database is closed")
    func closed() async throws {
        try await withDatabase { engine in
            await engine.close()
            await #expect(throws: DatabaseFault.self) {
                try await engine.writeOptimistically { try $0.execute(Self.insert("one")) }
            }
        }
    }
}
