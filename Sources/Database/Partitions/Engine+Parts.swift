import Foundation

extension Engine {
    /// Makes the parts of the large tables that the next months need; on SQLite, whose tables are whole, there is nothing to do.
    /// - Parameter expected: the highest number of the audit record that will come, where it is known better than from what is
    ///   there: before a move.
    /// - Returns: the names of those made now.
    @discardableResult
    public func openParts(at now: Date, expecting expected: Int = 0) async throws -> [String] {
        guard dialect == .postgreSQL else { return [] }
        let missing = try await missingParts(at: now, expected)
        for part in missing {
            do { try await write { try part.open(in: $0) } } catch {
                // Another process may have been faster with the same one.
                guard try await !missingParts(at: now, expected).contains(part) else { throw error }
            }
        }
        return missing.map(\.name)
    }

    private func missingParts(at now: Date, _ expected: Int) async throws -> [TablePart] {
        try await read { database in
            let last = try database.count("SELECT \(on: .lastAuditNumber) AS count")
            var missing: [TablePart] = []
            for table in LargeTable.all {
                let edge = try database.lastEdge(of: table)
                missing += table.parts(after: edge, at: now, last: max(last, expected))
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
