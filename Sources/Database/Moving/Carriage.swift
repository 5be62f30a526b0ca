import Foundation

/// Carries one table. How far it has come is kept with the rows themselves, in the same transaction, so that a move which was
/// cut off goes on exactly there.
struct Carriage: Sendable {
    private let table: Table
    private let source: any Engine
    private let target: any Engine
    private let batch: Int

    init(_ table: Table, from source: any Engine, to target: any Engine, batch: Int) {
        (self.table, self.source, self.target, self.batch) = (table, source, target, batch)
    }

    func carry(_ progress: @Sendable (String, Int?) -> Void) async throws {
        var (last, done) = try await reached()
        while true {
            let (after, before) = (last, done)
            let rows = try await source.read { try table.page(after: after, batch, in: $0) }
            guard let end = rows.last else { return progress(table.name, done) }
            let key = table.key(of: end)
            try await target.write { database in
                try table.insert(rows, in: database)
                try keep(key, before + rows.count, in: database)
            }
            (last, done) = (key, done + rows.count)
            progress(table.name, done)
        }
    }

    /// Where an earlier move stopped.
    /// - Throws: `MoveFault.inhabited` where the table holds rows that no move has brought.
    private func reached() async throws -> (last: [SQLValue]?, done: Int) {
        let (name, table) = (table.name, table)
        return try await target.read { database in
            guard let row = try database.row("SELECT last, rows FROM footbridge_move WHERE name = \(name)") else {
                guard try table.page(after: nil, 1, in: database).isEmpty else {
                    throw MoveFault.inhabited(table: name)
                }
                return (nil, 0)
            }
            let text: String = try row("last")
            return (try JSONDecoder().decode([KeyPart].self, from: Data(text.utf8)).map(\.value), try row("rows"))
        }
    }

    private func keep(_ key: [SQLValue], _ rows: Int, in database: any Writing) throws {
        let last = String(decoding: try JSONEncoder().encode(key.map(KeyPart.init)), as: UTF8.self)
        try database.execute(
            """
            INSERT INTO footbridge_move (name, last, rows) VALUES (\(table.name), \(last), \(rows))
            ON CONFLICT (name) DO UPDATE SET last = excluded.last, rows = excluded.rows
            """
        )
    }
}

/// A part of a key, as it is kept: keys are texts and whole numbers.
private struct KeyPart: Codable {
    var text: String?
    var number: Int64?

    init(_ value: SQLValue) {
        switch value {
        case .text(let text): self.text = text
        case .integer(let number): self.number = number
        case .null, .real, .blob: break
        }
    }

    var value: SQLValue { text.map(SQLValue.text) ?? number.map(SQLValue.integer) ?? .null }
}
