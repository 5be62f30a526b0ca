import ArgumentParser
import Database
import Foundation

/// `footbridge migrate`: brings the database's schema up to date and says what it did.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date."
    )

    func run() async throws {
        let settings = try await Settings.read()
        try FileManager.default.createDirectory(at: settings.dataFolder, withIntermediateDirectories: true)
        let engine = try await settings.openEngine()
        let applied = try await engine.migrate(at: Date())
        await engine.close()
        print(applied.isEmpty ? "The schema is up to date." : "Applied: \(applied.joined(separator: ", "))")
    }
}
