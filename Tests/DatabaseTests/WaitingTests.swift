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
        let (held, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            try? DatabaseQueue(path: file.path).writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
                held.signal()
                Thread.sleep(forTimeInterval: 0.3)
                try database.execute(sql: "COMMIT")
            }
            ended.signal()
        }
        await held.heard()
        try await engine.write { try $0.execute("INSERT INTO note (words) VALUES ('kept')") }
        let kept = try await engine.read { try $0.count("SELECT count(*) AS count FROM note") }
        #expect(kept == 1)
        await ended.heard()
        await engine.close()
    }
}
