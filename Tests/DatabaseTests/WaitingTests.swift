import Database
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("SQLite's locks", .enabled(if: testDialect == .sqlite))
struct WaitingTests {
    @Test("a write waits for who holds the writer's lock for a moment, as a reader does that met half a header")
    func held() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "footbridge.sqlite")
        let engine = try SQLiteEngine(file: file)
        try await engine.write { try $0.execute("CREATE TABLE note (words TEXT)") }
        let other = try DatabaseQueue(path: file.path)
        let held = DispatchSemaphore(value: 0)
        async let holding: Void = other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            held.signal()
            Thread.sleep(forTimeInterval: 0.3)
            try database.execute(sql: "INSERT INTO note (words) VALUES ('first')")
            try database.execute(sql: "COMMIT")
        }
        await held.heard()
        // What it reads shows that it came after.
        let before = try await engine.write { database in
            try database.execute("INSERT INTO note (words) VALUES ('second')")
            return try database.count("SELECT count(*) AS count FROM note")
        }
        #expect(before == 2)
        try await holding
        try other.close()
        await engine.close()
    }
}
