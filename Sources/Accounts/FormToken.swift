import Database
import Foundation
import Vocabulary

/// What every form of a session carries: nobody can guess it, and sealed in it stands whose session it is. So what somebody
/// was typing when their session ended, in whatever way, finds back to them alone, and the session itself is forgotten.
enum FormToken {
    private static let context = "session.form_token"

    static func make(for account: AccountID, _ keys: KeyRing) throws -> String {
        try keys.seal(account.rawValue, context).base64URL
    }

    /// - Returns: `nil` for anything that was not made here.
    static func owner(of token: String, _ keys: KeyRing) -> AccountID? {
        Data(base64URL: token).flatMap { try? keys.open($0, context) }.flatMap { AccountID($0) }
    }
}
