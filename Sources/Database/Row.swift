import Foundation

/// One row of an answer, read by column name: `let name: String = try row("name")`.
public struct Row: Sendable {
    let columns: RowColumns
    let values: [SQLValue]

    /// The value of a column that must not be null.
    /// - Throws: `DatabaseFault.unreadableColumn` where it is null, absent or of another type.
    public func callAsFunction<T: SQLReadable>(_ column: String) throws -> T {
        guard let value = T(sqlValue: try raw(column)) else {
            throw DatabaseFault.unreadableColumn(column, wanted: "\(T.self)")
        }
        return value
    }

    /// The value of a column that may be null.
    public func callAsFunction<T: SQLReadable>(_ column: String) throws -> T? {
        let value = try raw(column)
        if value == .null { return nil }
        guard let read = T(sqlValue: value) else {
            throw DatabaseFault.unreadableColumn(column, wanted: "\(T.self)")
        }
        return read
    }

    private func raw(_ column: String) throws -> SQLValue {
        guard let index = columns.index[column] else {
            throw DatabaseFault.unreadableColumn(column, wanted: "a column of that name")
        }
        return values[index]
    }
}

/// The columns of an answer, shared by its rows.
final class RowColumns: Sendable {
    let index: [String: Int]

    init(_ names: [String]) {
        index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
