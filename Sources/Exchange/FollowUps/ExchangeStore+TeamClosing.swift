import Accounts
import Database
import Directory
import Foundation
import Vocabulary

extension ExchangeStore {
    /// What would be left behind if this team closed now.
    /// - Throws: `NotFound` for a team that is not the actor's to keep.
    public func teamClosing(_ service: ServiceID, as actor: Actor) async throws -> TeamClosing {
        try actor.require(.keepDirectory)
        let (keys, now) = (keys, clock.now)
        return try await engine.read { try Self.closing(service, by: actor, at: now, keys: keys, in: $0) }
    }

    /// Closes a team. Whoever does it has seen what it leaves behind. Where messages wait for its decision, the managers of the
    /// whole organisation are told.
    /// - Parameter seen: the `mark` of what they saw; `nil` where they were shown nothing.
    /// - Throws: `NotFound` for a team that is not the actor's to keep, `Conflict` where what it leaves would have nobody, or
    ///   is not what they saw.
    public func closeTeam(_ service: ServiceID, seen: String?, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let (keys, now) = (keys, clock.now)
        try await engine.write { database in
            let closing = try Self.closing(service, by: actor, at: now, keys: keys, in: database)
            if closing.leavesNobody { throw Conflict(TeamClosing.refusal) }
            guard closing.leavesNothing || seen == closing.mark else {
                throw Conflict("What the team leaves has changed since you looked. Read it once more, then close it.")
            }
            try DirectoryStore.closeService(service, by: actor, at: now, in: database)
            guard closing.held > 0 else { return }
            try IncomingStore.tellOfStranded(service, in: closing.service.organisationID, at: now, database)
        }
    }

    private static func closing(
        _ id: ServiceID, by actor: Actor, at now: Date, keys: KeyRing, in database: any Reading
    ) throws -> TeamClosing {
        let service = try DirectoryStore.ownService(id, of: actor, in: database)
        let organisation = service.organisationID
        let managers = try AccountStore.managers(of: organisation, in: database)
        let count = { (what: SQL) in try database.count("SELECT count(*) AS count FROM \(sql: what)") }
        return TeamClosing(
            service: service,
            received: try count(
                """
                exchange_clock WHERE recipient_organisation_id = \(organisation) AND recipient_service_id = \(id)
                """),
            sent: try count(
                """
                exchange_clock c JOIN exchange e ON e.id = c.exchange_id
                WHERE c.sender_organisation_id = \(organisation) AND e.sender_service_id = \(id)
                """),
            drafts: try count(
                """
                draft WHERE service_id = \(id) AND organisation_id = \(organisation)
                    AND (expires_at > \(now) OR awaits_task_id IS NOT NULL)
                """),
            held: try count("incoming_message m WHERE \(sql: IncomingStore.open(id, organisation))"),
            systems: try systems(of: id, organisation, in: database),
            managers: try managers.map { try AccountStore.name(of: $0, keys: keys, in: database) }.sorted())
    }

    /// Those that may hand messages in.
    private static func systems(
        of team: ServiceID, _ organisation: OrganisationID, in database: any Reading
    ) throws -> [String] {
        try database.rows(
            """
            SELECT name, scopes FROM record_system WHERE service_id = \(team) AND organisation_id = \(organisation)
                AND revoked_at IS NULL ORDER BY name, id
            """
        ).filter { SystemScope.read(try $0("scopes")).contains(.messages) }.map { try $0("name") }
    }
}
