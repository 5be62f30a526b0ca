import Accounts
import Database
import Foundation
import Vocabulary

/// Signing in, the second step, picking a role, signing out.
public struct SignInPages: Feature {
    let door: LocalAccounts
    let opening: Opening
    let secondFactor: SecondFactor
    let accounts: AccountStore
    let providers: ProviderStore
    let clock: any Clock
    /// Who can be signed in as with one click; empty outside the demonstration area.
    let demonstration: @Sendable () async throws -> [DemonstrationPerson]

    public init(
        door: LocalAccounts, opening: Opening, secondFactor: SecondFactor, accounts: AccountStore,
        providers: ProviderStore, clock: any Clock,
        demonstration: @escaping @Sendable () async throws -> [DemonstrationPerson]
    ) {
        (self.door, self.opening, self.secondFactor) = (door, opening, secondFactor)
        (self.accounts, self.providers, self.clock) = (accounts, providers, clock)
        self.demonstration = demonstration
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/sign-in", .anyone, showSignIn)
        site.post("/sign-in", .anyone, signIn)
        site.post("/demonstration/sign-in", .anyone, signInToDemonstration)
        site.get("/sign-in/code", .signingIn) { _ in opening.codePage() }
        site.post("/sign-in/code", .signingIn, enterCode)
        site.get("/role", .signingIn) { visit in opening.rolePage(visit.session) }
        site.post("/role", .signingIn, pickRole)
        site.post("/sign-out", .anyone, signOut)
        site.post("/leave", .anyone, leave)
        site.post("/sign-out/everywhere", .signingIn, signOutEverywhere)
        // A sign of life, in whatever role: the gate has renewed the session already.
        site.post("/session/sign-of-life", .signingIn) { _ in .text("ok\n") }
    }

    private func showSignIn(_ visit: Visit) async throws -> Answer {
        if try await accounts.isEmpty() { return .seeOther("/first-run") }
        if visit.session?.actor != nil { return .seeOther("/home") }
        let ways = SignInWays(try await providers.offered(), typed: visit.query["with"])
        let page = SignInPage(next: visit.query["next"], people: try await demonstration(), ways: ways)
        return .page("accounts/sign-in", page, title: "Sign in")
    }

    private func signIn(_ visit: Visit) async throws -> Answer {
        let email = visit.form["email"] ?? ""
        let proof = PasswordProof(email: email, password: visit.form["password"] ?? "", address: visit.address)
        do {
            let identity = try await door.identify(proof)
            return try await opening.begin(identity, visit)
        } catch let refused as SignInRefused {
            let page = SignInPage(
                email: email, problem: refused.message, kept: visit.form["kept"], next: visit.form["next"],
                people: try await demonstration(), ways: SignInWays(all: try await providers.offered())
            )
            let title = page.lapsed ? "Error: Sign in again" : "Error: Sign in"
            return .page("accounts/sign-in", page, title: title, status: .unprocessableContent)
        }
    }

    private func signInToDemonstration(_ visit: Visit) async throws -> Answer {
        guard let account = visit.form["account"].flatMap(AccountID.init),
            try await demonstration().contains(where: { $0.accountID == account.rawValue })
        else { throw NotFound("account") }
        return try await opening.begin(.demonstration(account), visit)
    }

    private func enterCode(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session else { return .seeOther("/sign-in") }
        let sealed = visit.form["kept"]
        do {
            try await secondFactor.prove(visit.form["code"] ?? "", for: session.account.id)
            try await opening.sessions.markSecondFactor(session)
            return try await opening.goOn(sealed, visit)
        } catch let refused as SignInRefused {
            return opening.codePage(refused.message, kept: sealed)
        }
    }

    private func pickRole(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session, let id = visit.form["membership"].flatMap(MembershipID.init) else {
            return .seeOther("/role")
        }
        try await opening.sessions.pick(id, in: session)
        return try await opening.goOn(visit.form["kept"], visit)
    }

    private func signOut(_ visit: Visit) async throws -> Answer {
        if let session = visit.session { try await opening.sessions.end(session) }
        if let provider = visit.session?.providerID {
            return .withSession(token: nil, .seeOther("/sign-in/providers/\(provider)/signed-out"))
        }
        return .withSession(token: nil, .seeOther("/sign-in", flash: "You have signed out."))
    }

    /// Somebody comes into the room where a student reads what was shared: they are signed out, and on a page that says nothing
    /// of it, not even that they have signed out.
    private func leave(_ visit: Visit) async throws -> Answer {
        if let session = visit.session { try await opening.sessions.end(session) }
        return .withSession(token: nil, .seeOther(SiteSettings.elsewhere))
    }

    private func signOutEverywhere(_ visit: Visit) async throws -> Answer {
        if let session = visit.session { try await opening.sessions.endAll(of: session.account.id) }
        return .withSession(token: nil, .seeOther("/sign-in", flash: "You have signed out on every device."))
    }
}

extension VerifiedIdentity {
    /// One click in the demonstration area: people there are invented, and so is their second step.
    static func demonstration(_ account: AccountID) -> VerifiedIdentity {
        VerifiedIdentity(accountID: account, secondFactorProved: true)
    }
}
