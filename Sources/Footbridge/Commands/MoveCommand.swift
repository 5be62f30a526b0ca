import ArgumentParser
import Audit
import Database
import Foundation
import Vocabulary

/// `footbridge move`: carries the installation in the data folder from SQLite to the PostgreSQL that is set.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract:
            "Carry the installation in the data folder from SQLite to PostgreSQL, and prove that nothing is missing.",
        discussion: """
            Stop Footbridge first. FOOTBRIDGE_POSTGRESQL names a new, empty database. What was cut off is continued by the \
            same command; until it has ended, nobody is served by that database. Then the SQLite file is marked as left \
            behind, and nobody is served by it. The key ring stays in the data folder and is needed as before.
            """
    )

    @Flag(help: "Take the SQLite file back into service, as it was when the installation moved away from it.")
    var back = false

    func run() async throws {
        let settings = try await Settings.read()
        guard FileManager.default.fileExists(atPath: settings.database.path) else {
            throw ValidationError("There is no installation on SQLite in \(settings.dataFolder.path).")
        }
        if back { return try await goBack(settings) }
        guard let address = settings.postgreSQL else {
            throw ValidationError("Set FOOTBRIDGE_POSTGRESQL to the database that the installation is to move to.")
        }
        let source = try SQLiteEngine(file: settings.database)
        let target = try PostgreSQLEngine(address, readers: 1, writers: 1)
        do { try await Self.carry(source, to: target) } catch let fault as MoveFault {
            say("Not moved. \(fault)")
            throw ExitCode(1)
        }
        say("Moved. Start Footbridge with FOOTBRIDGE_POSTGRESQL set; keep the SQLite file until you are content.")
        await source.close()
        await target.close()
    }

    private static func carry(_ source: SQLiteEngine, to target: PostgreSQLEngine) async throws {
        let now = Date()
        try await source.migrate(at: now)
        try await source.beginMove(to: target)
        try await target.migrate(at: now)
        let entries = try await source.read { try $0.count("SELECT \(on: .lastAuditNumber) AS count") }
        try await target.openParts(at: now, expecting: entries)
        for table in try await source.move(to: target, at: now, progress: show) {
            say("\(table.name): \(table.rows) rows, the same on both sides (\(table.digest.prefix(16)))")
        }
    }

    @Sendable private static func show(_ table: String, _ rows: Int?) {
        say(rows.map { "\(table): \($0) rows are over" } ?? "comparing \(table)")
    }
}

extension MoveCommand {
    private func goBack(_ settings: Settings) async throws {
        guard settings.postgreSQL == nil else {
            throw ValidationError(
                "Stop what serves the PostgreSQL, and take FOOTBRIDGE_POSTGRESQL out of the settings.")
        }
        let engine = try SQLiteEngine(file: settings.database)
        do { try await Self.takeBack(engine, at: Date()) } catch {
            await engine.close()
            throw error
        }
        await engine.close()
        say("The SQLite file is in service again, as it was. What was written on PostgreSQL since is not in it.")
    }

    static func takeBack(_ engine: any Engine, at now: Date) async throws {
        try await engine.migrate(at: now)
        try await engine.write { database in
            try database.takeBack()
            let fact = AuditFact("installation.taken_back", "installation")
            try AuditTrail.record(fact, by: .commandLine, at: now, in: database)
        }
    }
}
