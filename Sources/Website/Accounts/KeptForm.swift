import Database
import Foundation
import Vocabulary

/// What a person was typing when their session ended: sealed, carried through the sign-in page, and given back to the
/// same person only. Nothing of it is stored.
struct KeptForm: Codable {
    let account: AccountID
    let path: String
    /// Name and value of each field.
    let fields: [[String]]

    private static let context = "site.kept_form"

    func sealed(_ keys: KeyRing) throws -> String {
        let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        return try keys.seal(text, Self.context).base64EncodedString()
    }

    /// - Returns: `nil` for anything that was not sealed here for this person.
    static func open(_ sealed: String, for account: AccountID, _ keys: KeyRing) -> KeptForm? {
        guard let data = Data(base64Encoded: sealed), let text = try? keys.open(data, context),
            let kept = try? JSONDecoder().decode(KeptForm.self, from: Data(text.utf8)), kept.account == account
        else { return nil }
        return kept
    }
}
