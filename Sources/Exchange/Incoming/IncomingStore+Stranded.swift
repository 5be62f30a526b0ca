import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// A message that waits for a team that has closed, or that has no clinician; nothing of what it says.
public struct StrandedMessage: Sendable, Identifiable {
    public let id: IncomingMessageID
    public let systemName: String
    public let teamID: ServiceID
    public let teamName: String
    /// Whether the team has closed; otherwise it has no clinician.
    public let isTeamClosed: Bool
    public let receivedAt: Date
}

/// What waits where nobody may be left who can decide. Whoever still has a role in a closed team sees it as before.
extension IncomingStore {
    /// What waits for teams of the caller's organisation that have closed or have no clinician, the oldest first, a hundred at
    /// most. A manager of one team alone sees what waits for that team.
    public func stranded(as actor: Actor) async throws -> [StrandedMessage] {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        let own: SQL = actor.serviceID.map { "AND m.service_id = \($0)" } ?? ""
        return try await engine.read { database in
            try database.rows(
                """
                SELECT m.id, m.received_at, m.service_id, t.name AS team_name, t.closed_at, s.name AS system_name
                \(sql: Self.stranded(organisation)) \(sql: own) ORDER BY m.received_at, m.id LIMIT 100
                """
            ).map { row in
                let closedAt: Date? = try row("closed_at")
                return StrandedMessage(
                    id: try row("id"), systemName: try row("system_name"), teamID: try row("service_id"),
                    teamName: try row("team_name"), isTeamClosed: closedAt != nil, receivedAt: try row("received_at"))
            }
        }
    }

    /// Gives what waits for one team where nobody may be left to a team whose clinicians decide, and tells that team.
    /// - Returns: how much.
    /// - Throws: `NotFound` where nothing waits that is the caller's to give, `InvalidInput` for a team that is not their
    ///   organisation's, has closed, or has no clinician.
    @discardableResult
    public func giveStranded(of left: ServiceID?, to team: ServiceID?, by actor: Actor) async throws -> Int {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        guard actor.serviceID == nil else { throw NotFound("message") }
        return try await engine.write { database in
            guard let left else { throw InvalidInput("from", "Choose whose messages you give.") }
            guard let team, try Self.isOpen(team, of: organisation, in: database) else {
                throw InvalidInput("team", "Choose the team that decides about them.")
            }
            let ids = try database.rows(
                "SELECT m.id \(sql: Self.stranded(organisation)) AND m.service_id = \(left) ORDER BY m.id"
            ).map { try $0("id") as IncomingMessageID }
            if ids.isEmpty { throw NotFound("message") }
            if try AccountStore.holders(of: [.clinician], in: organisation, reach: .teamAlone(team), in: database)
                .isEmpty
            {
                throw InvalidInput("team", "Nobody there is a clinician. Choose another team, or invite one first.")
            }
            try Self.give(ids, of: left, to: team, by: actor, at: now, database)
            return ids.count
        }
    }

    /// Lets another team decide about messages, and tells that team.
    static func give(
        _ ids: [IncomingMessageID], of left: ServiceID, to team: ServiceID, by actor: Actor, at now: Date,
        _ database: any Writing
    ) throws {
        for id in ids {
            try database.execute("UPDATE incoming_message SET service_id = \(team) WHERE id = \(id)")
            try tellTeam(team, of: id, in: try actor.organisation(), at: now, database)
        }
        let facts = ids.map {
            AuditFact("message.given", "incoming_message", $0, detail: ["from": left.rawValue, "team": team.rawValue])
        }
        try AuditTrail.record(facts, by: actor, at: now, in: database)
    }

    /// Whether the team is the organisation's, and has not closed.
    static func isOpen(
        _ team: ServiceID, of organisation: OrganisationID, in database: any Reading
    ) throws -> Bool {
        try database.row(
            "SELECT id FROM service WHERE id = \(team) AND organisation_id = \(organisation) AND closed_at IS NULL")
            != nil
    }

    /// Tells whoever decides for the team that something waits for it.
    static func tellTeam(
        _ team: ServiceID, of id: IncomingMessageID, in organisation: OrganisationID, at now: Date,
        _ database: any Writing
    ) throws {
        let word = OutboxEntry("incoming.held", subject: id, to: organisation, payload: ["team": team.rawValue])
        try database.post(word, at: now)
    }

    /// Tells the managers of the whole organisation, who see it and can give it to another team; where there is none, the
    /// organisation as such.
    static func tellOfStranded(
        _ subject: any CustomStringConvertible, in organisation: OrganisationID, at now: Date, _ database: any Writing
    ) throws {
        let managers = try AccountStore.managers(of: organisation, in: database)
        let accounts: [AccountID?] = managers.isEmpty ? [nil] : managers
        for account in accounts {
            try database.post(
                OutboxEntry("incoming.stranded", subject: subject, to: organisation, account: account), at: now)
        }
    }

    private static func stranded(_ organisation: OrganisationID) -> SQL {
        """
        FROM incoming_message m JOIN service t ON t.id = m.service_id JOIN record_system s ON s.id = m.record_system_id
        WHERE m.organisation_id = \(organisation) AND \(sql: isUnsettled)
            AND (t.closed_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM membership c JOIN account a ON a.id = c.account_id
                WHERE c.service_id = m.service_id AND c.organisation_id = m.organisation_id AND c.role = \(Role.clinician)
                    AND c.ended_at IS NULL AND a.disabled_at IS NULL))
        """
    }
}
