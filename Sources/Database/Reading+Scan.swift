import Foundation

/// One row as the engine holds it, its columns by their place from 0: no copy is made, and it is good until the next row.
public protocol RowInPlace {
    /// 0 where the column is null.
    func integer(_ column: Int) -> Int

    /// Shows the bytes of a text or a blob; `nil` where the column is null. Nothing is returned, since a result of any
    /// type would cost more than all the rest.
    func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer?) -> Void)
}

/// A row that was copied, or is about to be written.
public struct RowOfValues: RowInPlace, Sendable {
    public let values: [SQLValue]

    public init(_ values: [SQLValue]) { self.values = values }

    public func integer(_ column: Int) -> Int {
        if case .integer(let number) = values[column] { Int(number) } else { 0 }
    }

    public func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer?) -> Void) {
        switch values[column] {
        case .text(var text): text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        case .blob(let data): data.withUnsafeBytes { body($0) }
        case .null, .integer, .real: body(nil)
        }
    }
}

extension Reading {
    /// What an engine does that has no quicker way.
    public func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws {
        for row in try rows(sql) { try visit(RowOfValues(row.values)) }
    }
}
