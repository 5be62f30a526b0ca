import Audit
import Database
import Foundation
import Vocabulary

/// Who somebody at a provider is here. Nobody gets a role by signing in: an identity opens the roles that were bound to it.
public struct IdentityStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// A member of staff who signed in at a provider and is known.
    /// - Throws: `SignInRefused` for an unknown identity, and for one without a role in the organisation that counts.
    public func recognise(_ statement: ProviderStatement, at provider: SignInProvider) async throws -> VerifiedIdentity
    {
        let code = try provider.kind == .careIdentity ? statement.careOrganisation() : nil
        let index = subjectIndex(statement, provider)
        return try await engine.read { database in
            guard let known = try Self.find(index, at: provider, in: database) else {
                throw SignInRefused.unknown(at: provider.name)
            }
            let organisation = try Self.organisation(code, of: provider, in: database)
            let scope = SessionScope(identityID: known.id, organisationID: organisation)
            guard try !AccountStore.memberships(of: known.account, within: scope, in: database).isEmpty else {
                throw code == nil ? SignInRefused.withoutRole : SignInRefused.otherOrganisation
            }
            return VerifiedIdentity(
                accountID: known.account,
                secondFactorProved: StrongAuthentication.isProved(statement, at: provider.kind),
                scope: scope)
        }
    }

    /// A student whom NHS login has proved, at the record that bears their NHS number and date of birth.
    /// - Parameter record: the person on record under both; `nil` where there is none.
    /// - Throws: `SignInRefused` in the same words for no record and for an account that is closed.
    public func recogniseStudent(
        _ statement: ProviderStatement, at provider: SignInProvider,
        record: @Sendable (NHSNumber, CalendarDate) async throws -> PersonID?
    ) async throws -> VerifiedIdentity {
        let proved = try statement.provedStudent()
        guard let person = try await record(proved.nhsNumber, proved.birthDate) else { throw SignInRefused.noRecord }
        let (now, index) = (clock.now, subjectIndex(statement, provider))
        let (name, keys) = (statement.name ?? "Student", keys)
        return try await engine.write { database in
            let account =
                try Self.student(person, in: database)
                ?? AccountStore.createStudent(name, person: person, at: now, keys: keys, in: database)
            let roles = try AccountStore.memberships(of: account, in: database).filter { $0.role == .student }
            guard let role = roles.first?.id else { throw SignInRefused.noRecord }
            let identity = try Self.bind(index, to: account, role, at: provider, now, in: database)
            return VerifiedIdentity(
                accountID: account, secondFactorProved: StrongAuthentication.isProved(statement, at: provider.kind),
                scope: SessionScope(identityID: identity, organisationID: nil))
        }
    }

    /// Writes down that somebody came from a provider and was not let in, and why in a word; never who.
    public func refused(at provider: SignInProviderID, because reason: String) async throws {
        let now = clock.now
        let fact = AuditFact("sign_in.refused", "sign_in_provider", provider, detail: ["reason": reason])
        try await engine.write { try AuditTrail.record(fact, by: .system, at: now, in: $0) }
    }

    func subjectIndex(_ statement: ProviderStatement, _ provider: SignInProvider) -> String {
        keys.blindIndex("\(provider.issuer)\u{0}\(statement.subject)", "identity.subject")
    }

    static func find(
        _ index: String, at provider: SignInProvider, in database: any Reading
    ) throws -> (id: IdentityID, account: AccountID)? {
        let row = try database.row(
            """
            SELECT i.id, i.account_id FROM identity i JOIN account a ON a.id = i.account_id
            WHERE i.provider_id = \(provider.id) AND i.subject_index = \(index) AND a.disabled_at IS NULL
            """
        )
        return try row.map { (try $0("id"), try $0("account_id")) }
    }

    /// Ties an identity to an account, and to one more role of it.
    static func bind(
        _ index: String, to account: AccountID, _ role: MembershipID, at provider: SignInProvider, _ now: Date,
        in database: any Writing
    ) throws -> IdentityID {
        let known = try find(index, at: provider, in: database)
        guard known == nil || known?.account == account else { throw SignInRefused.noRecord }
        let id = known?.id ?? IdentityID(at: now)
        if known == nil {
            try database.execute(
                """
                INSERT INTO identity (id, provider_id, subject_index, account_id, bound_at)
                VALUES (\(id), \(provider.id), \(index), \(account), \(now))
                """
            )
            let person = Actor(accountID: account, organisationID: nil, role: .system, name: "")
            let fact = AuditFact("identity.bound", "account", account, detail: ["provider": provider.id.rawValue])
            try AuditTrail.record(fact, by: person, at: now, in: database)
        }
        try open(role, to: id, in: database)
        return id
    }

    /// From now on signing in as this identity opens this role.
    static func open(_ role: MembershipID, to identity: IdentityID, in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO identity_membership (identity_id, membership_id) VALUES (\(identity), \(role))
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// The organisation that the roles must be held in; an ODS code that nobody here has matches none.
    static func organisation(
        _ code: ODSCode?, of provider: SignInProvider, in database: any Reading
    ) throws -> OrganisationID? {
        guard let code else { return provider.organisationID }
        guard let row = try database.row("SELECT id FROM organisation WHERE ods_code = \(code)") else {
            throw SignInRefused.otherOrganisation
        }
        return try row("id")
    }

    private static func student(_ person: PersonID, in database: any Reading) throws -> AccountID? {
        let row = try database.row(
            "SELECT id, disabled_at FROM account WHERE person_id = \(person) ORDER BY disabled_at IS NOT NULL LIMIT 1")
        guard let row else { return nil }
        let disabled: Date? = try row("disabled_at")
        guard disabled == nil else { throw SignInRefused.noRecord }
        return try row("id")
    }
}

extension SignInRefused {
    static func unknown(at provider: String) -> SignInRefused {
        SignInRefused(
            message:
                "\(provider) knows you, but Footbridge does not yet. Ask the service manager of your organisation for an invitation, open its link, and choose \(provider) there."
        )
    }

    static let withoutRole = SignInRefused(
        message:
            "You hold no role in Footbridge at the moment that you can use this way. Ask the service manager of your organisation for an invitation."
    )

    static let otherOrganisation = SignInRefused(
        message:
            "The role that you chose in CIS2 is at an organisation for which you hold no role in Footbridge. Sign in again and choose your role at the right one, or ask its service manager for an invitation."
    )

    static let noRecord = SignInRefused(
        message:
            "There is nothing about you in Footbridge under your NHS number and date of birth, so there is nothing to show. If you were told otherwise, ask whoever told you."
    )
}
