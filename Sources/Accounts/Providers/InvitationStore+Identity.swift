import Database
import Foundation
import Vocabulary

extension InvitationStore {
    /// Accepts an invitation with an identity at a provider, and binds the two: from then on signing in there opens this role.
    /// - Parameter signedIn: the account of the session in the browser, where there is one.
    /// - Throws: `SignInRefused` where the provider cannot vouch for that role, or the account is somebody else's;
    ///   `NotFound` for an invitation that is used, withdrawn or past its week.
    public func accept(
        _ attempt: SignInAttempt, _ statement: ProviderStatement, at provider: SignInProvider, signedIn: Account?
    ) async throws -> VerifiedIdentity {
        guard let hash = attempt.invitationHash else { throw NotFound("invitation") }
        let code = try provider.kind == .careIdentity ? statement.careOrganisation() : nil
        let identities = IdentityStore(engine: engine, keys: keys, clock: clock)
        let (now, keys, index) = (clock.now, keys, identities.subjectIndex(statement, provider))
        return try await engine.write { database in
            let invitation = try Self.open(hash: hash, at: now, keys: keys, in: database)
            let organisation = try IdentityStore.organisation(code, of: provider, in: database)
            guard provider.canVouch(for: invitation), organisation == invitation.organisationID else {
                throw SignInRefused.cannotVouch(for: invitation, provider)
            }
            let known = try IdentityStore.find(index, at: provider, in: database)?.account
            let account =
                try Self.account(for: invitation, known: known, signedIn: signedIn, keys: keys, in: database)
                ?? AccountStore.create(
                    NewAccount(named: statement.name, email: invitation.email), at: now, keys: keys, in: database)
            let role = try Self.take(invitation, by: account, at: now, in: database)
            let identity = try IdentityStore.bind(index, to: account, role, at: provider, now, in: database)
            return VerifiedIdentity(
                accountID: account, secondFactorProved: StrongAuthentication.isProved(statement, at: provider.kind),
                scope: SessionScope(identityID: identity, organisationID: organisation))
        }
    }

    /// The account that takes the role: the one the identity is bound to, or the one signed in, if it is the invited one.
    /// - Returns: `nil` where there is none with the invited address.
    private static func account(
        for invitation: Invitation, known: AccountID?, signedIn: Account?, keys: KeyRing, in database: any Reading
    ) throws -> AccountID? {
        let index = AccountStore.emailIndex(invitation.email, keys)
        let invited: AccountID? = try database.row("SELECT id FROM account WHERE email_index = \(index)")?("id")
        guard let invited else {
            guard known == nil else { throw SignInRefused.notYours(invitation.email) }
            return nil
        }
        if let known {
            guard known == invited else { throw SignInRefused.notYours(invitation.email) }
            return known
        }
        guard signedIn?.id == invited else { throw SignInRefused.notYours(invitation.email) }
        return invited
    }
}

extension NewAccount {
    /// For somebody who signs in elsewhere: no password opens the account.
    /// - Parameter named: as the provider has it; where it has none, the address has to do.
    init(named name: String?, email: String) throws {
        let typed = TypedText.clean(name ?? "")
        self.init(
            name: typed.isEmpty ? email : String(typed.prefix(100)), email: email,
            password: .matchingNothing(rounds: PasswordHash.standardRounds))
    }
}

extension SignInRefused {
    fileprivate static func cannotVouch(for invitation: Invitation, _ provider: SignInProvider) -> SignInRefused {
        let way =
            provider.kind == .careIdentity
            ? "Sign in again and choose your role there." : "Open the invitation again and join another way."
        return SignInRefused(
            message:
                "This invitation is for a role at \(invitation.organisationName), and \(provider.name) did not say that you belong there. \(way)"
        )
    }

    /// The same whether the invited address has an account or not.
    fileprivate static func notYours(_ email: String) -> SignInRefused {
        SignInRefused(
            message:
                "This sign-in cannot take up the invitation for \(email). If you have a password here, sign in with it first, then open the invitation again and choose how you want to sign in from now on. If you are known here under another e-mail address, ask for an invitation to that one."
        )
    }
}
