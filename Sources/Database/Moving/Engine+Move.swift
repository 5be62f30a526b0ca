import Foundation

/// What became of a table that was carried over.
public struct MovedTable: Sendable, Equatable {
    public let name: String
    public let rows: Int
    /// SHA-256 over the hashes of all rows, in hexadecimal; the same on both sides.
    public let digest: String
}

extension Engine {
    /// Carries every table of this database to `target`, whose schema is the same, in batches that can be continued after they
    /// were cut off; then reads both sides whole and compares them row by row.
    ///
    /// Nobody may write to either while it runs. When they are the same, this one is marked as left behind, and only then the
    /// other as whole: at no moment could both be served.
    /// - Parameter progress: told the table, and how many of its rows are over; `nil` when it is compared.
    /// - Throws: `MoveFault`.
    @discardableResult
    public func move(
        to target: any Engine, at now: Date, batch: Int = 2_000,
        progress: @escaping @Sendable (String, Int?) -> Void = { _, _ in }
    ) async throws -> [MovedTable] {
        try await beginMove(to: target)
        let tables = try await Table.all(of: self)
        for table in tables { try await Carriage(table, from: self, to: target, batch: batch).carry(progress) }
        var moved: [MovedTable] = []
        for table in tables {
            progress(table.name, nil)
            moved.append(try await table.compared(self, target, batch: batch))
        }
        try await markLeft(at: now)
        try await target.write { database in
            if target.dialect == .postgreSQL {
                try database.execute(SQL(stringLiteral: Migration.countAuditOn))
            }
            try database.execute("DROP TABLE footbridge_move")
        }
        return moved
    }
}
