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
        let page = try await carry(kept, token)
        return page ?? .withSession(token: token, .seeOther(Self.inside(next) ?? "/home"))
    }

    /// Goes on after a step of signing in, as the session stands now.
    func goOn(_ kept: String?, _ visit: Visit) async throws -> Answer {
        try await carry(kept, visit.token) ?? .seeOther("/home")
    }

    func rolePage(_ session: Session?, kept: String? = nil) -> Answer {
        let choices = (session?.memberships ?? []).map { RolePage.Choice(id: $0.id.rawValue, title: $0.title) }
        let page = RolePage(choices: choices, none: choices.isEmpty, kept: kept)
        return .page("accounts/role", page, title: "Choose your role")
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
