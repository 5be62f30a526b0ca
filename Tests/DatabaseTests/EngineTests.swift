import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("The engine")
struct EngineTests {
    private struct Refused: Error {}

    @Test("values are bound, never spliced")
    func binding() async throws {
        try await withDatabase { engine in
            let nasty = "'; DROP TABLE outbox_entry; --"
            let read: String? = try await engine.read { try $0.row("SELECT \(nasty) AS word")?("word") }
            #expect(read == nasty)
            #expect(try await engine.read { try $0.count("SELECT count(*) AS count FROM outbox_entry") } == 0)
        }
    }

    @Test("a write that throws leaves nothing, and its neighbours in the same commit are kept")
    func neighbours() async throws {
        try await withDatabase { engine in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try? await engine.write { database in
                            try database.execute(
                                "INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES (\("b\(number)"), 1, 0)"
                            )
                            if number.isMultiple(of: 3) { throw Refused() }
                        }
                    }
                }
            }
            let kept = try await engine.read { try $0.count("SELECT count(*) AS count FROM sign_in_failure") }
            #expect(kept == (0..<200).filter { !$0.isMultiple(of: 3) }.count)
        }
    }

    @Test("a broken unique key is told as such")
    func unique() async throws {
        try await withDatabase { engine in
            let insert = "INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES ('a', 1, 0)" as SQL
            try await engine.write { try $0.execute(insert) }
            await #expect(throws: DatabaseFault.self) { try await engine.write { try $0.execute(insert) } }
        }
    }

    @Test("commits are synced to disk: synchronous is FULL on the writer", .enabled(if: testDialect == .sqlite))
    func synchronous() async throws {
        try await withDatabase { engine in
            let level: Int? = try await engine.write { try $0.row("PRAGMA synchronous")?("synchronous") }
            #expect(level == 2)
        }
    }

    @Test("a second process on the same file is refused plainly")
    func secondProcess() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "footbridge.sqlite")
        let first = try SQLiteEngine(file: file)
        #expect(throws: DatabaseFault.self) { try SQLiteEngine(file: file) }
        await first.close()
        await (try SQLiteEngine(file: file)).close()
    }

    @Test("a file that is damaged, or is no database, is named to the operator")
    func damaged() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "footbridge.sqlite")
        try Data("not a database, and long enough to have been one".utf8).write(to: file)
        let fault = try #require(throws: DatabaseFault.self) { try SQLiteEngine(file: file) }
        #expect(fault.description.contains(file.path))
    }

    @Test("a database that a newer version wrote is refused")
    func newer() async throws {
        try await withDatabase { engine in
            try await engine.write { try $0.execute("INSERT INTO migration (name, at) VALUES ('9999 later', 0)") }
            await #expect(throws: DatabaseFault.self) { try await engine.migrate(at: .now) }
            await #expect(throws: DatabaseFault.self) { try await engine.requireSchema() }
        }
    }

    @Test("who only looks refuses the schema of an older version, or none, and leaves it as it is")
    func older() async throws {
        try await withDatabase { engine in
            try await engine.requireSchema()
            let newest = try #require(Migration.all.last).name
            try await engine.write { try $0.execute("DELETE FROM migration WHERE name = \(newest)") }
            let fault = await #expect(throws: DatabaseFault.self) { try await engine.requireSchema() }
            #expect(fault?.description.contains(newest) == true)
            let applied = try await engine.read { try $0.count("SELECT count(*) AS count FROM migration") }
            #expect(applied == Migration.all.count - 1)
            try await engine.write { try $0.execute("DROP TABLE migration") }
            await #expect(throws: DatabaseFault.self) { try await engine.requireSchema() }
        }
    }

    @Test("migrating twice changes nothing")
    func twice() async throws {
        try await withDatabase { engine in
            let applied = try await engine.migrate(at: .now)
            #expect(applied.isEmpty)
        }
    }

    @Test("times keep their milliseconds, days their date, blobs their bytes")
    func values() async throws {
        try await withDatabase { engine in
            let (moment, data) = (Date(timeIntervalSince1970: 1_795_000_000.123), Data([0, 255, 7]))
            let day = try #require(CalendarDate(iso: "2026-11-20"))
            let row = try await engine.read {
                try $0.row("SELECT \(moment) AS a, \(data) AS b, \(day) AS c, \(true) AS d, \(nil as String?) AS e")
            }
            let read = try #require(row)
            #expect(abs((try read("a") as Date).timeIntervalSince(moment)) < 0.001)
            #expect(try read("b") == data)
            #expect(try read("c") == day)
            #expect(try read("d") == true)
            #expect(try (read("e") as String?) == nil)
        }
    }
}
