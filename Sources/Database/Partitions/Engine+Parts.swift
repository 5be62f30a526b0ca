import Foundation

/// What came of opening the parts that the next months need.
public struct OpenedParts: Sendable {
    /// The names of those made now.
    public let names: [String]
    /// Whether there are more to make than are made at once.
    public let isBehind: Bool
}

extension Engine {
    /// Makes the parts of the large tables that the next months need; on SQLite, whose tables are whole, there is nothing to do.
    /// - Parameters:
    ///   - expected: the highest number of the audit record that will come, where it is known better than from what is there:
    ///     before a move.
    ///   - most: of how many months at once. An installation that stood still for longer gets the others next time; a clock
    ///     that is a lifetime ahead does not get thousands before somebody is told.
    @discardableResult
    public func openParts(
        at now: Date, expecting expected: Int = 0, months most: Int = 24
    ) async throws -> OpenedParts {
        guard dialect == .postgreSQL else { return OpenedParts(names: [], isBehind: false) }
        let missing = { try await missingParts(at: now, expected, most) }
        let found = try await missing()
        for part in found {
            do { try await write { try part.open(in: $0) } } catch {
                // Another process may have been faster with the same one.
                guard try await !missing().contains(part) else { throw error }
            }
        }
        let isBehind = found.isEmpty ? false : try await !missing().isEmpty
        return OpenedParts(names: found.map(\.name), isBehind: isBehind)
    }

    private func missingParts(at now: Date, _ expected: Int, _ months: Int) async throws -> [TablePart] {
        try await read { database in
            let last = try database.count("SELECT \(on: .lastAuditNumber) AS count")
            var missing: [TablePart] = []
            for table in LargeTable.all {
                let edge = try database.lastEdge(of: table)
                missing += table.parts(after: edge, at: now, months: months, last: max(last, expected))
            }
            return missing
        }
    }
}

extension Reading {
    /// Where the last part of a table ends, as its catalogue has it: `FOR VALUES FROM ('…') TO ('…')`.
    fileprivate func lastEdge(of table: LargeTable) throws -> String {
        let ends = try rows(
            """
            SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''([^'']+)''\\)') AS edge
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = \(sql: SQL(stringLiteral: "'\(table.name)'::regclass"))
            """
        ).compactMap { try $0("edge") as String? }
        let highest = ends.max { ($0.count, $0) < ($1.count, $1) }
        guard let highest else { throw DatabaseFault.other("\(table.name) has no parts.") }
        return highest
    }
}
