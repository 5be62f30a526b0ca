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

        var areToCome: Bool { isFirst.load(ordering: .relaxed) }
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

    /// - Parameter kept: of how many attempts the outcome was kept, on the engine that attempts.
    private static func expect(_ engine: any Engine, kept: Int, anew: Int) {
        let attempts = engine.writeFigures.attempts
        #expect(attempts.kept == (testDialect == .sqlite ? kept : 0))
        #expect(attempts.anew == (testDialect == .sqlite ? anew : 0))
    }

    @Test("is made once where nothing comes between, its rows kept as they were wanted")
    func once() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute(Self.insert("one", 7)) }
            let seen = try await engine.writeOptimistically { database in
                let failures = try Self.failures("one", database) ?? 0
                try database.execute(Self.insert("two", failures + 1))
                return failures
            }
            let two = try await engine.read { try Self.failures("two", $0) }
            #expect([seen, two] == [7, 8])
            Self.expect(engine, kept: 1, anew: 0)
        }
    }

    @Test("that changes nothing is a read, and waits for no writer", .enabled(if: testDialect == .sqlite))
    func reading() async throws {
        try await withDatabase { engine in
            let (held, read) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            defer { read.signal() }
            async let writing: Void = engine.write { database in
                held.signal()
                read.waited()
                try database.execute(Self.insert("one"))
            }
            await held.heard()
            let seen = try await engine.writeOptimistically(Self.kept)
            #expect(seen == 0)
            read.signal()
            try await writing
            Self.expect(engine, kept: 1, anew: 0)
        }
    }

    @Test("goes straight to the writer where more waits for those who read", .enabled(if: testDialect == .sqlite))
    func busyReaders() async throws {
        try await withDatabase { engine in
            let done = DispatchSemaphore(value: 0)
            let reads = (0..<12).map { _ in Task { try await engine.read { _ in done.waited() } } }
            // Until the four readers have their hands full, and more waits than there are of them.
            while engine.readsWaiting < 8 { try await Task.sleep(for: .milliseconds(5)) }
            try await engine.writeOptimistically { try $0.execute(Self.insert("one")) }
            Self.expect(engine, kept: 0, anew: 0)
            for _ in reads { done.signal() }
            for read in reads { try await read.value }
        }
    }

    @Test(
        "meets a difference in any value: of another type, another length, another byte, another row, another order",
        .enabled(if: testDialect == .sqlite))
    func differences() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute("CREATE TABLE sample (place INTEGER, content)") }
            let contents: [SQL] = [
                "(1, NULL)", "(1, '')", "(1, x'')", "(1, 1)", "(1, 1.5)", "(1, '1')", "(1, x'31')", "(1, x'32')",
                "(1, 'a')", "(1, 'b')", "(1, 'aa')", "(1, 'é')", "(1, 'a'), (2, 'b')", "(2, 'a'), (1, 'b')",
                "(1, 'a'), (1, 'a')", "(2, 'a')",
            ]
            for before in contents {
                for after in contents { try await Self.expectSeen(after.text, instead: before.text, engine) }
            }
        }
    }

    /// What an attempt has read is `before`; what the writer finds is `after`.
    private static func expectSeen(_ after: String, instead before: String, _ engine: any Engine) async throws {
        try await engine.write { database in
            try database.execute("DELETE FROM sample")
            try database.execute("INSERT INTO sample (place, content) VALUES \(sql: SQL(stringLiteral: before))")
        }
        let was = engine.writeFigures.attempts
        let (read, changed, runs) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), Runs())
        async let written: Void = engine.writeOptimistically { database in
            _ = try database.rows("SELECT place, content FROM sample")
            if runs.isFirstNow() {
                read.signal()
                changed.waited()
            }
            try database.execute("INSERT INTO sample (place, content) VALUES (9, 'kept')")
        }
        await read.heard()
        try await engine.write { database in
            try database.execute("DELETE FROM sample")
            try database.execute("INSERT INTO sample (place, content) VALUES \(sql: SQL(stringLiteral: after))")
        }
        changed.signal()
        try await written
        let attempts = engine.writeFigures.attempts
        let isSame = before == after
        #expect(attempts.kept - was.kept == (isSame ? 1 : 0), "\(before) then \(after)")
        #expect(attempts.anew - was.anew == (isSame ? 0 : 1), "\(before) then \(after)")
    }

    @Test("reads what it has written, and is then made by the writer alone")
    func readingBack() async throws {
        try await withDatabase { engine in
            let seen = try await engine.writeOptimistically { database in
                let before = try Self.kept(database)
                try database.execute(Self.insert("one", 7))
                return [before, try Self.failures("one", database) ?? 0, try Self.kept(database)]
            }
            #expect(seen == [0, 7, 1])
            let after = try await engine.read { try Self.failures("one", $0) }
            #expect(after == 7)
            Self.expect(engine, kept: 0, anew: 1)
        }
    }

    @Test(
        "is made on what is there when its turn comes, not on what was", .enabled(if: testDialect == .sqlite))
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
            Self.expect(engine, kept: 0, anew: 1)
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

    @Test("is not made anew for a neighbour that has to be", .enabled(if: testDialect == .sqlite))
    func besideAnother() async throws {
        try await withDatabase { engine in
            let (held, goOn, runs) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), Runs())
            defer { goOn.signal() }
            async let holding: Void = engine.write { _ in
                held.signal()
                goOn.waited()
            }
            await held.heard()
            async let kept: Void = engine.writeOptimistically { try $0.execute(Self.insert("kept")) }
            async let anew: Void = engine.writeOptimistically { database in
                if runs.isFirstNow() { try database.execute(Self.insert("never")) }
                _ = try Self.kept(database)
                try database.execute(Self.insert("once"))
            }
            // Until both have been attempted, and wait for the writer together.
            while engine.writeFigures.waiting < 2 || runs.areToCome { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(50))
            goOn.signal()
            try await holding
            try await kept
            try await anew
            let there = try await engine.read { try $0.rows("SELECT bucket FROM sign_in_failure ORDER BY bucket") }
            let buckets: [String] = try there.map { try $0("bucket") }
            #expect(buckets == ["kept", "once"])
            Self.expect(engine, kept: 1, anew: 1)
        }
    }

    @Test("looks on its snapshot whether a row is there, and is kept where it is")
    func looking() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute(Self.insert("taken")) }
            let added = try await engine.writeOptimistically { database in
                try ["taken", "free"].first { bucket in
                    let taken = "SELECT bucket FROM sign_in_failure WHERE bucket = \(bucket)" as SQL
                    return try database.adds(Self.insert(bucket) + "ON CONFLICT DO NOTHING", unless: taken)
                }
            }
            #expect(added == "free")
            let all = try await engine.read(Self.kept)
            #expect(all == 2)
            Self.expect(engine, kept: 1, anew: 0)
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
            Self.expect(engine, kept: 0, anew: 1)
        }
    }

    @Test(
        "is not kept where its body passed over what only the writer can answer", .enabled(if: testDialect == .sqlite))
    func passedOver() async throws {
        try await withDatabase { engine in
            let changed = try await engine.writeOptimistically { database in
                (try? database.changes(Self.insert("one"))) ?? 0
            }
            #expect(changed == 1)
            let all = try await engine.read(Self.kept)
            #expect(all == 1)
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
