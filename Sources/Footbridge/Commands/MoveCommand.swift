import ArgumentParser
import Database
import Foundation

/// `footbridge move`: carries the installation in the data folder from SQLite to the PostgreSQL that is set.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract:
            "Carry the installation in the data folder from SQLite to PostgreSQL, and prove that nothing is missing.",
        discussion: """
            Stop Footbridge first. FOOTBRIDGE_POSTGRESQL names a new, empty database. What was cut off is continued by the \
            same command; the SQLite file is only read. The key ring stays in the data folder and is needed as before.
            """
    )

    func run() async throws {
        let settings = try await Settings.read()
        guard let address = settings.postgreSQL else {
            throw ValidationError("Set FOOTBRIDGE_POSTGRESQL to the database that the installation is to move to.")
        }
        guard FileManager.default.fileExists(atPath: settings.database.path) else {
            throw ValidationError("There is no installation on SQLite in \(settings.dataFolder.path).")
        }
        let source = try SQLiteEngine(file: settings.database)
        let target = try PostgreSQLEngine(address, readers: 1, writers: 1)
        try await source.migrate(at: Date())
        try await target.migrate(at: Date())
        let entries = try await source.read { try $0.count("SELECT \(on: .lastAuditNumber) AS count") }
        try await target.openParts(at: Date(), expecting: entries)
        let moved: [MovedTable]
        do { moved = try await source.move(to: target, progress: Self.show) } catch let fault as MoveFault {
            say("Not moved. \(fault)")
            throw ExitCode(1)
        }
        for table in moved {
            say("\(table.name): \(table.rows) rows, the same on both sides (\(table.digest.prefix(16)))")
        }
        say("Moved. Start Footbridge with FOOTBRIDGE_POSTGRESQL set; keep the SQLite file until you are content.")
        await source.close()
        await target.close()
    }

    @Sendable private static func show(_ table: String, _ rows: Int?) {
        say(rows.map { "\(table): \($0) rows are over" } ?? "comparing \(table)")
    }
}
