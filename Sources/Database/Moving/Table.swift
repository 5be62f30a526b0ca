import Crypto
import Foundation
import Vocabulary

/// One table of the schema, as a move sees it: its columns, and the key by which its rows are walked.
struct Table: Sendable {
    let name: String
    let columns: [String]
    let key: [String]

    /// The tables of a database that is migrated, as its own SQLite catalogue describes them.
    static func all(of engine: any Engine) async throws -> [Table] {
        guard engine.dialect == .sqlite else {
            throw DatabaseFault.other("Only an installation on SQLite can be moved to PostgreSQL.")
        }
        return try await engine.read { database in
            try database.tablesInSQLite().filter { !["migration", "footbridge_moved"].contains($0) }
                .map { try Table(named: $0, in: database) }
        }
    }

    private init(named name: String, in database: any Reading) throws {
        self.name = name
        let described = try database.rows("SELECT name, pk FROM pragma_table_info(\(name)) ORDER BY cid")
        columns = try described.map { try $0("name") }
        let places = try described.map { row -> (place: Int, name: String) in (try row("pk"), try row("name")) }
        key = places.filter { $0.place > 0 }.sorted { $0.place < $1.place }.map(\.name)
    }

    /// The rows after `last`, in the order of the key.
    func page(after last: [SQLValue]?, _ count: Int, in database: any Reading) throws -> [[SQLValue]] {
        let keys = key.joined(separator: ", ")
        var sql = SQL(stringLiteral: "SELECT \(columns.joined(separator: ", ")) FROM \(name)")
        if let last {
            var condition = SQL(stringLiteral: "WHERE (\(keys)) > (")
            for (place, value) in last.enumerated() {
                condition = condition + (place == 0 ? "\(value)" : ", \(value)")
            }
            sql = sql + condition + ")"
        }
        sql = sql + SQL(stringLiteral: "ORDER BY \(keys)") + "LIMIT \(count)"
        return try database.rows(sql).map { row in try columns.map { try row($0) ?? .null } }
    }

    func key(of row: [SQLValue]) -> [SQLValue] {
        key.map { name in columns.firstIndex(of: name).map { row[$0] } ?? .null }
    }

    func insert(_ rows: [[SQLValue]], in database: any Writing) throws {
        for row in rows {
            var sql = SQL(stringLiteral: "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (")
            for (place, value) in row.enumerated() { sql = sql + (place == 0 ? "\(value)" : ", \(value)") }
            try database.execute(sql + ")")
        }
    }

    /// - Throws: `MoveFault.differs` where the sides do not hold the same.
    func compared(_ here: any Engine, _ there: any Engine, batch: Int) async throws -> MovedTable {
        let (ours, theirs) = (try await digest(here, batch), try await digest(there, batch))
        guard ours == theirs else { throw MoveFault.differs(table: name, here: ours.rows, there: theirs.rows) }
        return ours
    }

    private func digest(_ engine: any Engine, _ batch: Int) async throws -> MovedTable {
        var (hash, count) = (SHA256(), 0)
        var last: [SQLValue]?
        while true {
            let after = last
            let rows = try await engine.read { try page(after: after, batch, in: $0) }
            for row in rows { for value in row { value.hash(into: &hash) } }
            count += rows.count
            guard rows.count == batch, let end = rows.last else { break }
            last = key(of: end)
        }
        let digest = Hex.text(hash.finalize())
        return MovedTable(name: name, rows: count, digest: digest)
    }
}

extension Reading {
    /// The names of all tables, as the catalogue of SQLite has them.
    public func tablesInSQLite() throws -> [String] {
        try rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .map { try $0("name") }
    }
}

extension SQLValue {
    /// Each value with its kind and length before it, so that no two rows read alike.
    fileprivate func hash(into hash: inout SHA256) {
        let (kind, bytes): (String, Data) =
            switch self {
            case .null: ("n", Data())
            case .integer(let number): ("i", Data(String(number).utf8))
            case .real(let number): ("r", Data(String(number).utf8))
            case .text(let text): ("t", Data(text.utf8))
            case .blob(let data): ("b", data)
            }
        hash.update(data: Data("\(kind)\(bytes.count):".utf8))
        hash.update(data: bytes)
    }
}

/// A value as it is, for walking and comparing; a column of a real number may hold a whole one.
extension SQLValue: SQLConvertible {
    public var sqlValue: SQLValue { self }
    public init?(sqlValue: SQLValue) { self = sqlValue }
}
