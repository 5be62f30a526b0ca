import Foundation
import GRDB

/// SQLite through GRDB: one file, write-ahead log, every commit synced to disk before it is confirmed.
public final class SQLiteEngine: Engine {
    public let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let writes: WorkQueue<any DatabaseJobType>
    private let lock: FileLock
    private let listeners = Broadcast()

    /// Opens, or creates, the database in `file`.
    /// - Throws: `DatabaseFault.inUse` where another process has it open.
    public init(file: URL) throws {
        lock = try FileLock(file.appendingPathExtension("lock"))
        var configuration = GRDB.Configuration()
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = false
        // In KiB, for each of five connections. A month of a busy team's ledger does not fit in the 2 MiB that SQLite takes by
        // itself: with 100,000 exchanges it took twice the processor time, most of it to copy the same pages again.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8192") }
        let pool = try Self.opening(file) { try DatabasePool(path: file.path, configuration: configuration) }
        // GRDB sets NORMAL after opening in WAL mode, so FULL has to be asked for afterwards, and checked.
        let synchronous = try Self.opening(file) {
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
        }
        guard synchronous == 2 else { throw DatabaseFault.other("SQLite did not accept synchronous = FULL") }
        self.pool = pool
        writes = WorkQueue("footbridge-writer", most: 256, workers: [{ Self.commitTogether($0, pool: pool) }])
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        try await Self.translating { try await pool.read { try body(SQLiteConnection(database: $0)) } }
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        try await writes.perform(body)
    }

    /// There is one process, so nothing has to leave it.
    public func tell(_ words: String) { listeners.yield(words) }

    public func heard() -> AsyncStream<String> { listeners.stream() }

    public var writeFigures: QueueFigures { writes.meter.figures }

    public func close() async {
        await writes.finish()
        listeners.finish()
        try? pool.close()
        lock.release()
    }

    /// One transaction for all `jobs`. A job that throws is rolled back to its savepoint and fails alone;
    /// when the commit itself fails, every one of them is told that it was not stored.
    private static func commitTogether(_ jobs: [any DatabaseJobType], pool: DatabasePool) {
        var answers: [@Sendable () -> Void] = []
        do {
            try translating {
                try pool.writeWithoutTransaction { database in
                    try database.execute(sql: "BEGIN IMMEDIATE")
                    do {
                        answers = try jobs.map { try inSavepoint($0, database) }
                        try database.execute(sql: "COMMIT")
                    } catch {
                        if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                        throw error
                    }
                }
            }
            for answer in answers { answer() }
        } catch {
            for job in jobs { job.fail(error) }
        }
    }

    /// - Returns: what to tell the caller once the commit is on disk.
    private static func inSavepoint(_ job: any DatabaseJobType, _ database: GRDB.Database) throws
        -> @Sendable () -> Void
    {
        let connection = SQLiteConnection(database: database)
        try connection.execute("SAVEPOINT job")
        do {
            let answer = try job.run(connection)
            try connection.execute("RELEASE job")
            return answer
        } catch {
            // A full disk can end the whole transaction; then the others cannot be kept either.
            guard database.isInsideTransaction else { throw error }
            try connection.execute("ROLLBACK TO job")
            try connection.execute("RELEASE job")
            let fault = fault(of: error)
            return { job.fail(fault) }
        }
    }

    private static func opening<T>(_ file: URL, _ body: () throws -> T) throws -> T {
        do { return try translating(body) } catch DatabaseFault.damaged(let reason) {
            throw DatabaseFault.damaged("\(file.path): \(reason)")
        }
    }

    static func translating<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw fault(of: error) }
    }

    static func translating<T>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch { throw fault(of: error) }
    }

    /// Messages of SQLite name tables and columns, never values, so they may be kept.
    private static func fault(of error: any Error) -> any Error {
        guard let error = error as? GRDB.DatabaseError else { return error }
        let message = error.message ?? "\(error.resultCode)"
        return switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN: DatabaseFault.notStored(message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: DatabaseFault.inUse(message)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: DatabaseFault.damaged(message)
        case .SQLITE_CONSTRAINT: DatabaseFault.notUnique(message)
        default: DatabaseFault.other(message)
        }
    }
}
