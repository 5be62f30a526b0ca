import Audit
import Database
import Foundation
import Vocabulary

/// People who sign in, and the roles they hold.
public struct AccountStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let passwordRounds: Int

    public init(
        engine: any Engine, keys: KeyRing, clock: any Clock, passwordRounds: Int = PasswordHash.standardRounds
    ) {
        (self.engine, self.keys, self.clock, self.passwordRounds) = (engine, keys, clock, passwordRounds)
    }

    /// Whether this installation still waits for its first operator.
    public func isEmpty() async throws -> Bool {
        try await engine.read { try $0.row("SELECT id FROM membership WHERE role = 'operator' LIMIT 1") == nil }
    }

    /// Makes the first operator of an empty installation.
    /// - Throws: `Conflict` when there is one already: the page that asks for this works once.
    public func createFirstOperator(name: String, email: String, password: String) async throws -> AccountID {
        let new = try NewAccount(name: name, email: email, password: password, rounds: passwordRounds)
        let (now, keys) = (clock.now, keys)
        return try await engine.write { database in
            guard try database.row("SELECT id FROM membership WHERE role = 'operator' LIMIT 1") == nil else {
                throw Conflict("This installation has an operator already.")
            }
            let id = try Self.create(new, at: now, keys: keys, in: database)
            try Self.grant(.operator, to: id, organisation: nil, service: nil, by: .system, at: now, in: database)
            return id
        }
    }

    public func account(_ id: AccountID) async throws -> Account {
        let keys = keys
        return try await engine.read { database in
            guard let row = try database.row("SELECT * FROM account WHERE id = \(id)") else {
                throw NotFound("account")
            }
            return try Account.read(row, keys)
        }
    }

    /// The roles a person holds now.
    public func memberships(of account: AccountID) async throws -> [Membership] {
        try await engine.read { try Self.memberships(of: account, in: $0) }
    }

    /// Everyone who holds a role in the caller's organisation.
    public func staff(as actor: Actor) async throws -> [(Account, Membership)] {
        try actor.require(.inviteStaff)
        let (organisation, keys) = (try actor.organisation(), keys)
        return try await engine.read { database in
            let sql = Membership.columns + "WHERE m.organisation_id = \(organisation) AND m.ended_at IS NULL"
            let memberships = try database.rows(sql).map(Membership.read)
            let people = Set(memberships.map(\.accountID))
            let accounts = try database.rows("SELECT * FROM account WHERE id IN (\(list: Array(people)))").map {
                try Account.read($0, keys)
            }
            let known = Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0) })
            return memberships.compactMap { membership in known[membership.accountID].map { ($0, membership) } }
        }
    }

    /// Creates an account, within a larger transaction.
    /// - Throws: `InvalidInput` on `email` where the address is taken.
    public static func create(
        _ new: NewAccount, person: PersonID? = nil, at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> AccountID {
        let index = emailIndex(new.email, keys)
        guard try database.row("SELECT id FROM account WHERE email_index = \(index)") == nil else {
            throw InvalidInput("email", "There is an account with this e-mail address already. Sign in with it.")
        }
        return try insert(new, under: index, person: person, at: now, keys: keys, in: database)
    }

    /// - Parameter index: by which the address is found; `nil` for an account that none leads to.
    private static func insert(
        _ new: NewAccount, under index: String?, person: PersonID?, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws -> AccountID {
        let id = AccountID(at: now)
        try database.execute(
            """
            INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, person_id, created_at)
            VALUES (\(id), \(index ?? id.rawValue), \(keys.seal(new.email, "account.email")),
                \(keys.seal(new.name, "account.name")), \(new.password.text), \(person), \(now))
            """
        )
        return id
    }

    /// Gives a role, within a larger transaction. Whoever is signed in is signed out: what they may do has changed.
    @discardableResult
    public static func grant(
        _ role: Role, to account: AccountID, organisation: OrganisationID?, service: ServiceID?, by actor: Actor,
        at now: Date, in database: any Writing
    ) throws -> MembershipID {
        let id = MembershipID(at: now)
        try database.execute(
            """
            INSERT INTO membership (id, account_id, organisation_id, service_id, role, created_at)
            VALUES (\(id), \(account), \(organisation), \(service), \(role), \(now))
            """
        )
        try SessionStore.endAll(of: account, in: database)
        let fact = AuditFact("membership.granted", "membership", id, detail: ["role": role.rawValue])
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        return id
    }

    static func memberships(
        of account: AccountID, within scope: SessionScope = .everything, in database: any Reading
    ) throws -> [Membership] {
        var sql = Membership.columns + "WHERE m.account_id = \(account) AND m.ended_at IS NULL"
        if let identity = scope.identityID {
            sql =
                sql
                + "AND m.id IN (SELECT membership_id FROM identity_membership WHERE identity_id = \(identity))"
        }
        if let organisation = scope.organisationID { sql = sql + "AND m.organisation_id = \(organisation)" }
        return try database.rows(sql + "ORDER BY m.created_at").map(Membership.read)
    }

    /// An account for a student who signs in at NHS login, within a larger transaction: it opens their own record alone. No
    /// e-mail address is kept, and no password opens it.
    static func createStudent(
        _ name: String, person: PersonID, at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> AccountID {
        let nothing = PasswordHash.matchingNothing(rounds: PasswordHash.standardRounds)
        let new = NewAccount(name: name, email: "", password: nothing)
        let id = try insert(new, under: nil, person: person, at: now, keys: keys, in: database)
        let student = Actor(accountID: id, organisationID: nil, role: .student, personID: person, name: name)
        try grant(.student, to: id, organisation: nil, service: nil, by: student, at: now, in: database)
        return id
    }

    static func emailIndex(_ email: String, _ keys: KeyRing) -> String {
        keys.blindIndex(email.lowercased(), "account.email")
    }
}

/// An account about to be made, checked.
public struct NewAccount: Sendable {
    public let name: String
    public let email: String
    public let password: PasswordHash

    /// For what was checked elsewhere.
    init(name: String, email: String, password: PasswordHash) {
        (self.name, self.email, self.password) = (name, email, password)
    }

    /// - Throws: `InvalidInput` on `name`, `email`, `password`, all at once.
    public init(name: String, email: String, password: String, rounds: Int = PasswordHash.standardRounds) throws {
        var faults: [FieldFault] = []
        func collect<T>(_ check: () throws(InvalidInput) -> T) -> T? {
            do { return try check() } catch {
                faults += error.faults
                return nil
            }
        }
        let checkedName = collect { () throws(InvalidInput) in
            try TypedText.required(name, field: "name", called: "your name", most: 100)
        }
        let checkedEmail = collect { () throws(InvalidInput) in try EmailAddress.check(email, field: "email") }
        _ = collect { () throws(InvalidInput) in
            try PasswordRule.check(password, email: email, field: "password")
        }
        guard faults.isEmpty, let checkedName, let checkedEmail else { throw InvalidInput(faults) }
        (self.name, self.email) = (checkedName, checkedEmail)
        self.password = try PasswordHash(of: password, rounds: rounds)
    }
}

/// The shape of an e-mail address; whether it exists only a message shows.
public enum EmailAddress {
    public static func check(_ typed: String, field: String) throws(InvalidInput) -> String {
        let text = try TypedText.required(typed, field: field, called: "an e-mail address", most: 254)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !text.contains(where: \.isWhitespace),
            !parts[1].hasPrefix("."), !parts[1].hasSuffix(".")
        else { throw InvalidInput(field, "Enter an e-mail address in the form name@example.ac.uk.") }
        return text
    }
}
