import Audit
import Database
import Foundation
import Vocabulary

/// How people and organisations join: nobody gets a role by signing in, only by an invitation that a person made.
public struct InvitationStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let passwordRounds: Int

    /// The act of the record by which it says who made an invitation, and in which role.
    private static let made = "invitation.made"

    /// A week, as a person on leave needs.
    static let life: TimeInterval = 7 * 24 * 3600

    public init(
        engine: any Engine, keys: KeyRing, clock: any Clock, passwordRounds: Int = PasswordHash.standardRounds
    ) {
        (self.engine, self.keys, self.clock, self.passwordRounds) = (engine, keys, clock, passwordRounds)
    }

    /// The operator invites an organisation: its first service manager, who invites everybody else.
    /// - Parameter form: what tells one form that was sent from another; the same one sent twice invites once, by each way.
    /// - Returns: the token of the link, which is not kept here.
    /// - Throws: `InvalidInput` on `email` also where what the same form made before was withdrawn or accepted, or ran out.
    public func invite(
        organisation: OrganisationID, manager email: String, way: InvitationWay = .link,
        form: String = UUID().uuidString, by actor: Actor
    ) async throws -> String {
        try actor.require(.administerInstallation)
        let new = NewInvitation(organisation: organisation, service: nil, role: .serviceManager, email: email)
        return try await invite(new, way, form, by: actor)
    }

    /// A manager invites a colleague into their own organisation.
    /// - Parameters:
    ///   - service: the team; `nil` for all of the organisation.
    ///   - form: as with `invite(organisation:manager:way:form:by:)`.
    /// - Throws: `InvalidInput` for a role that nobody is invited to, for one of a team without its team, where the
    ///   organisation has teams, and as with `invite(organisation:manager:way:form:by:)`.
    public func invite(
        colleague email: String, role: Role, service: ServiceID?, way: InvitationWay = .link,
        form: String = UUID().uuidString, by actor: Actor
    ) async throws -> String {
        try actor.require(.inviteStaff)
        let organisation = try actor.organisation()
        guard role.isStaff, role != .operator else {
            throw InvalidInput("role", "Choose a role of your organisation.")
        }
        let new = NewInvitation(organisation: organisation, service: service, role: role, email: email)
        return try await invite(new, way, form, by: actor)
    }

    /// Whether somebody with that address holds the role already, in the caller's organisation and in that very place.
    /// - Throws: `InvalidInput` on `email`.
    public func holds(
        _ role: Role, service: ServiceID?, email: String, as actor: Actor
    ) async throws -> Bool {
        try actor.require(.inviteStaff)
        let organisation = try actor.organisation()
        let index = AccountStore.emailIndex(try EmailAddress.check(email, field: "email"), keys)
        return try await engine.read { database in
            let places: [ServiceID?] = try database.rows(
                """
                SELECT m.service_id FROM membership m JOIN account a ON a.id = m.account_id
                WHERE a.email_index = \(index) AND a.disabled_at IS NULL AND m.organisation_id = \(organisation)
                    AND m.role = \(role) AND m.ended_at IS NULL
                """
            ).map { try $0("service_id") }
            return places.contains(service)
        }
    }

    private struct NewInvitation {
        let organisation: OrganisationID
        let service: ServiceID?
        let role: Role
        let email: String
    }

    private func invite(
        _ new: NewInvitation, _ way: InvitationWay, _ form: String, by actor: Actor
    ) async throws -> String {
        let address = try EmailAddress.check(new.email, field: "email")
        let (organisation, service, role) = (new.organisation, new.service, new.role)
        let (now, keys, id, account) = (clock.now, keys, InvitationID(at: clock.now), try actor.account())
        let index = AccountStore.emailIndex(address, keys)
        let secret = InvitationSecret(
            [account.rawValue, form, organisation.rawValue, service?.rawValue ?? "", role.rawValue, index, way.topic],
            keys)
        try await engine.write { database in
            guard
                try database.row("SELECT id FROM organisation WHERE id = \(organisation) AND closed_on IS NULL") != nil
            else { throw NotFound("organisation") }
            try Self.requirePlace(service, of: organisation, for: role, in: database)
            let isMade = try database.adds(
                """
                INSERT INTO invitation (id, token_hash, seed, organisation_id, service_id, role, email_index,
                    email_sealed, invited_by, created_at, expires_at, mailed_at)
                VALUES (\(id), \(secret.hash), \(secret.seed), \(organisation), \(service), \(role), \(index),
                    \(keys.seal(address, "account.email")), \(account), \(now), \(now + Self.life),
                    \(way == .mail ? now : nil))
                ON CONFLICT (token_hash) DO NOTHING
                """
            )
            // A proxy that tries again brings the same form: the first one did everything.
            guard isMade else { return try Self.requireOpen(secret, at: now, in: database) }
            let fact = AuditFact(Self.made, "invitation", id, detail: ["role": role.rawValue])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            try database.post(OutboxEntry(way.topic, subject: id, to: organisation), at: now)
        }
        return secret.token
    }

    /// That the team is one of the organisation's; that there is one where the role works in a team, and there are any.
    private static func requirePlace(
        _ service: ServiceID?, of organisation: OrganisationID, for role: Role, in database: any Reading
    ) throws {
        let teams: SQL = "SELECT id FROM service WHERE organisation_id = \(organisation) AND closed_at IS NULL"
        if let service {
            guard try database.row("\(sql: teams) AND id = \(service)") != nil else { throw NotFound("service") }
        } else if role.worksInTeam, try database.row("\(sql: teams) LIMIT 1") != nil {
            let who = role.titleWithArticle
            throw InvalidInput(
                "service", "Choose the team. \(who.prefix(1).uppercased() + who.dropFirst()) works in one.")
        }
    }

    /// The invitation behind a link.
    /// - Throws: `NotFound` where it is unknown, used, withdrawn or past its week.
    public func invitation(token: String) async throws -> Invitation {
        let (now, keys) = (clock.now, keys)
        return try await engine.read { try Self.open(hash: Secret.hash(token), at: now, keys: keys, in: $0) }
    }

    /// The invitations that wait to be accepted, newest first: to a manager those of the organisation, to the operator those
    /// that somebody made as operator.
    public func invitations(as actor: Actor) async throws -> [Invitation] {
        let (scope, now, keys) = (try Self.scope(of: actor), clock.now, keys)
        return try await engine.read { database in
            let open: SQL = "WHERE \(sql: scope) AND \(sql: Self.isOpen(at: now))"
            let sql = Self.columns + "\(sql: open) ORDER BY i.created_at DESC LIMIT 500"
            return try database.rows(sql).map { try Invitation.read($0, keys) }
        }
    }

    /// The rows of `invitation i` that are the actor's to see, to send again and to withdraw. In which role somebody made one
    /// stands in the record of acts alone: the same person may be an operator here and a manager there.
    static func scope(of actor: Actor) throws(Forbidden) -> SQL {
        if actor.may(.inviteStaff) { return "i.organisation_id = \(try actor.organisation())" }
        try actor.require(.administerInstallation)
        return """
            i.role = \(Role.serviceManager) AND EXISTS (
                SELECT 1 FROM audit_entry a
                WHERE a.subject_id = i.id AND a.action = \(Self.made) AND a.role = \(Role.operator))
            """
    }

    private static let columns: SQL =
        """
        SELECT i.*, o.name AS organisation_name, (SELECT s.name FROM service s WHERE s.id = i.service_id) AS service_name
        FROM invitation i JOIN organisation o ON o.id = i.organisation_id
        """

    static func open(hash: String, at now: Date, keys: KeyRing, in database: any Reading) throws -> Invitation {
        guard let row = try openRow("i.token_hash = \(hash)", at: now, in: database) else {
            throw NotFound("invitation")
        }
        return try Invitation.read(row, keys)
    }

    /// One that can be accepted now.
    static func openRow(_ which: SQL, at now: Date, in database: any Reading) throws -> Row? {
        try database.row(columns + "WHERE \(sql: which) AND \(sql: isOpen(at: now))")
    }

    private static func isOpen(at now: Date) -> SQL {
        "i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > \(now)"
    }
}
