import Accounts
import Database
import Vocabulary

/// From an identity that was proved, by whatever door, to an open session and whatever the person wanted.
public struct Opening: Sendable {
    let sessions: SessionStore
    let keys: KeyRing

    public init(sessions: SessionStore, keys: KeyRing) { (self.sessions, self.keys) = (sessions, keys) }

    /// Opens the session and goes on to whatever is still missing.
    func begin(_ identity: VerifiedIdentity, _ visit: Visit) async throws -> Answer {
        try await begin(identity, visit, next: visit.form["next"], kept: visit.form["kept"])
    }

    /// - Parameters:
    ///   - next: where they wanted to go.
    ///   - kept: a form that was being filled in, which goes along to whom it belongs.
    func begin(_ identity: VerifiedIdentity, _ visit: Visit, next: String?, kept: String?) async throws -> Answer {
        let token = try await sessions.begin(identity, after: visit.token)
        guard let page = resume(kept, for: identity.accountID) else {
            return .withSession(token: token, .seeOther(Self.inside(next) ?? "/home"))
        }
        let complete = try await sessions.session(token: token)?.actor != nil
        return .withSession(token: token, complete ? page : codePage(kept: kept))
    }

    /// What somebody was typing, given back.
    /// - Returns: `nil` where there is nothing of theirs.
    func resume(_ sealed: String?, for account: AccountID) -> Answer? {
        guard let kept = sealed.flatMap({ KeptForm.open($0, for: account, keys) }) else { return nil }
        let fields = kept.fields.filter { $0.count == 2 && $0[0] != "formToken" }
        let page = ResumePage(path: kept.path, fields: fields.map { FormPage.Hidden(name: $0[0], value: $0[1]) })
        return .page("accounts/resume", page, title: "What you were typing")
    }

    func codePage(_ problem: String? = nil, kept: String? = nil) -> Answer {
        let faults = FieldFaults(problem.map { InvalidInput("code", $0) })
        let field = TextField(
            "code", label: "Six-digit code",
            hint: "From the authenticator app on your phone, or one of your recovery codes.",
            error: faults["code"], kind: .oneTimeCode, width: .ten, autocomplete: "one-time-code"
        )
        let page = FormPage(
            "Enter your code", action: "/sign-in/code", fields: [.text(field)], button: "Continue",
            hidden: kept.map { [FormPage.Hidden(name: "kept", value: $0)] } ?? [], faults: faults
        )
        return .form(page, faults)
    }

    /// Only a path of this site is followed.
    static func inside(_ next: String?) -> String? {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\"),
            next.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 })
        else { return nil }
        return next
    }
}
