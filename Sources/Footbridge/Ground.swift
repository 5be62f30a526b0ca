import Database
import Foundation
import Vocabulary

/// What every command stands on: the opened database, the keys and the clock.
struct Ground: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    /// Opens the installation in the settings' data folder, which is made when it is absent, and brings its schema up to date.
    static func open(_ settings: Settings, clock: any Clock = SystemClock()) async throws -> Ground {
        try FileManager.default.createDirectory(
            at: settings.dataFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        let engine = try settings.openEngine()
        try await engine.migrate(at: clock.now)
        return Ground(engine: engine, keys: try KeyRing(file: settings.keyRing), clock: clock)
    }
}

extension Settings {
    /// The database that is set: PostgreSQL where one is named, else SQLite in the data folder.
    func openEngine() throws -> any Engine {
        guard let postgreSQL else { return try SQLiteEngine(file: database) }
        return try PostgreSQLEngine(postgreSQL, readers: readers, writers: writers)
    }
}
