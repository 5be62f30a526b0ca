import Database
import Vocabulary

extension AccountStore {
    /// The name of a person, or of a record system, for a page that says who did something.
    public static func name(of account: AccountID, keys: KeyRing, in database: any Reading) throws -> String {
        try names(of: [account], keys: keys, in: database)[account] ?? unknown
    }

    private static let unknown = "Someone who has left"

    /// As `name(of:)`, for everybody on a page at once.
    public static func names(
        of accounts: Set<AccountID>, keys: KeyRing, in database: any Reading
    ) throws -> [AccountID: String] {
        if accounts.isEmpty { return [:] }
        let rows = try database.rows("SELECT id, name_sealed FROM account WHERE id IN (\(list: Array(accounts)))")
        let names = try rows.map { row -> (AccountID, String) in
            (try row("id"), try keys.open(row("name_sealed"), "account.name"))
        }
        let others = try systemNames(of: accounts.subtracting(names.map(\.0)), in: database)
        let left = accounts.map { ($0, unknown) }
        return Dictionary(names + others + left) { known, _ in known }
    }

    /// What a record system did by itself stands under its own id.
    private static func systemNames(
        of ids: Set<AccountID>, in database: any Reading
    ) throws -> [(AccountID, String)] {
        if ids.isEmpty { return [] }
        return try database.rows("SELECT id, name FROM record_system WHERE id IN (\(list: Array(ids)))")
            .map { (try $0("id"), try $0("name")) }
    }

    /// Where a person is written to; `nil` once they cannot sign in any more.
    public static func email(of account: AccountID, keys: KeyRing, in database: any Reading) throws -> String? {
        let row = try database.row("SELECT email_sealed FROM account WHERE id = \(account) AND disabled_at IS NULL")
        return try row.map { try keys.open($0("email_sealed"), "account.email") }
    }
}
