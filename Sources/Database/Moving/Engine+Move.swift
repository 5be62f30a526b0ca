import Foundation

/// What became of a table that was carried over.
public struct MovedTable: Sendable, Equatable {
    public let name: String
    public let rows: Int
    /// SHA-256 over the hashes of all rows, in hexadecimal; the same on both sides.
    public let digest: String
}

/// Why a move stopped. What was carried over stays; the same command goes on from there.
public enum MoveFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The other database has been used since; nothing is overwritten.
    case inhabited(table: String)
    case differs(table: String, here: Int, there: Int)

    public var description: String {
        switch self {
        case .inhabited(let table):
            "The other database already holds rows in “\(table)” that are not from here. Begin with an empty one."
        case .differs(let table, let here, let there):
            "“\(table)” is not the same on both sides (\(here) rows here, \(there) there). Begin again with an empty one."
        }
    }
}

extension Engine {
    /// Carries every table of this database to `target`, whose schema is the same, in batches that can be continued after they
    /// were cut off; then reads both sides whole and compares them row by row.
    ///
    /// Nobody may write to either while it runs.
    /// - Parameter progress: told the table, and how many of its rows are over; `nil` when it is compared.
    /// - Throws: `MoveFault`.
    public func move(
        to target: any Engine, batch: Int = 2_000, progress: @escaping @Sendable (String, Int?) -> Void = { _, _ in }
    ) async throws -> [MovedTable] {
        try await target.write {
            try $0.execute(
                """
                CREATE TABLE IF NOT EXISTS footbridge_move (name TEXT PRIMARY KEY, last TEXT NOT NULL, rows BIGINT NOT NULL)
                """
            )
        }
        let tables = try await Table.all(of: self)
        for table in tables { try await Carriage(table, from: self, to: target, batch: batch).carry(progress) }
        var moved: [MovedTable] = []
        for table in tables {
            progress(table.name, nil)
            moved.append(try await table.compared(self, target, batch: batch))
        }
        try await target.write { database in
            if target.dialect == .postgreSQL {
                try database.execute(SQL(stringLiteral: Migration.countAuditOn))
            }
            try database.execute("DROP TABLE footbridge_move")
        }
        return moved
    }
}
