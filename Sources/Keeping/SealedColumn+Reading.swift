import Database
import Foundation

/// One sealed value, and the key of its row.
struct SealedValue: Sendable {
    let row: [String]
    let sealed: Data
}

extension SealedColumn {
    /// The next values that another key than `name` sealed, in the order of their rows.
    func values(notBy name: String, after row: [String]?, most: Int, in database: any Reading) throws -> [SealedValue] {
        let query = Self.sql("SELECT \(keyList), \(column) AS sealed FROM \(table) WHERE \(column) IS NOT NULL AND")
        let end = Self.sql("ORDER BY \(keyList) LIMIT") + "\(most)"
        return try database.rows(query + isNot(by: name) + isAfter(row) + end).map { found in
            SealedValue(row: try key.map { try found($0) }, sealed: try found("sealed"))
        }
    }

    /// How many values another key than `name` sealed.
    func count(notBy name: String, in database: any Reading) throws -> Int {
        let query = Self.sql("SELECT count(*) AS count FROM \(table) WHERE \(column) IS NOT NULL AND")
        return try database.count(query + isNot(by: name))
    }

    /// How many values there are, and how many of them each of the keys sealed.
    func counts(of names: [String], in database: any Reading) throws -> (all: Int, sealed: [Int]) {
        var query = Self.sql("SELECT count(\(column)) AS all_of_them")
        for (place, name) in names.enumerated() {
            query = query + ", count(CASE WHEN" + isBy(name) + Self.sql("THEN 1 END) AS by_\(place)")
        }
        guard let row = try database.row(query + Self.sql("FROM \(table)")) else { return (0, names.map { _ in 0 }) }
        return (try row("all_of_them"), try names.indices.map { try row("by_\($0)") })
    }

    /// A value that the key sealed; `nil` where there is none. It looks at every row until it meets one.
    func value(by name: String, in database: any Reading) throws -> Data? {
        try database.row(filled + "AND" + isBy(name) + "LIMIT 1")?("sealed")
    }

    /// The name of a key that is none of `names` and sealed something here; `nil` where there is none.
    func keyName(besides names: [String], in database: any Reading) throws -> String? {
        let others = names.reduce(filled) { $0 + "AND" + isNot(by: $1) }
        let sealed: Data? = try database.row(others + "LIMIT 1")?("sealed")
        return sealed.flatMap(KeyRing.keyName)
    }

    /// The rows of those values that stand as they were read: nobody has written there since.
    func unchanged(_ values: [SealedValue], in database: any Reading) throws -> Set<[String]> {
        let rows = values.map { "(\(list: $0.row))" as SQL }
        let query = Self.sql("SELECT \(keyList), \(column) AS sealed FROM \(table) WHERE (\(keyList)) IN (VALUES")
        let found = try database.rows(query + "\(rows: rows)" + ")")
        let read = Dictionary(uniqueKeysWithValues: values.map { ($0.row, $0.sealed) })
        return Set(
            try found.map { row in (try key.map { try row($0) as String }, try row("sealed") as Data?) }
                .filter { read[$0.0] == $0.1 }.map(\.0))
    }

    /// Puts a value in a row.
    func put(_ fresh: Data, in row: [String], _ database: any Writing) throws {
        let change = Self.sql("UPDATE \(table) SET \(column) =") + "\(fresh)" + "WHERE"
        let place = zip(key, row).map { Self.sql("\($0) =") + "\($1)" }
        try database.execute(change + place.dropFirst().reduce(place[0]) { $0 + "AND" + $1 })
    }

    private var filled: SQL { Self.sql("SELECT \(column) AS sealed FROM \(table) WHERE \(column) IS NOT NULL") }

    private var keyList: String { key.joined(separator: ", ") }

    private func isBy(_ name: String) -> SQL {
        let mark = KeyRing.mark(name)
        return Self.sql("substr(\(column), 1, \(mark.count)) =") + "\(mark)"
    }

    private func isNot(by name: String) -> SQL { "NOT (" + isBy(name) + ")" }

    private func isAfter(_ row: [String]?) -> SQL {
        guard let row else { return "" }
        return Self.sql("AND (\(keyList)) > (") + "\(list: row)" + ")"
    }

    /// Names of tables and columns come from `SealedColumn.all` and nowhere else.
    private static func sql(_ text: String) -> SQL { SQL(stringLiteral: text) }
}
