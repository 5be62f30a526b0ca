import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Database

@Suite("Moving from SQLite to PostgreSQL", .enabled(if: testDialect == .postgreSQL))
struct MoveTests {
    /// An installation on SQLite with something of every type, and an empty PostgreSQL beside it.
    private func withBoth(_ body: (SQLiteEngine, PostgreSQLEngine) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try SQLiteEngine(file: folder.appending(path: "footbridge.sqlite"))
        try await source.migrate(at: TestTime.fridayNight)
        try await fill(source)
        let (_, address) = try await #require(TestServer.named).emptyDatabase()
        let target = try PostgreSQLEngine(address, readers: 1, writers: 1)
        try await target.migrate(at: TestTime.fridayNight)
        try await body(source, target)
        await source.close()
        await target.close()
    }

    private func fill(_ source: any Engine) async throws {
        try await source.write { database in
            for number in 0..<500 {
                try database.execute(
                    "INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES (\("b\(number % 7)-\(number)"), 1, 0)"
                )
                try database.execute(
                    """
                    INSERT INTO local_authority (code, icb_ods_code, name, share)
                    VALUES (\("E\(number)"), 'QWE', 'Caerdydd – “Cardiff” 👩‍⚕️', \(Double(number) / 7))
                    """
                )
            }
            try database.execute(
                """
                INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
                VALUES ('a', 'i', \(Data([0, 1, 255, 0])), \(Data()), '', 1)
                """
            )
        }
    }

    @Test("everything is there afterwards, and is shown to be the same")
    func whole() async throws {
        try await withBoth { source, target in
            let moved = try await source.move(to: target, at: TestTime.mondayMorning, batch: 64)
            let rows = Dictionary(uniqueKeysWithValues: moved.map { ($0.name, $0.rows) })
            #expect(rows["sign_in_failure"] == 500 && rows["local_authority"] == 500 && rows["account"] == 1)
            #expect(
                Set(rows.keys).isSuperset(of: ["exchange", "exchange_event", "audit_entry", "audit_seal", "person"]))
            let sealed: Data? = try await target.read {
                try $0.row("SELECT email_sealed FROM account")?("email_sealed")
            }
            #expect(sealed == Data([0, 1, 255, 0]))
        }
    }

    @Test("a move that was cut off goes on where it stopped, and doubles nothing")
    func continued() async throws {
        try await withBoth { source, target in
            let cutting = CuttingEngine(target, afterWrites: 6)
            await #expect(throws: CuttingEngine.Cut.self) {
                try await source.move(to: cutting, at: TestTime.mondayMorning, batch: 64)
            }
            let moved = try await source.move(to: target, at: TestTime.mondayMorning, batch: 64)
            #expect(moved.first { $0.name == "sign_in_failure" }?.rows == 500)
        }
    }

    @Test("what already stands in the other database is never overwritten, and never taken for ours")
    func inhabited() async throws {
        try await withBoth { source, target in
            try await target.write {
                try $0.execute("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('theirs', 9, 9)")
            }
            await #expect(throws: MoveFault.inhabited(table: "sign_in_failure")) {
                try await source.move(to: target, at: TestTime.mondayMorning)
            }
            // Whose it is can still be served.
            try await target.refuseMoveMarks()
        }
    }

    @Test(
        "from its first moment to its end nobody is served by the new database, and from then on nobody by the old one")
    func marks() async throws {
        try await withBoth { source, target in
            let cutting = CuttingEngine(target, afterWrites: 6)
            await #expect(throws: CuttingEngine.Cut.self) {
                try await source.move(to: cutting, at: TestTime.mondayMorning, batch: 64)
            }
            await #expect(throws: MoveFault.unfinished) { try await target.refuseMoveMarks() }
            try await source.refuseMoveMarks()
            try await source.move(to: target, at: TestTime.mondayMorning, batch: 64)
            try await target.refuseMoveMarks()
            await #expect(throws: left) { try await source.refuseMoveMarks() }
        }
    }

    @Test("the mark of a move comes before the schema, so that no first visitor is let into what is empty")
    func begun() async throws {
        try await withBoth { source, _ in
            let (_, address) = try await #require(TestServer.named).emptyDatabase()
            let bare = try PostgreSQLEngine(address, readers: 1, writers: 1)
            #expect(try await bare.isUntouched())
            try await source.beginMove(to: bare)
            await #expect(throws: MoveFault.unfinished) { try await bare.refuseMoveMarks() }
            await bare.close()
        }
    }

    @Test("a move whose last step was cut off ends by the same command; to another database it cannot be made again")
    func lastStep() async throws {
        try await withBoth { source, target in
            try await source.beginMove(to: target)
            try await source.markLeft(at: TestTime.mondayMorning)
            let (_, address) = try await #require(TestServer.named).emptyDatabase()
            let other = try PostgreSQLEngine(address, readers: 1, writers: 1)
            await #expect(throws: left) { try await source.beginMove(to: other) }
            try await other.refuseMoveMarks()
            await other.close()
            try await source.move(to: target, at: TestTime.mondayMorning)
            try await target.refuseMoveMarks()
        }
    }

    @Test("who goes back to SQLite can move again, to an empty database")
    func again() async throws {
        try await withBoth { source, target in
            try await source.move(to: target, at: TestTime.mondayMorning)
            try await source.write { try $0.takeBack() }
            try await source.refuseMoveMarks()
            await #expect(throws: MoveFault.inhabited(table: "account")) {
                try await source.move(to: target, at: TestTime.mondayMorning)
            }
        }
    }

    private let left = MoveFault.left(on: CalendarDate(TestTime.mondayMorning))

    @Test("a row that was changed on the way is found")
    func differs() async throws {
        try await withBoth { source, target in
            await #expect(throws: MoveFault.differs(table: "sign_in_failure", here: 500, there: 500)) {
                try await source.move(to: target, at: TestTime.mondayMorning) { table, rows in
                    guard table == "sign_in_failure", rows == nil else { return }
                    let isChanged = DispatchSemaphore(value: 0)
                    Task.detached {
                        try await target.write {
                            try $0.execute("UPDATE sign_in_failure SET failures = 2 WHERE bucket = 'b0-0'")
                        }
                        isChanged.signal()
                    }
                    isChanged.wait()
                }
            }
        }
    }
}

/// A database whose machine loses power after so many writes.
private final class CuttingEngine: Engine {
    struct Cut: Error {}

    private let engine: PostgreSQLEngine
    private let left: Mutex<Int>
    var dialect: Dialect { engine.dialect }

    init(_ engine: PostgreSQLEngine, afterWrites count: Int) {
        self.engine = engine
        left = Mutex(count)
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        try await engine.read(body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        let isCut = left.withLock { left in
            left -= 1
            return left < 0
        }
        if isCut { throw Cut() }
        return try await engine.write(body)
    }

    var writeFigures: QueueFigures { engine.writeFigures }
    var readsWaiting: Int { engine.readsWaiting }
    var connectionFigures: ConnectionFigures { engine.connectionFigures }

    func tell(_ words: String) {}

    func heard() -> AsyncStream<String> { engine.heard() }

    func close() async {}
}
