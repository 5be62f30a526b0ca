import Database
import Foundation

/// How far one column has been sealed anew with one key.
struct ResealingWalk: Sendable {
    let column: SealedColumn
    let key: String
    /// The row that was looked at last.
    private(set) var position: [String]?
    /// Values that other keys sealed.
    var remaining: Int
    var renewed = 0
    private(set) var unreadable = 0
    private(set) var finishedAt: Date?

    var isFinished: Bool { finishedAt != nil }

    init(_ column: SealedColumn, key: String, remaining: Int) {
        (self.column, self.key, self.remaining) = (column, key, remaining)
    }

    /// The walk as it was kept; `nil` where none with this key was begun.
    init?(_ column: SealedColumn, key: String, in database: any Reading) throws {
        let kept = try database.row(
            "SELECT * FROM resealing WHERE column_name = \(column.name) AND key_name = \(key)"
        )
        guard let kept else { return nil }
        self.init(column, key: key, remaining: try kept("remaining"))
        let place: String? = try kept("position")
        position = try place.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
        (renewed, unreadable, finishedAt) = (try kept("renewed"), try kept("unreadable"), try kept("finished_at"))
    }

    func past(_ row: [String], unreadable more: Int) -> ResealingWalk {
        var walk = self
        walk.position = row
        walk.unreadable += more
        return walk
    }

    func finished(at now: Date, left: Int) -> ResealingWalk {
        var walk = self
        (walk.remaining, walk.unreadable, walk.finishedAt) = (left, left, now)
        return walk
    }

    func again(left: Int) -> ResealingWalk {
        var walk = self
        (walk.position, walk.unreadable, walk.remaining) = (nil, 0, left)
        return walk
    }

    func begin(in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO resealing (column_name, key_name, remaining) VALUES (\(column.name), \(key), \(remaining))
            ON CONFLICT (column_name) DO UPDATE SET key_name = excluded.key_name, position = NULL,
                remaining = excluded.remaining, renewed = 0, unreadable = 0, finished_at = NULL
            WHERE resealing.key_name <> excluded.key_name
            """
        )
    }

    func keep(in database: any Writing) throws {
        let place = try position.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        try database.execute(
            """
            UPDATE resealing SET position = \(place), remaining = \(remaining), renewed = \(renewed),
                unreadable = \(unreadable), finished_at = \(finishedAt)
            WHERE column_name = \(column.name) AND key_name = \(key)
            """
        )
    }
}

/// How far an installation has been sealed anew with one key.
public struct ResealingProgress: Sendable, Equatable {
    /// Values that other keys sealed, when they were counted last.
    public let remaining: Int
    public let renewed: Int
    /// Values that no key of the ring opens; they stay as they are.
    public let unreadable: Int
    public let isFinished: Bool

    init(key: String, in database: any Reading) throws {
        let row = try database.row(
            """
            SELECT CAST(COALESCE(SUM(remaining), 0) AS BIGINT) AS remaining,
                CAST(COALESCE(SUM(renewed), 0) AS BIGINT) AS renewed,
                CAST(COALESCE(SUM(unreadable), 0) AS BIGINT) AS unreadable, count(finished_at) AS finished
            FROM resealing WHERE key_name = \(key)
            """
        )
        (remaining, renewed) = (try row?("remaining") ?? 0, try row?("renewed") ?? 0)
        unreadable = try row?("unreadable") ?? 0
        isFinished = try row?("finished") ?? 0 == SealedColumn.all.count
    }
}
