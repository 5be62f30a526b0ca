import Database
import Foundation

extension KeyRing {
    /// Opens one value that is always there, so that a wrong ring is noticed before anything is sealed with it.
    /// - Throws: `KeyFault.lacks`, `KeyFault.foreignRing`
    public func check(against engine: any Engine) async throws {
        guard let (column, sealed) = try await engine.read({ try Self.sample($0) }) else { return }
        do { _ = try openBytes(sealed, column.context) } catch KeyFault.unknownKey(let name) {
            throw KeyFault.lacks(name)
        } catch { throw KeyFault.foreignRing }
    }

    /// Looks at everything that is sealed: each value needs a key that is in the ring, and each key has to open what it
    /// sealed, shown by one value of each column. One that is damaged proves nothing against a key that opens others.
    /// - Throws: `KeyFault.lacks`, `KeyFault.foreignRing`
    func checkAll(_ columns: [SealedColumn], in engine: any Engine) async throws {
        var (failed, opened) = (Set<String>(), Set<String>())
        for column in columns {
            let names = names
            let (stranger, values) = try await engine.read { database in
                (
                    try column.keyName(besides: names, in: database),
                    try names.map { try column.value(by: $0, in: database) }
                )
            }
            if let stranger { throw KeyFault.lacks(stranger) }
            for case (let name, let value?) in zip(names, values) {
                if (try? openBytes(value, column.context)) == nil { failed.insert(name) } else { opened.insert(name) }
            }
        }
        guard failed.isSubset(of: opened) else { throw KeyFault.foreignRing }
    }

    /// Whether the database holds anything that only its own ring can open, or has signed.
    public static func isNeeded(by engine: any Engine) async throws -> Bool {
        try await engine.read { database in
            try sample(database) != nil || database.row("SELECT number FROM audit_seal LIMIT 1") != nil
        }
    }

    /// Nothing is kept before there is an account, or a person; and both have a sealed name.
    private static func sample(_ database: any Reading) throws -> (SealedColumn, Data)? {
        for column in SealedColumn.all where ["account.name_sealed", "person.family_name_sealed"].contains(column.name)
        {
            let sql = SQL(stringLiteral: "SELECT \(column.column) AS sealed FROM \(column.table) LIMIT 1")
            if let row = try database.row(sql) { return (column, try row("sealed")) }
        }
        return nil
    }
}
