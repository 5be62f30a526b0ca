import CSQLite
import Foundation
import GRDB
import GRDBSQLite

/// One open connection, for as long as one transaction.
///
/// GRDB opens and keeps connections and statements; values go to SQLite and come from it without a copy of GRDB's own, which
/// took an eighth of the time of a write.
struct SQLiteConnection: Writing {
    let database: GRDB.Database
    /// For a read; a write goes on whether or not anybody still waits for it.
    var asker: Asker?

    func rows(_ sql: SQL) throws -> [Row] {
        var columns: RowColumns?
        var rows: [Row] = []
        try run(sql) { row in
            // Before the first step SQLite may still know the columns from before another connection's migration.
            let known = columns ?? RowColumns(row.names)
            rows.append(Row(columns: known, values: row.values))
            columns = known
        }
        return rows
    }

    func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws {
        try run(sql) { try visit($0) }
    }

    func execute(_ sql: SQL) throws {
        try run(sql) { _ in }
    }

    /// Whether `sql` is answered with just these rows.
    func answers(_ sql: SQL, as rows: [Row]) throws -> Bool {
        var met = 0
        do {
            try run(sql) { row in
                guard met < rows.count, row.equals(rows[met].values) else { throw Difference() }
                met += 1
            }
        } catch is Difference { return false }
        return met == rows.count
    }

    private struct Difference: Error {}

    func changes(_ sql: SQL) throws -> Int {
        try execute(sql)
        return database.changesCount
    }

    /// One writer at a time: whatever can be seen is settled.
    func horizon() throws -> WriteHorizon { WriteHorizon(oldestUnfinished: 0, next: 0) }

    /// - Throws: `GRDB.DatabaseError` as GRDB itself would; `CancellationError` where whoever asked has left.
    private func run(_ sql: SQL, _ visit: (SQLiteRow) throws -> Void) throws {
        try asker?.check()
        let statement = try database.cachedStatement(sql: sql.text(for: .sqlite)).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (place, value) in sql.values.enumerated() {
            guard value.bind(to: statement, at: Int32(place + 1)) == SQLITE_OK else { throw fault() }
        }
        let row = SQLiteRow(statement: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try visit(row)
            case SQLITE_DONE: return
            default: throw fault()
            }
        }
    }

    private func fault() -> GRDB.DatabaseError {
        GRDB.DatabaseError(
            resultCode: .init(rawValue: sqlite3_extended_errcode(database.sqliteConnection)),
            message: database.lastErrorMessage)
    }
}

extension SQLValue {
    /// - Parameter place: counted from 1.
    /// - Returns: SQLite's own word on it.
    fileprivate func bind(to statement: SQLiteStatement, at place: Int32) -> Int32 {
        switch self {
        case .null: return sqlite3_bind_null(statement, place)
        case .integer(let number): return sqlite3_bind_int64(statement, place, number)
        case .real(let number): return sqlite3_bind_double(statement, place, number)
        case .text(var text):
            // What is empty has no address, and without one SQLite would keep NULL.
            if text.isEmpty { return sqlite3_bind_text(statement, place, "", 0, Self.copied) }
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), Self.copied)
                }
            }
        case .blob(let data):
            if data.isEmpty { return sqlite3_bind_zeroblob(statement, place, 0) }
            return data.withUnsafeBytes {
                sqlite3_bind_blob(statement, place, $0.baseAddress, Int32($0.count), Self.copied)
            }
        }
    }

    /// Tells SQLite to keep a copy: what it is shown is gone before the statement runs.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
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

    /// Without making a value of what is there.
    func equals(_ values: [SQLValue]) -> Bool {
        values.count == sqlite3_column_count(statement)
            && values.indices.allSatisfy { holds(values[$0], in: Int32($0)) }
    }

    private func holds(_ value: SQLValue, in column: Int32) -> Bool {
        switch (value, sqlite3_column_type(statement, column)) {
        case (.null, SQLITE_NULL): true
        case (.integer(let number), SQLITE_INTEGER): sqlite3_column_int64(statement, column) == number
        case (.real(let number), SQLITE_FLOAT): sqlite3_column_double(statement, column) == number
        case (.text(var text), SQLITE_TEXT): text.withUTF8 { holds(UnsafeRawBufferPointer($0), in: column) }
        case (.blob(let data), SQLITE_BLOB): data.withUnsafeBytes { holds($0, in: column) }
        default: false
        }
    }

    private func holds(_ bytes: UnsafeRawBufferPointer, in column: Int32) -> Bool {
        // What is empty has no address.
        guard let kept = sqlite3_column_blob(statement, column), let start = bytes.baseAddress else {
            return bytes.isEmpty && sqlite3_column_bytes(statement, column) == 0
        }
        return Int(sqlite3_column_bytes(statement, column)) == bytes.count && memcmp(kept, start, bytes.count) == 0
    }

    func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(statement, Int32(column))) }

    func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer?) -> Void) {
        // What is empty has no address either.
        let start = sqlite3_column_blob(statement, Int32(column))
        if start == nil, sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL { return body(nil) }
        body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }
}

extension GRDB.Configuration {
    /// What every connection of an installation's own has.
    static var footbridge: GRDB.Configuration {
        _ = countsNoMemory
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        // In KiB, for each of five connections. A month of a busy team's ledger does not fit in the 2 MiB that SQLite takes by
        // itself: with 100,000 exchanges it took twice the processor time, most of it to copy the same pages again.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8192") }
        return configuration
    }

    /// Asked of SQLite once, before its first connection; where it has begun already, it counts on, and is a little slower.
    private static let countsNoMemory = footbridge_sqlite_counts_no_memory() == SQLITE_OK
}
