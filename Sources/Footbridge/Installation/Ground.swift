import Database
import Foundation
import Keeping
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
        return try await open(settings, clock) { try await $0.migrate(at: clock.now) }
    }

    /// Opens an installation that is there, and leaves its schema as it is: for a command that looks at what processes of
    /// another version may be serving.
    /// - Throws: `DatabaseFault.other` and `KeyFault.missing` where there is none, `DatabaseFault.foreignSchema` where the schema
    ///   is not that of this program.
    static func inspect(_ settings: Settings, clock: any Clock = SystemClock()) async throws -> Ground {
        if settings.postgreSQL == nil, !FileManager.default.fileExists(atPath: settings.database.path) {
            throw DatabaseFault.other("There is no database at \(settings.database.path).")
        }
        return try await open(settings, clock) { engine in
            try await engine.requireSchema()
            guard FileManager.default.fileExists(atPath: settings.keyRing.path) else {
                throw KeyFault.missing(settings.keyRing.path)
            }
        }
    }

    private static func open(
        _ settings: Settings, _ clock: any Clock, preparing prepare: (any Engine) async throws -> Void
    ) async throws -> Ground {
        let engine = try await settings.openEngine()
        do {
            try await prepare(engine)
            return Ground(engine: engine, keys: try await ring(settings.keyRing, for: engine), clock: clock)
        } catch {
            await engine.close()
            throw error
        }
    }

    /// As `inspect`, for a command that writes nothing: on SQLite also beside the process that has the data folder.
    static func look(_ settings: Settings, clock: any Clock = SystemClock()) async throws -> Ground {
        do { return try await inspect(settings, clock: clock) } catch DatabaseFault.inUse {
            return try await beside(settings) { engine in
                Ground(engine: engine, keys: try await ring(settings.keyRing, for: engine), clock: clock)
            }
        }
    }

    /// What `body` makes of a database that another process has, and that is only read; closed where it makes nothing.
    /// - Throws: `DatabaseFault.foreignSchema`, and what `body` throws.
    static func beside<Made>(
        _ settings: Settings, _ body: (ReadOnlySQLiteEngine) async throws -> Made
    ) async throws -> Made {
        let engine = try ReadOnlySQLiteEngine(file: settings.database)
        do {
            try await engine.requireSchema()
            return try await body(engine)
        } catch {
            await engine.close()
            throw error
        }
    }

    /// A new ring for a new installation; for one that holds something, the ring that opens it or none.
    private static func ring(_ file: URL, for engine: any Engine) async throws -> KeyRing {
        if !FileManager.default.fileExists(atPath: file.path), try await KeyRing.isNeeded(by: engine) {
            throw KeyFault.missing(file.path)
        }
        let keys = try KeyRing(file: file)
        try await keys.check(against: engine)
        return keys
    }
}

extension Settings {
    /// The database that is set: PostgreSQL where one is named, else SQLite in the data folder.
    /// - Throws: `MoveFault` where a move to it has not ended, where the installation has moved away from it, and where it is
    ///   empty beside an installation that was meant to move there.
    func openEngine() async throws -> any Engine {
        let engine = try setEngine()
        do {
            try await engine.refuseMoveMarks()
            try await refuseEmptiness(of: engine)
        } catch {
            await engine.close()
            throw error
        }
        return engine
    }

    private func setEngine() throws -> any Engine {
        guard let postgreSQL else { return try SQLiteEngine(file: database) }
        return try PostgreSQLEngine(postgreSQL, readers: readers, writers: writers)
    }

    private func refuseEmptiness(of engine: any Engine) async throws {
        guard engine.dialect == .postgreSQL, FileManager.default.fileExists(atPath: database.path) else { return }
        if try await engine.isUntouched() { throw MoveFault.emptyBeside(file: database.path) }
    }
}
