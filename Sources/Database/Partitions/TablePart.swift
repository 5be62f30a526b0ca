/// One part of a large table: the rows whose key is at least `from` and below `to`.
struct TablePart: Sendable, Equatable {
    let name: String
    let table: String
    let column: String
    let from: String
    let to: String

    init(of table: LargeTable, name: String, from: String, to: String) {
        (self.name, self.table, column) = (name, table.name, table.column)
        (self.from, self.to) = (from, to)
    }

    /// Rows that came before their part did wait in `…_later`, and move into it. Made apart and attached afterwards, so that
    /// nobody who reads or writes the table has to wait for more than the moment of the attaching.
    func open(in database: any Writing) throws {
        let mine = "\(column) >= '\(from)' AND \(column) < '\(to)'"
        for statement in [
            "CREATE TABLE \(name) (LIKE \(table) INCLUDING ALL)",
            "INSERT INTO \(name) SELECT * FROM \(table)_later WHERE \(mine)",
            "DELETE FROM \(table)_later WHERE \(mine)",
            "ALTER TABLE \(table) ATTACH PARTITION \(name) FOR VALUES FROM ('\(from)') TO ('\(to)')",
        ] { try database.execute(SQL(stringLiteral: statement)) }
    }
}
