import Database
import Foundation
import Vocabulary

/// What every form of a session carries: nobody can guess it, and sealed in it stands whose session it is. So what somebody
/// was typing when their session ended, in whatever way, finds back to them alone, and the session itself is forgotten.
/// Behind a dot stands the role that the page was made in: what was typed in one role is not sent in another.
enum FormToken {
    private static let context = "session.form_token"

    static func make(for account: AccountID, _ keys: KeyRing) throws -> String {
        try keys.seal(account.rawValue, context).base64URL
    }

    /// The token of a session as its pages carry it while a role is picked.
    static func inRole(_ membership: MembershipID?, _ token: String) -> String {
        [token, membership?.rawValue].compactMap(\.self).joined(separator: ".")
    }

    /// - Returns: `nil` for anything that was not made here. The role is as the page said: whether the account holds it is for
    ///   the reader to ask.
    static func origin(of token: String, _ keys: KeyRing) -> FormOrigin? {
        let parts = token.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let sealed = parts.first.flatMap({ Data(base64URL: $0) }), let text = try? keys.open(sealed, context),
            let account = AccountID(text)
        else { return nil }
        if parts.count == 1 { return FormOrigin(account: account, membership: nil) }
        return MembershipID(parts[1]).map { FormOrigin(account: account, membership: $0) }
    }
}

/// Whose page a form came from, and in which of their roles it was made.
public struct FormOrigin: Sendable, Equatable {
    public let account: AccountID
    /// `nil` where no role was picked.
    public let membership: MembershipID?
}

extension Session {
    /// Whether a form was made in this session, in whatever role.
    public func made(formToken token: String?) -> Bool {
        token?.prefix { $0 != "." } == formToken.prefix { $0 != "." }
    }
}
