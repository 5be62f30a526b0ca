import Database
import Foundation

extension KeyRing {
    /// Opens one value that is always there, so that a wrong ring is noticed before anything is sealed with it.
    /// - Throws: `KeyFault.foreignRing`
    public func check(against engine: any Engine) async throws {
        guard let (column, sealed) = try await engine.read({ try Self.sample($0) }) else { return }
        do { _ = try open(sealed, column.context) } catch { throw KeyFault.foreignRing }
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
