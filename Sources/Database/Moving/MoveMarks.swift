import Foundation
import Vocabulary

/// What a move writes into both databases, so that nobody is served by one that is not whole, or that was left behind:
/// `footbridge_move` stands in the new one until all is there, `footbridge_moved` in the old one from then on.
extension Engine {
    /// - Throws: `MoveFault.unfinished` and `MoveFault.left` where a move has such a mark here.
    public func refuseMoveMarks() async throws {
        try await read { database in
            if try database.hasTable("footbridge_move") { throw MoveFault.unfinished }
            if let day = try database.leftOn() { throw MoveFault.left(on: day) }
        }
    }

    /// Whether nobody has done anything here, so that whoever came first would become the operator.
    public func isUntouched() async throws -> Bool {
        try await read { database in
            guard try database.hasTable("audit_entry") else { return true }
            return try database.row("SELECT seq FROM audit_entry LIMIT 1") == nil
        }
    }

    /// Marks `target` as unfinished, before anything else is written there; it may have no schema yet.
    /// - Throws: `MoveFault.inhabited` where it holds anything that no move has brought, `MoveFault.left` where this
    ///   installation has moved somewhere else.
    public func beginMove(to target: any Engine) async throws {
        let tables = try await Table.all(of: self)
        let left = try await read { try $0.leftOn() }
        try await target.write { database in
            if try database.hasTable("footbridge_move") { return }
            if let left { throw MoveFault.left(on: left) }
            for table in tables { try table.refuseRows(in: database) }
            try database.execute(
                "CREATE TABLE footbridge_move (name TEXT PRIMARY KEY, last TEXT NOT NULL, rows BIGINT NOT NULL)")
        }
    }

    /// Marks this database as left behind; the first time counts.
    func markLeft(at now: Date) async throws {
        try await write { database in
            if try database.hasTable("footbridge_moved") { return }
            try database.execute("CREATE TABLE footbridge_moved (at BIGINT NOT NULL)")
            try database.execute("INSERT INTO footbridge_moved (at) VALUES (\(now))")
        }
    }
}

extension Writing {
    /// Makes what was left behind by a move the installation again.
    /// - Throws: `MoveFault.notLeft` where there is no mark of one.
    public func takeBack() throws {
        guard try hasTable("footbridge_moved") else { throw MoveFault.notLeft }
        try execute("DROP TABLE footbridge_moved")
    }
}

extension Reading {
    fileprivate func leftOn() throws -> CalendarDate? {
        guard try hasTable("footbridge_moved"), let row = try row("SELECT at FROM footbridge_moved") else { return nil }
        return CalendarDate(try row("at") as Date)
    }
}

extension Table {
    fileprivate func refuseRows(in database: any Reading) throws {
        guard try database.hasTable(name) else { return }
        let sql = SQL(stringLiteral: "SELECT 1 AS one FROM \(name) LIMIT 1")
        guard try database.row(sql) == nil else { throw MoveFault.inhabited(table: name) }
    }
}
