import Foundation

/// A stretch of time to search by: from a moment on, before a moment, between two, or anywhere else.
public struct MomentRange: Sendable, Equatable {
    /// The first moment that counts.
    public var from: Date?
    /// The first moment that does not count any more.
    public var before: Date?
    /// Whether all other moments are meant.
    public var isInverted: Bool

    public init(from: Date? = nil, before: Date? = nil, isInverted: Bool = false) {
        (self.from, self.before, self.isInverted) = (from, before, isInverted)
    }

    /// Whether `moment` lies in it.
    public func contains(_ moment: Date) -> Bool {
        let isInside = (from.map { $0 <= moment } ?? true) && (before.map { moment < $0 } ?? true)
        return isInside != isInverted
    }

    /// Whether the moment that `column` gives lies in it.
    public func condition(on column: SQL) -> SQL {
        let bounds: [SQL] = [
            from.map { "\(sql: column) >= \($0)" }, before.map { "\(sql: column) < \($0)" },
        ].compactMap(\.self)
        let inside = SQL.all(bounds)
        return isInverted ? "NOT \(sql: inside)" : inside
    }
}

extension SQL {
    /// All of these; with none of them, anything.
    public static func all(_ conditions: [SQL]) -> SQL {
        let joined: SQL = conditions.reduce("(1 = 1") { $0 + "AND" + $1 }
        return joined + ")"
    }

    /// One of these; with none of them, nothing.
    public static func any(_ conditions: [SQL]) -> SQL {
        let joined: SQL = conditions.reduce("(1 = 0") { $0 + "OR" + $1 }
        return joined + ")"
    }
}
