import Audit
import Database
import Foundation
import Vocabulary

/// The sign-in providers of the installation: the operator registers, offers and closes them (ADR 17 says why the operator).
public struct ProviderStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let keyBits: Int

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, keyBits: Int = ProviderKey.standardBits) {
        (self.engine, self.keys, self.clock, self.keyBits) = (engine, keys, clock, keyBits)
    }

    /// Registers one, with a first key of our own for it. Nobody can choose it before it is offered.
    /// - Throws: `InvalidInput`, with everything that is wrong.
    public func register(_ new: NewProvider, by actor: Actor) async throws -> SignInProviderID {
        try actor.require(.administerInstallation)
        let (id, account, now) = (SignInProviderID(at: clock.now), try actor.account(), clock.now)
        let key = try await ProviderKey.sealed(bits: keyBits, at: now, keys)
        try await engine.write { database in
            if let organisation = new.organisation {
                let open: SQL = "SELECT id FROM organisation WHERE id = \(organisation) AND closed_on IS NULL"
                guard try database.row(open) != nil else {
                    throw InvalidInput("organisation", "Find the organisation and choose it.")
                }
            }
            try database.execute(
                """
                INSERT INTO sign_in_provider (id, kind, name, issuer, client_id, organisation_id, registered_by,
                    registered_at)
                VALUES (\(id), \(new.kind), \(new.name), \(new.issuer), \(new.clientID), \(new.organisation),
                    \(account), \(now))
                """
            )
            try Self.keep(key, for: id, usedFrom: now, at: now, in: database)
            let fact = AuditFact("provider.registered", "sign_in_provider", id, detail: ["kind": new.kind.rawValue])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return id
    }

    /// All that were ever registered, those in use first.
    public func providers(as actor: Actor) async throws -> [SignInProvider] {
        try actor.require(.administerInstallation)
        return try await engine.read { database in
            try database.rows(SignInProvider.columns + "ORDER BY p.closed_at IS NOT NULL, p.name, p.id")
                .map(SignInProvider.init)
        }
    }

    /// - Throws: `NotFound`.
    public func provider(_ id: SignInProviderID, as actor: Actor) async throws -> SignInProvider {
        try actor.require(.administerInstallation)
        return try await engine.read { database in
            guard let row = try database.row(SignInProvider.columns + "WHERE p.id = \(id)") else {
                throw NotFound("sign-in provider")
            }
            return try SignInProvider(row)
        }
    }

    /// Organisations whose own sign-in can be of use: somebody of theirs is here, or is invited.
    public func possibleOrganisations(as actor: Actor) async throws -> [(OrganisationID, String)] {
        try actor.require(.administerInstallation)
        return try await engine.read { database in
            try database.rows(
                """
                SELECT id, name FROM organisation WHERE closed_on IS NULL AND (joined_at IS NOT NULL
                    OR id IN (SELECT organisation_id FROM invitation)) ORDER BY name, id
                """
            ).map { row -> (OrganisationID, String) in (try row("id"), try row("name")) }
        }
    }

    /// What anybody may choose on the sign-in page, by name.
    public func offered() async throws -> [SignInProvider] {
        try await engine.read { try Self.offered("ORDER BY p.name, p.id", in: $0) }
    }

    /// - Throws: `NotFound` for one that is not offered.
    public func offered(_ id: SignInProviderID) async throws -> SignInProvider {
        try await engine.read { database in
            guard let provider = try Self.offered("AND p.id = \(id)", in: database).first else {
                throw NotFound("sign-in provider")
            }
            return provider
        }
    }

    private static func offered(_ rest: SQL, in database: any Reading) throws -> [SignInProvider] {
        let offered = SignInProvider.columns + "WHERE p.offered_at IS NOT NULL AND p.closed_at IS NULL"
        return try database.rows(offered + rest).map(SignInProvider.init)
    }

    /// Lets people choose it.
    public func offer(_ id: SignInProviderID, by actor: Actor) async throws {
        try await change(id, "provider.offered", "offered_at = \(clock.now)", by: actor) { _ in }
    }

    /// Nobody signs in there from now on, and whoever did is signed out; calendars that were made so get nothing more. It
    /// stays so.
    public func close(_ id: SignInProviderID, by actor: Actor) async throws {
        try await change(id, "provider.closed", "closed_at = \(clock.now)", by: actor) { database in
            let theirs: SQL = "identity_id IN (SELECT id FROM identity WHERE provider_id = \(id))"
            try database.execute("DELETE FROM session WHERE \(sql: theirs)")
            try database.execute("DELETE FROM calendar_address WHERE \(sql: theirs)")
            try database.execute("DELETE FROM sign_in_attempt WHERE provider_id = \(id)")
        }
    }

    /// One act on a provider that is not closed, written down with it. Without a change to its row it still holds the row, so
    /// that two such acts wait for each other.
    func change(
        _ id: SignInProviderID, _ act: String, _ change: SQL = "id = id", by actor: Actor,
        _ rest: @escaping @Sendable (any Writing) throws -> Void
    ) async throws {
        try actor.require(.administerInstallation)
        let now = clock.now
        try await engine.write { database in
            let count = try database.changes(
                "UPDATE sign_in_provider SET \(sql: change) WHERE id = \(id) AND closed_at IS NULL")
            guard count == 1 else { throw NotFound("sign-in provider") }
            try rest(database)
            try AuditTrail.record(AuditFact(act, "sign_in_provider", id), by: actor, at: now, in: database)
        }
    }
}

/// A provider about to be registered, checked as far as that goes without asking it.
public struct NewProvider: Sendable {
    let kind: ProviderKind
    let name: String
    let issuer: String
    let clientID: String
    let organisation: OrganisationID?

    /// - Throws: `InvalidInput` on `kind`, `name`, `issuer`, `clientID`, `organisation`, all at once.
    public init(
        kind: String?, name: String?, issuer: String?, clientID: String?, organisation: OrganisationID?
    ) throws(InvalidInput) {
        var faults: [FieldFault] = []
        func text(_ typed: String?, _ field: String, _ called: String, most: Int) -> String {
            do throws(InvalidInput) {
                return try TypedText.required(typed, field: field, called: called, most: most)
            } catch {
                faults += error.faults
                return ""
            }
        }
        let kind = kind.flatMap(ProviderKind.init(rawValue:))
        if kind == nil { faults.append(FieldFault("kind", "Choose what sort of provider it is.")) }
        (self.kind, self.name) = (kind ?? .organisation, text(name, "name", "a name", most: 60))
        self.issuer = text(issuer, "issuer", "the issuer’s address", most: 300)
        self.clientID = text(clientID, "clientID", "the client id", most: 200)
        self.organisation = kind == .organisation ? organisation : nil
        if !self.issuer.isEmpty, !Self.isIssuer(self.issuer) {
            faults.append(
                FieldFault("issuer", "The issuer is an address that begins with https:// and has no ? or # in it."))
        }
        if kind == .organisation, organisation == nil {
            faults.append(FieldFault("organisation", "Find the organisation and choose it."))
        }
        guard faults.isEmpty else { throw InvalidInput(faults) }
    }

    private static func isIssuer(_ text: String) -> Bool {
        guard let url = URL(string: text), url.query() == nil, url.fragment() == nil, url.user() == nil else {
            return false
        }
        return ProviderAddress.isSafe(url)
    }
}
