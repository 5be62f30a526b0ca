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
        let session = try await sessions.session(token: token)
        let page = session.flatMap { carry(kept, in: $0) }
        return .withSession(token: token, page ?? .seeOther(Self.inside(next) ?? "/home"))
    }

    /// Goes on after a step of signing in, as the session stands now.
    func goOn(_ kept: String?, _ visit: Visit) async throws -> Answer {
        let session = try await visit.token.asyncFlatMap { try await sessions.session(token: $0) }
        return session.flatMap { carry(kept, in: $0) } ?? .seeOther("/home")
    }

    /// What somebody was typing goes along until they have signed in wholly, and is then given back.
    /// - Returns: `nil` where there is nothing of theirs.
    func carry(_ sealed: String?, in session: Session) -> Answer? {
        guard let kept = sealed.flatMap({ KeptForm.open($0, for: session.account.id, keys) }) else { return nil }
        switch session.stage {
        case .needsCode: return codePage(kept: sealed)
        case .needsSecondFactor: return .seeOther("/second-step/set-up")
        case .needsRole: return rolePage(session, kept: sealed)
        case .complete: break
        }
        let fields = kept.fields.filter { $0.count == 2 && $0[0] != "formToken" }
        let page = ResumePage(path: kept.path, fields: fields.map { FormPage.Hidden(name: $0[0], value: $0[1]) })
        return .page("accounts/resume", page, title: "What you were typing")
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
