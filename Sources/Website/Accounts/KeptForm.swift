import Accounts
import Database
import Foundation
import Vocabulary

/// What a person was typing when their session ended: sealed, carried through the sign-in pages, and given back to the
/// same person only. Nothing of it is stored, save where they sign in at a provider: then it waits in the database, sealed
/// as it is, until they come back, and for ten minutes at most (`AttemptStore`).
struct KeptForm: Codable {
    let account: AccountID
    /// The role it was made in; `nil` where none was picked.
    let membership: MembershipID?
    let path: String
    /// A page that shows what the form was about.
    let page: String?
    /// Name and value of each field.
    let fields: [[String]]

    private static let context = "site.kept_form"

    init(_ form: Form, from origin: FormOrigin, path: String, page: String) {
        (account, membership, self.path, self.page) = (origin.account, origin.membership, path, page)
        fields = form.pairs.filter { $0.name != "formToken" }.map { [$0.name, $0.value] }
    }

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

extension KeptForm {
    /// The fields as they are sent again.
    var hidden: [FormPage.Hidden] {
        fields.filter { $0.count == 2 && $0[0] != "formToken" }.map { FormPage.Hidden(name: $0[0], value: $0[1]) }
    }

    var form: Form { Form(hidden.map { ($0.name, $0.value) }) }
}
