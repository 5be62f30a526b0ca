import Foundation
import GRDB

/// The database of an installation that another process may be serving: it can be read, and copied, and not written.
///
/// It takes no lock that a writer waits for; in the write-ahead log each reader sees the moment at which it began.
public final class ReadOnlySQLiteEngine: Engine {
    public let dialect = Dialect.sqlite
    private let queue: DatabaseQueue

    /// - Throws: `DatabaseFault.other` where there is no database.
    public init(file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw DatabaseFault.other("There is no database at \(file.path).")
        }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        queue = try SQLiteFault.translating { try DatabaseQueue(path: file.path, configuration: configuration) }
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        try await SQLiteFault.translating { try await queue.read { try body(SQLiteConnection(database: $0)) } }
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        throw DatabaseFault.inUse("Another Footbridge process is using this data folder. Stop it first.")
    }

    /// Whoever only reads has nothing to tell.
    public func tell(_ words: String) {}

    public func heard() -> AsyncStream<String> { AsyncStream { $0.finish() } }

    public var writeFigures: QueueFigures { QueueFigures() }

    /// A command has one reader, which nobody watches.
    public var readsWaiting: Int { 0 }

    public var connectionFigures: ConnectionFigures { ConnectionFigures() }

    public func close() async { try? queue.close() }

    /// Copies everything that is committed at this moment into `file`, which must be empty or absent.
    ///
    /// `VACUUM INTO` reads in one transaction, so the copy is of one moment and no writer waits for it (the write-ahead
    /// log grows until it is done). Unlike a copy of pages it leaves out what was deleted.
    public func copy(to file: URL) async throws {
        try await SQLiteFault.translating {
            try await queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [file.path]) }
        }
    }

    /// What SQLite finds wrong with the structure of the file; nothing, for a whole one.
    public func faults() async throws -> [String] {
        try await SQLiteFault.translating {
            try await queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
        }
    }
}
