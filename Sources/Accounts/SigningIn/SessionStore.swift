import Audit
import Database
import Foundation
import Vocabulary

/// Who is signed in where. Only hashes of tokens are kept, so the database opens no session.
public struct SessionStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    public let limits: SessionLimits

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, limits: SessionLimits = SessionLimits()) {
        (self.engine, self.keys, self.clock, self.limits) = (engine, keys, clock, limits)
    }

    /// Begins a session for somebody who came through the door.
    /// - Parameter previous: the token of the session that this one follows; it ends, and the role picked in it stays.
    /// - Returns: the token for the cookie; it is not kept here.
    public func begin(_ identity: VerifiedIdentity, after previous: String? = nil) async throws -> String {
        let (token, now) = (Secret.token(), clock.now)
        let formToken = try FormToken.make(for: identity.accountID, keys)
        try await engine.write { database in
            let roles = try AccountStore.memberships(of: identity.accountID, within: identity.scope, in: database)
            let before = try Self.membership(picked: previous, by: identity.accountID, in: database)
            let picked = roles.first { $0.id == before }?.id ?? (roles.count == 1 ? roles.first?.id : nil)
            if let previous { try database.execute("DELETE FROM session WHERE token_hash = \(Secret.hash(previous))") }
            let second = identity.secondFactorProved ? now : nil
            try database.execute(
                """
                INSERT INTO session (token_hash, account_id, membership_id, form_token, second_factor_at, created_at,
                    seen_at, identity_id, organisation_id)
                VALUES (\(Secret.hash(token)), \(identity.accountID), \(picked), \(formToken), \(second), \(now), \(now),
                    \(identity.scope.identityID), \(identity.scope.organisationID))
                """
            )
            let actor = Actor(accountID: identity.accountID, organisationID: nil, role: .system, name: "")
            let way = identity.scope.identityID.map { ["identity": $0.rawValue] } ?? [:]
            let fact = AuditFact("sign_in.succeeded", "account", identity.accountID, detail: way)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return token
    }

    /// What a cookie's token stands for.
    /// - Returns: `nil` for an unknown, ended, or idle session.
    public func session(token: String) async throws -> Session? {
        let (now, keys, limits) = (clock.now, keys, limits)
        return try await engine.read { database in
            try Self.session(hash: Secret.hash(token), at: now, limits: limits, keys: keys, in: database)
        }
    }

    /// Whose form it is that carries this token, and of which role, also where the session that it was made in has ended.
    /// - Returns: `nil` for a token that was not made here.
    public func origin(ofForm token: String) -> FormOrigin? { FormToken.origin(of: token, keys) }

    /// A sign of life. Written at most once a minute: a busy page must not become a busy disk.
    public func touch(_ session: Session) async throws {
        let (now, hash) = (clock.now, session.tokenHash)
        let aMinuteAgo = now.addingTimeInterval(-60)
        try await engine.write { database in
            try database.execute(
                "UPDATE session SET seen_at = \(now) WHERE token_hash = \(hash) AND seen_at < \(aMinuteAgo)")
        }
    }

    /// Whether `touch` would write.
    public func isStale(_ session: Session) -> Bool {
        session.endsAt.timeIntervalSince(clock.now) < limits.idle(for: session.memberships) - 60
    }

    public func markSecondFactor(_ session: Session) async throws {
        let (now, hash) = (clock.now, session.tokenHash)
        try await engine.write {
            try $0.execute("UPDATE session SET second_factor_at = \(now) WHERE token_hash = \(hash)")
        }
    }

    /// Picks one of the roles the person holds.
    /// - Throws: `NotFound` for a role they do not hold.
    public func pick(_ membership: MembershipID, in session: Session) async throws {
        guard session.memberships.contains(where: { $0.id == membership }) else { throw NotFound("membership") }
        let hash = session.tokenHash
        try await engine.write {
            try $0.execute("UPDATE session SET membership_id = \(membership) WHERE token_hash = \(hash)")
        }
    }

    public func end(_ session: Session) async throws {
        let hash = session.tokenHash
        try await engine.write { try $0.execute("DELETE FROM session WHERE token_hash = \(hash)") }
    }

    /// Signs the person out everywhere.
    public func endAll(of account: AccountID) async throws {
        try await engine.write { try Self.endAll(of: account, in: $0) }
    }

    /// Forgets sessions that ended more than a day ago.
    public func purge() async throws {
        let old = clock.now.addingTimeInterval(-24 * 3600)
        // Rarely has one: a read waits for no writer and lets none wait.
        let ended: SQL = "SELECT token_hash FROM session WHERE seen_at < \(old) LIMIT 1"
        guard try await engine.read({ try $0.row(ended) }) != nil else { return }
        try await engine.write { try $0.execute("DELETE FROM session WHERE seen_at < \(old)") }
    }

    static func endAll(of account: AccountID, in database: any Writing) throws {
        try database.execute("DELETE FROM session WHERE account_id = \(account)")
    }

    private static func membership(
        picked token: String?, by account: AccountID, in database: any Reading
    ) throws -> MembershipID? {
        guard let hash = token.map(Secret.hash) else { return nil }
        let sql = "SELECT membership_id FROM session WHERE token_hash = \(hash) AND account_id = \(account)" as SQL
        return try database.row(sql)?("membership_id")
    }

    private static func session(
        hash: String, at now: Date, limits: SessionLimits, keys: KeyRing, in database: any Reading
    ) throws -> Session? {
        let held = try database.row(
            """
            SELECT a.*, s.membership_id, s.form_token, s.second_factor_at, s.seen_at, s.created_at AS begun_at,
                s.identity_id, s.organisation_id, i.provider_id
            FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN identity i ON i.id = s.identity_id
            WHERE s.token_hash = \(hash) AND a.disabled_at IS NULL
            """
        )
        guard let row = held else { return nil }
        let (account, seenAt, begunAt): (Account, Date, Date) = (
            try Account.read(row, keys), try row("seen_at"), try row("begun_at")
        )
        let scope = SessionScope(identityID: try row("identity_id"), organisationID: try row("organisation_id"))
        let roles = try AccountStore.memberships(of: account.id, within: scope, in: database)
        let endsAt = min(seenAt.addingTimeInterval(limits.idle(for: roles)), begunAt.addingTimeInterval(limits.most))
        guard now < endsAt else { return nil }
        let picked: MembershipID? = try row("membership_id")
        let second: Date? = try row("second_factor_at")
        let membership = roles.first { $0.id == picked }
        return Session(
            tokenHash: hash, account: account, memberships: roles, membership: membership,
            stage: stage(account, roles, membership, secondFactorDone: second != nil),
            formToken: FormToken.inRole(membership?.id, try row("form_token")), endsAt: endsAt,
            providerID: try row("provider_id"), scope: scope
        )
    }

    private static func stage(
        _ account: Account, _ roles: [Membership], _ picked: Membership?, secondFactorDone: Bool
    ) -> SessionStage {
        let staff = roles.contains { $0.role.isStaff }
        if !secondFactorDone {
            if account.hasSecondFactor { return .needsCode }
            if staff { return .needsSecondFactor }
        }
        guard let picked else { return .needsRole }
        return .complete(picked.actor(as: account))
    }
}
