import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// A message that waits for a team that has closed; nothing of what it says.
public struct StrandedMessage: Sendable, Identifiable {
    public let id: IncomingMessageID
    public let systemName: String
    public let teamName: String
    public let receivedAt: Date
}

/// What waits where nobody may be left. Whoever still has a role in the closed team sees it as before.
extension IncomingStore {
    /// What waits for teams of the caller's organisation that have closed, the oldest first, a hundred at most. A manager of one
    /// team alone sees none.
    public func stranded(as actor: Actor) async throws -> [StrandedMessage] {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        guard actor.serviceID == nil else { return [] }
        return try await engine.read { database in
            try database.rows(
                """
                SELECT m.id, m.received_at, t.name AS team_name, s.name AS system_name \(sql: Self.stranded(organisation))
                ORDER BY m.received_at, m.id LIMIT 100
                """
            ).map { row in
                StrandedMessage(
                    id: try row("id"), systemName: try row("system_name"), teamName: try row("team_name"),
                    receivedAt: try row("received_at"))
            }
        }
    }

    /// Gives everything that waits for closed teams to a team that works, and tells that team.
    /// - Returns: how much.
    /// - Throws: `NotFound` where nothing waits that is the caller's to give, `InvalidInput` for a team that is not their
    ///   organisation's, or has closed.
    @discardableResult
    public func giveStranded(to team: ServiceID?, by actor: Actor) async throws -> Int {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        guard actor.serviceID == nil else { throw NotFound("message") }
        return try await engine.write { database in
            guard let team, try Self.isOpen(team, of: organisation, in: database) else {
                throw InvalidInput("team", "Choose the team that decides about them.")
            }
            let ids = try database.rows("SELECT m.id \(sql: Self.stranded(organisation)) ORDER BY m.id")
                .map { try $0("id") as IncomingMessageID }
            if ids.isEmpty { throw NotFound("message") }
            for id in ids {
                try database.execute("UPDATE incoming_message SET service_id = \(team) WHERE id = \(id)")
                let word = OutboxEntry(
                    "incoming.held", subject: id, to: organisation, payload: ["team": team.rawValue])
                try database.post(word, at: now)
            }
            let facts = ids.map {
                AuditFact("message.given", "incoming_message", $0, detail: ["team": team.rawValue])
            }
            try AuditTrail.record(facts, by: actor, at: now, in: database)
            return ids.count
        }
    }

    /// Whether the team is the organisation's, and has not closed.
    static func isOpen(
        _ team: ServiceID, of organisation: OrganisationID, in database: any Reading
    ) throws -> Bool {
        try database.row(
            "SELECT id FROM service WHERE id = \(team) AND organisation_id = \(organisation) AND closed_at IS NULL")
            != nil
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
        WHERE m.organisation_id = \(organisation) AND t.closed_at IS NOT NULL AND \(sql: isUnsettled)
        """
    }
}
