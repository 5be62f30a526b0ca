import Accounts
import Database
import Foundation
import Vocabulary

/// Signing in, the second step, picking a role, signing out.
public struct SignInPages: Feature {
    let door: LocalAccounts
    let sessions: SessionStore
    let secondFactor: SecondFactor
    let accounts: AccountStore
    let keys: KeyRing
    let clock: any Clock
    /// Who can be signed in as with one click; empty outside the demonstration area.
    let demonstration: @Sendable () async throws -> [DemonstrationPerson]

    public init(
        door: LocalAccounts, sessions: SessionStore, secondFactor: SecondFactor, accounts: AccountStore, keys: KeyRing,
        clock: any Clock, demonstration: @escaping @Sendable () async throws -> [DemonstrationPerson]
    ) {
        (self.door, self.sessions, self.secondFactor) = (door, sessions, secondFactor)
        (self.accounts, self.keys, self.clock) = (accounts, keys, clock)
        self.demonstration = demonstration
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/sign-in", .anyone, showSignIn)
        site.post("/sign-in", .anyone, signIn)
        site.post("/demonstration/sign-in", .anyone, signInToDemonstration)
        site.get("/sign-in/code", .signingIn) { _ in codePage() }
        site.post("/sign-in/code", .signingIn, enterCode)
        site.get("/role", .signingIn, showRoles)
        site.post("/role", .signingIn, pickRole)
        site.post("/sign-out", .anyone, signOut)
        site.post("/sign-out/everywhere", .signingIn, signOutEverywhere)
        // A sign of life: the gate has renewed the session already.
        site.post("/session/sign-of-life", .anyRole) { _ in .text("ok\n") }
    }

    private func showSignIn(_ visit: Visit) async throws -> Answer {
        if try await accounts.isEmpty() { return .seeOther("/first-run") }
        if visit.session?.actor != nil { return .seeOther("/home") }
        let page = SignInPage(next: visit.query["next"], people: try await demonstration())
        return .page("accounts/sign-in", page, title: "Sign in")
    }

    private func signIn(_ visit: Visit) async throws -> Answer {
        let email = visit.form["email"] ?? ""
        let proof = PasswordProof(email: email, password: visit.form["password"] ?? "", address: visit.address)
        do {
            let identity = try await door.identify(proof)
            return try await begin(identity, visit)
        } catch let refused as SignInRefused {
            let page = SignInPage(
                email: email, problem: refused.message, kept: visit.form["kept"], next: visit.form["next"],
                people: try await demonstration()
            )
            return .page("accounts/sign-in", page, title: "Error: Sign in", status: .unprocessableContent)
        }
    }

    private func signInToDemonstration(_ visit: Visit) async throws -> Answer {
        guard let account = visit.form["account"].flatMap(AccountID.init),
            try await demonstration().contains(where: { $0.accountID == account.rawValue })
        else { throw NotFound("account") }
        return try await begin(.demonstration(account), visit)
    }

    /// Opens the session and goes on to whatever is still missing; a kept form goes along to whom it belongs.
    private func begin(_ identity: VerifiedIdentity, _ visit: Visit) async throws -> Answer {
        let token = try await sessions.begin(identity, after: visit.token)
        guard let sealed = visit.form["kept"], let kept = KeptForm.open(sealed, for: identity.accountID, keys) else {
            return .withSession(token: token, .seeOther(Self.inside(visit.form["next"]) ?? "/home"))
        }
        let complete = try await sessions.session(token: token)?.actor != nil
        return .withSession(token: token, complete ? resume(kept) : codePage(kept: sealed))
    }

    private func resume(_ kept: KeptForm) -> Answer {
        let fields = kept.fields.filter { $0.count == 2 && $0[0] != "formToken" }
        let page = ResumePage(path: kept.path, fields: fields.map { FormPage.Hidden(name: $0[0], value: $0[1]) })
        return .page("accounts/resume", page, title: "What you were typing")
    }

    private func codePage(_ problem: String? = nil, kept: String? = nil) -> Answer {
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
        guard problem != nil else { return .page("forms/page", page, title: "Enter your code") }
        return .page("forms/page", page, title: "Error: Enter your code", status: .unprocessableContent)
    }

    /// Only a path of this site is followed.
    private static func inside(_ next: String?) -> String? {
        guard let next, next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\") else { return nil }
        return next
    }

    private func enterCode(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session else { return .seeOther("/sign-in") }
        let sealed = visit.form["kept"]
        do {
            try await secondFactor.prove(visit.form["code"] ?? "", for: session.account.id)
            try await sessions.markSecondFactor(session)
            return sealed.flatMap { KeptForm.open($0, for: session.account.id, keys) }.map(resume) ?? .seeOther("/home")
        } catch let refused as SignInRefused {
            return codePage(refused.message, kept: sealed)
        }
    }

    private func showRoles(_ visit: Visit) async throws -> Answer {
        let choices = (visit.session?.memberships ?? []).map { RolePage.Choice(id: $0.id.rawValue, title: $0.title) }
        return .page("accounts/role", RolePage(choices: choices, none: choices.isEmpty), title: "Choose your role")
    }

    private func pickRole(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session, let id = visit.form["membership"].flatMap(MembershipID.init) else {
            return .seeOther("/role")
        }
        try await sessions.pick(id, in: session)
        return .seeOther("/home")
    }

    private func signOut(_ visit: Visit) async throws -> Answer {
        if let session = visit.session { try await sessions.end(session) }
        return .withSession(token: nil, .seeOther("/sign-in", flash: "You have signed out."))
    }

    private func signOutEverywhere(_ visit: Visit) async throws -> Answer {
        if let session = visit.session { try await sessions.endAll(of: session.account.id) }
        return .withSession(token: nil, .seeOther("/sign-in", flash: "You have signed out on every device."))
    }
}

extension VerifiedIdentity {
    /// One click in the demonstration area: people there are invented, and so is their second step.
    static func demonstration(_ account: AccountID) -> VerifiedIdentity {
        VerifiedIdentity(accountID: account, secondFactorProved: true)
    }
}
