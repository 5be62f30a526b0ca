import Database
import Vocabulary

extension AccountStore {
    /// The name of a person, for a page that says who did something.
    public static func name(of account: AccountID, keys: KeyRing, in database: any Reading) throws -> String {
        guard let row = try database.row("SELECT name_sealed FROM account WHERE id = \(account)") else {
            return "Someone who has left"
        }
        return try keys.open(row("name_sealed"), "account.name")
    }

    /// As `name(of:)`, for everybody on a page at once.
    public static func names(
        of accounts: Set<AccountID>, keys: KeyRing, in database: any Reading
    ) throws -> [AccountID: String] {
        if accounts.isEmpty { return [:] }
        let rows = try database.rows("SELECT id, name_sealed FROM account WHERE id IN (\(list: Array(accounts)))")
        let names = try rows.map { row -> (AccountID, String) in
            (try row("id"), try keys.open(row("name_sealed"), "account.name"))
        }
        let left = accounts.map { ($0, "Someone who has left") }
        return Dictionary(names + left) { known, _ in known }
    }

    /// Where a person is written to; `nil` once they cannot sign in any more.
    public static func email(of account: AccountID, keys: KeyRing, in database: any Reading) throws -> String? {
        let row = try database.row("SELECT email_sealed FROM account WHERE id = \(account) AND disabled_at IS NULL")
        return try row.map { try keys.open($0("email_sealed"), "account.email") }
    }
}
