import Audit
import Database
import Foundation
import Logging
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Keeping

@Suite("Keys of a whole installation")
struct KeeperTests {
    @Test("rounds of the server seal the whole demonstration anew, once the new key has settled")
    func rounds() async throws {
        try await withDatabase(at: TestTime.mondayMorning) { engine in
            let (keys, clock) = (KeyRing(), MovableClock(TestTime.mondayMorning))
            try await DemonstrationWorld.build(engine: engine, keys: keys, now: clock.now)
            let keeping = KeyKeeping(engine: engine, keys: keys, clock: clock)
            let round = KeyRound(engine: engine, keys: keys, clock: clock)
            let before = try await keeping.use()
            #expect(before.unknown == 0)
            #expect(before.sealed["1", default: 0] > 300)

            try keys.addKey()
            try await round.go(Logger(label: "test"))
            #expect(
                try await keeping.use() == KeyUse(sealed: ["1": before.sealed["1", default: 0], "2": 0], unknown: 0))
            clock.advance(by: KeyKeeping.settling)
            let resealing = Resealing(engine: engine, keys: keys, clock: clock)
            while try await !resealing.progress().isFinished { try await round.go(Logger(label: "test")) }
            // Each value opened in its own column, for its own purpose: none was left because nobody could read it.
            #expect(try await resealing.progress().unreadable == 0)
            #expect(try await keeping.use().sealed == ["1": 0, "2": before.sealed["1", default: 0]])
        }
    }

    @Test("a database that holds something is not opened without its ring, nor with another's, and none is made")
    func ring() async throws {
        try await withInstallation { settings in
            let ground = try await Ground.open(settings)
            try await sealSomething(ground)
            await ground.engine.close()
            try FileManager.default.moveItem(at: settings.keyRing, to: settings.dataFolder.appending(path: "away"))
            await #expect(throws: KeyFault.missing(settings.keyRing.path)) { try await Ground.open(settings) }
            #expect(!FileManager.default.fileExists(atPath: settings.keyRing.path))
            _ = try KeyRing(file: settings.keyRing)
            await #expect(throws: KeyFault.foreignRing) { try await Ground.open(settings) }
        }
    }

    @Test("a record that was signed is not opened without its ring either, though nothing is sealed yet")
    func signedOnly() async throws {
        try await withInstallation { settings in
            let ground = try await Ground.open(settings)
            let fact = AuditFact("directory.imported", "directory")
            try await ground.engine.write { try AuditTrail.record(fact, by: .system, at: ground.clock.now, in: $0) }
            while try await Sealer(engine: ground.engine, keys: ground.keys, clock: ground.clock).round() == 0 {}
            await ground.engine.close()
            try FileManager.default.removeItem(at: settings.keyRing)
            await #expect(throws: KeyFault.missing(settings.keyRing.path)) { try await Ground.open(settings) }
        }
    }

    @Test("a ring that is no JSON is named as unreadable")
    func noJSON() async throws {
        try await withInstallation { settings in
            try FileManager.default.createDirectory(at: settings.dataFolder, withIntermediateDirectories: true)
            try Data("keys".utf8).write(to: settings.keyRing)
            await #expect(throws: KeyFault.unreadable(settings.keyRing.lastPathComponent)) {
                try await Ground.open(settings)
            }
        }
    }

    @Test("beside a server a key can be added and counted; the server takes it up, and its record says so")
    func beside() async throws {
        try await withInstallation { settings in
            let server = try await Ground.open(settings)
            try await sealSomething(server)
            let command = try await KeyGround.open(settings)
            #expect(!command.isAlone)
            try command.keys.addKey()
            #expect(try await command.keeping.use() == KeyUse(sealed: ["1": 2, "2": 0], unknown: 0))
            await #expect(throws: RetiringRefused.tooEarly) { try await command.keeping.retire("1", alone: false) }
            try await KeyRound(engine: server.engine, keys: server.keys, clock: server.clock).go(Logger(label: "test"))
            #expect(server.keys.newest == "2")
            let added = try await server.engine.read {
                try $0.count(
                    "SELECT count(*) AS count FROM audit_entry WHERE action = 'key.added' AND subject_id = '2'")
            }
            #expect(added == 1)
            await command.engine.close()
            await server.engine.close()
            let alone = try await KeyGround.open(settings)
            #expect(alone.isAlone)
            await alone.engine.close()
        }
    }

    @Test("a command about keys makes no installation where there is none")
    func nothing() async throws {
        try await withInstallation { settings in
            await #expect(throws: KeyFault.self) { try await KeyGround.open(settings) }
            #expect(!FileManager.default.fileExists(atPath: settings.database.path))
        }
    }

    @Test("a command that looks makes no installation, and leaves the schema of an older version to who serves it")
    func olderSchema() async throws {
        try await withInstallation { settings in
            let none = DatabaseFault.other("There is no database at \(settings.database.path).")
            await #expect(throws: none) { try await Ground.inspect(settings) }
            #expect(!FileManager.default.fileExists(atPath: settings.dataFolder.path))
            await (try await Ground.open(settings)).engine.close()
            await (try await Ground.inspect(settings)).engine.close()

            let older = try SQLiteEngine(file: settings.database)
            let newest = try #require(Migration.all.last).name
            try await older.write { try $0.execute("DELETE FROM migration WHERE name = \(newest)") }
            let refused = try #require(
                await #expect(throws: DatabaseFault.self) { try await older.requireSchema() })
            guard case .foreignSchema(let words) = refused, words.contains(newest) else { throw refused }
            for _ in 0..<2 { await #expect(throws: refused) { try await KeyGround.open(settings) } }
            await older.close()
            for _ in 0..<2 {
                await #expect(throws: refused) { try await Ground.inspect(settings) }
                await #expect(throws: refused) { try await KeyGround.open(settings) }
            }
        }
    }

    private func withInstallation(_ body: (Settings) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(try await Settings.read(environment: ["FOOTBRIDGE_DATA": folder.path]))
    }

    private func sealSomething(_ ground: Ground) async throws {
        let sealed = try ground.keys.seal("Sam Reed", "account.name")
        try await ground.engine.write {
            try $0.execute(
                """
                INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
                VALUES ('a', 'a', \(sealed), \(sealed), '', 0)
                """
            )
        }
    }
}
