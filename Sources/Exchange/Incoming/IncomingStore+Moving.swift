import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension IncomingStore {
    /// Lets a record system work for another team of its organisation from now on, and tells the team that it leaves.
    ///
    /// What waits goes along, unless somebody has begun a notice from it. What the team that it leaves has sent stays there,
    /// and the system reads and hears of the other team's exchanges instead. What was decided in advance was decided for that
    /// team, and ends.
    /// - Throws: `NotFound` for a system that is another organisation's or was shut out, and for a manager of one team alone;
    ///   `InvalidInput` for a team that is not their organisation's, has closed, or is the one that it works for.
    public func move(_ id: RecordSystemID, to team: ServiceID?, by actor: Actor) async throws {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        guard actor.serviceID == nil else { throw NotFound("record system") }
        try await engine.write { database in
            let left = try Self.team(of: id, organisation, in: database)
            guard let team, team != left, try Self.isOpen(team, of: organisation, in: database) else {
                throw InvalidInput("service", "Choose the other team that it is to work for.")
            }
            try database.execute("UPDATE record_system SET service_id = \(team) WHERE id = \(id)")
            try database.execute("DELETE FROM system_token WHERE record_system_id = \(id)")
            try Self.moveSubscriptions(of: id, to: team, in: database)
            if try Self.instruction(for: id, in: database) != nil {
                try Self.instruct(nil, for: id, by: actor, at: now, in: database)
            }
            let fact = AuditFact(
                "record_system.moved", "record_system", id, detail: ["from": left.rawValue, "team": team.rawValue])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            let ids = try Self.untouched(from: id, for: left, in: database)
            try Self.give(ids, of: left, to: team, by: actor, at: now, database)
            let word = OutboxEntry(
                "record_system.moved", subject: team, to: organisation, payload: ["team": left.rawValue])
            try database.post(word, at: now)
        }
    }

    private static func team(
        of id: RecordSystemID, _ organisation: OrganisationID, in database: any Reading
    ) throws -> ServiceID {
        let row = try database.row(
            """
            SELECT service_id FROM record_system WHERE id = \(id) AND organisation_id = \(organisation)
                AND revoked_at IS NULL
            """
        )
        guard let row else { throw NotFound("record system") }
        return try row("service_id")
    }

    /// What waits for a team and nobody has begun with.
    private static func untouched(
        from id: RecordSystemID, for team: ServiceID, in database: any Reading
    ) throws -> [IncomingMessageID] {
        try database.rows(
            """
            SELECT m.id FROM incoming_message m WHERE m.record_system_id = \(id) AND m.service_id = \(team)
                AND m.taken_by IS NULL AND \(sql: isUnsettled) ORDER BY m.id
            """
        ).map { try $0("id") }
    }

    /// They tell of the other team's exchanges; what they were owed of those that are none of that team's goes.
    private static func moveSubscriptions(
        of id: RecordSystemID, to team: ServiceID, in database: any Writing
    ) throws {
        try database.execute("UPDATE endpoint SET service_id = \(team) WHERE record_system_id = \(id)")
        try database.execute(
            """
            DELETE FROM delivery WHERE endpoint_id IN (SELECT id FROM endpoint WHERE record_system_id = \(id))
                AND delivered_at IS NULL AND NOT EXISTS (SELECT 1 FROM exchange_team t
                    WHERE t.exchange_id = delivery.subject_id AND t.service_id = \(team))
            """
        )
    }
}
