import Foundation
import Vocabulary

/// A statement with its values kept apart: `"… WHERE id = \(id)"` binds the value and never splices its text.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The statement with `?` for each value.
    public internal(set) var text: String
    public internal(set) var values: [SQLValue]
    /// Whether the text holds what the two engines say in different words.
    private(set) var differs = false

    public init(stringLiteral value: String) {
        (text, values) = (value, [])
    }

    public init(stringInterpolation: Interpolation) {
        (text, values, differs) = (stringInterpolation.text, stringInterpolation.values, stringInterpolation.differs)
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum.text += " " + b.text
        sum.values += b.values
        sum.differs = a.differs || b.differs
        return sum
    }

    public struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var values: [SQLValue] = []
        var differs = false

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        public mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            values.append(value.sqlValue)
        }

        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            text += "?"
            values.append(value?.sqlValue ?? .null)
        }

        /// A list for `IN (…)`; an empty list matches nothing.
        public mutating func appendInterpolation(list: [some SQLBindable]) {
            text += list.isEmpty ? "NULL" : list.map { _ in "?" }.joined(separator: ", ")
            // Not by key path: of a type that is known only when it runs, that one is looked up each time.
            values += list.map { $0.sqlValue }
        }

        /// Rows for `VALUES`, each with its brackets; there must be one.
        public mutating func appendInterpolation(rows: [SQL]) {
            text += rows.map(\.text).joined(separator: ", ")
            values += rows.flatMap(\.values)
            differs = differs || rows.contains(where: \.differs)
        }

        /// What the two engines say in different words.
        public mutating func appendInterpolation(on difference: SQLDifference) {
            text += difference.marker
            differs = true
        }

        /// A piece of SQL, its values included.
        public mutating func appendInterpolation(sql: SQL) {
            text += sql.text
            values += sql.values
            differs = differs || sql.differs
        }
    }
}

/// What a column can hold, on either engine.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Data)
}

/// A value that can stand in a statement.
public protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

/// A value that can be read from a column.
public protocol SQLReadable {
    init?(sqlValue: SQLValue)
}

public typealias SQLConvertible = SQLBindable & SQLReadable

extension String: SQLConvertible {
    public var sqlValue: SQLValue { .text(self) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension Int: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self = Int(number)
    }
}

extension Double: SQLConvertible {
    public var sqlValue: SQLValue { .real(self) }
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        default: return nil
        }
    }
}

/// Kept as 0 or 1.
extension Bool: SQLConvertible {
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self = number != 0
    }
}

extension Data: SQLConvertible {
    public var sqlValue: SQLValue { .blob(self) }
    public init?(sqlValue: SQLValue) {
        guard case .blob(let data) = sqlValue else { return nil }
        self = data
    }
}

/// Kept as whole milliseconds since 1970.
extension Date: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64((timeIntervalSince1970 * 1000).rounded())) }
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self.init(timeIntervalSince1970: Double(number) / 1000)
    }
}

/// Kept as `2026-11-20`, which sorts as the days do.
extension CalendarDate: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(iso: text)
    }
}

extension Identifier: SQLConvertible {
    public var sqlValue: SQLValue { .text(rawValue) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

/// An enum whose cases are kept by their raw text conforms with `extension Kind: SQLConvertible {}`.
extension RawRepresentable where RawValue == String {
    public var sqlValue: SQLValue { .text(rawValue) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(rawValue: text)
    }
}

extension Nation: SQLConvertible {}
extension UKPRN: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}
extension ODSCode: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}
extension Role: SQLConvertible {}
