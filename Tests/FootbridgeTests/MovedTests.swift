import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge

@Suite("Nobody is served by half an installation, nor by one that was left behind")
struct MovedTests {
    @Test("what was left behind is not opened by any command, until it is taken back, and the record says so")
    func left() async throws {
        try await withInstallation { settings in
            try await leave(settings)
            let left = MoveFault.left(on: CalendarDate(TestTime.mondayMorning))
            await #expect(throws: left) { try await Ground.open(settings) }
            await #expect(throws: left) { try await Ground.look(settings) }
            await #expect(throws: left) { try await KeyGround.open(settings) }
            await #expect(throws: left) { try await settings.openEngine() }

            let engine = try SQLiteEngine(file: settings.database)
            try await MoveCommand.takeBack(engine, at: TestTime.mondayMorning)
            await #expect(throws: MoveFault.notLeft) {
                try await MoveCommand.takeBack(engine, at: TestTime.mondayMorning)
            }
            await engine.close()
            let ground = try await Ground.open(settings)
            let entries = try await ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM audit_entry WHERE action = 'installation.taken_back'")
            }
            #expect(entries == 1)
            await ground.engine.close()
        }
    }

    @Test("beside a server the record can be looked at and checked, and nothing can be written")
    func look() async throws {
        try await withInstallation { settings in
            let server = try await Ground.open(settings)
            let fact = AuditFact("directory.imported", "directory")
            try await server.engine.write { try AuditTrail.record(fact, by: .system, at: Date(), in: $0) }
            while try await Sealer(engine: server.engine, keys: server.keys, clock: server.clock).round() == 0 {}
            let beside = try await Ground.look(settings)
            let finding = try await AuditTrail.verify(beside.engine, keys: beside.keys)
            guard case .intact(let extent) = finding else { throw Unexpected(finding: finding) }
            #expect(extent.entries == 1 && extent.seals == 1)
            await #expect(throws: DatabaseFault.self) {
                try await beside.engine.write { try $0.execute("DELETE FROM audit_seal") }
            }
            await beside.engine.close()
            await server.engine.close()
        }
    }

    @Test(
        "a PostgreSQL that a move has not filled to the end is opened by nobody; then it is, and the SQLite is not",
        .enabled(if: testDialect == .postgreSQL))
    func unfinished() async throws {
        try await withInstallation { there in
            try await use(there)
            let moved = try await there.onPostgreSQL()
            let (source, target) = (try SQLiteEngine(file: there.database), try moved.engine())
            try await source.beginMove(to: target)
            await #expect(throws: MoveFault.unfinished) { try await Ground.open(moved) }
            await #expect(throws: MoveFault.unfinished) { try await moved.openEngine() }
            try await target.migrate(at: Date())
            await #expect(throws: MoveFault.unfinished) { try await Ground.open(moved) }
            try await source.move(to: target, at: Date())
            await source.close()
            await target.close()
            await #expect(throws: MoveFault.self) { try await Ground.open(there) }
            try await use(moved)
        }
    }

    @Test(
        "an empty PostgreSQL is not opened beside an installation on SQLite, and is where there is none",
        .enabled(if: testDialect == .postgreSQL))
    func empty() async throws {
        try await withInstallation { there in
            try await use(there)
            let settings = try await there.onPostgreSQL()
            let refusal = MoveFault.emptyBeside(file: there.database.path)
            await #expect(throws: refusal) { try await Ground.open(settings) }
            await #expect(throws: refusal) { try await Ground.open(settings) }
            try FileManager.default.removeItem(at: there.database)
            try await use(settings)
        }
    }

    private struct Unexpected: Error { let finding: AuditTrail.Finding }

    private func withInstallation(_ body: (Settings) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(try await Settings.read(environment: ["FOOTBRIDGE_DATA": folder.path]))
    }

    /// What a move that has ended leaves in the SQLite file.
    private func leave(_ settings: Settings) async throws {
        let ground = try await Ground.open(settings)
        try await ground.engine.write { database in
            try database.execute("CREATE TABLE footbridge_moved (at BIGINT NOT NULL)")
            try database.execute("INSERT INTO footbridge_moved (at) VALUES (\(TestTime.mondayMorning))")
        }
        await ground.engine.close()
    }

    /// Opens it, does something that the record tells of, and closes it.
    private func use(_ settings: Settings) async throws {
        let ground = try await Ground.open(settings)
        let fact = AuditFact("directory.imported", "directory")
        try await ground.engine.write { try AuditTrail.record(fact, by: .system, at: TestTime.mondayMorning, in: $0) }
        await ground.engine.close()
    }
}

extension Settings {
    /// The same data folder, and an empty PostgreSQL.
    fileprivate func onPostgreSQL() async throws -> Settings {
        var settings = self
        settings.postgreSQL = try await #require(TestServer.named).emptyDatabase().address
        return settings
    }

    fileprivate func engine() throws -> PostgreSQLEngine {
        try PostgreSQLEngine(#require(postgreSQL), readers: 1, writers: 1)
    }
}
