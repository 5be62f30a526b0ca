import Foundation
import GRDB
import GRDBSQLite

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
        try database.execute(sql: "SAVEPOINT job")
        do {
            let answer = try job.run(SQLiteConnection(database: database))
            try database.execute(sql: "RELEASE job")
            return answer
        } catch {
            // A full disk can end the whole transaction; then the others cannot be kept either.
            guard database.isInsideTransaction else { throw error }
            try database.execute(sql: "ROLLBACK TO job")
            try database.execute(sql: "RELEASE job")
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

/// One open connection, for as long as one transaction.
struct SQLiteConnection: Writing {
    let database: GRDB.Database

    func rows(_ sql: SQL) throws -> [Row] {
        let statement = try database.cachedStatement(sql: sql.text(for: .sqlite))
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments(sql))
        var columns: RowColumns?
        var rows: [Row] = []
        while try cursor.next() != nil {
            let row = SQLiteRow(statement: statement.sqliteStatement)
            // Before the first step SQLite may still know the columns from before another connection's migration.
            let known = columns ?? RowColumns(row.names)
            rows.append(Row(columns: known, values: row.values))
            columns = known
        }
        return rows
    }

    func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws {
        let statement = try database.cachedStatement(sql: sql.text(for: .sqlite))
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments(sql))
        while try cursor.next() != nil { try visit(SQLiteRow(statement: statement.sqliteStatement)) }
    }

    func execute(_ sql: SQL) throws {
        try database.cachedStatement(sql: sql.text(for: .sqlite)).execute(arguments: arguments(sql))
    }

    func changes(_ sql: SQL) throws -> Int {
        try execute(sql)
        return database.changesCount
    }

    /// One writer at a time: whatever can be seen is settled.
    func horizon() throws -> WriteHorizon { WriteHorizon(oldestUnfinished: 0, next: 0) }

    private func arguments(_ sql: SQL) -> StatementArguments {
        StatementArguments(sql.values.map(\.databaseValue))
    }
}

/// The row at which a statement stands.
private struct SQLiteRow: RowInPlace {
    let statement: SQLiteStatement

    var values: [SQLValue] { (0..<sqlite3_column_count(statement)).map(value) }

    var names: [String] {
        (0..<sqlite3_column_count(statement)).map {
            sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? ""
        }
    }

    /// Straight from SQLite: through a row of GRDB each value would be made twice.
    private func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .blob(blob(column))
        default: .null
        }
    }

    private func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private func blob(_ column: Int32) -> Data {
        guard let start = sqlite3_column_blob(statement, column) else { return Data() }
        return Data(bytes: start, count: Int(sqlite3_column_bytes(statement, column)))
    }

    func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(statement, Int32(column))) }

    func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer?) -> Void) {
        // What is empty has no address either.
        let start = sqlite3_column_blob(statement, Int32(column))
        if start == nil, sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL { return body(nil) }
        body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let data): data.databaseValue
        }
    }
}
