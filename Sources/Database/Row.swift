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
        guard let place = columns.names.firstIndex(of: column) else {
            throw DatabaseFault.unreadableColumn(column, wanted: "a column of that name")
        }
        return values[place]
    }
}

/// The columns of an answer, shared by its rows. There are few of them: looking from the first is quicker than a dictionary,
/// which would be made anew for every answer.
final class RowColumns: Sendable {
    let names: [String]

    init(_ names: [String]) { self.names = names }
}
