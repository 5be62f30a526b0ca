import Database
import Vocabulary

extension AuditTrail {
    /// The newest seal, whose hash stands for all of the record up to it; `nil` before the first.
    public static func newestSeal(in database: any Reading) throws -> SealStatement? {
        try Seal.newest(in: database)?.statement
    }

    /// How many seals each signing key has signed, by its name.
    public static func sealsByKey(in database: any Reading) throws -> [String: Int] {
        let rows = try database.rows("SELECT key_name, count(*) AS count FROM audit_seal GROUP BY key_name")
        return try rows.reduce(into: [:]) { $0[try $1("key_name")] = try $1("count") as Int }
    }

    /// The number up to which entries are sealed; 0 where none is.
    public static func sealedTo(in database: any Reading) throws -> Int {
        try database.count("SELECT COALESCE(MAX(to_seq), 0) AS count FROM audit_seal")
    }
}
