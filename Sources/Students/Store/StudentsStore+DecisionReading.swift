import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// The latest decision about an exchange or its draft; it alone counts.
    public static func decision(
        on exchange: ExchangeID, keys: KeyRing, in database: any Reading
    ) throws -> SharingDecision? {
        let latest = try database.row(
            "SELECT * FROM sharing_decision WHERE exchange_id = \(exchange) ORDER BY decided_at DESC, id DESC LIMIT 1"
        )
        return try latest.map { try decision($0, keys: keys) }
    }

    /// What a lead decided in a task of the own organisation, with the reasons; `nil` while nobody has.
    public func decision(in task: DecisionTask, as actor: Actor) async throws -> SharingDecision? {
        try actor.require(.decideWithoutConsent)
        guard let id = task.answer?.decisionID else { return nil }
        let organisation = try actor.organisation()
        return try await engine.read { [keys] database in
            try database.row(
                "SELECT * FROM sharing_decision WHERE id = \(id) AND organisation_id = \(organisation)"
            ).map { try Self.decision($0, keys: keys) }
        }
    }

    /// Decisions about a person, newest first: all of them for the student, the own organisation's for the sender's
    /// staff. Who received an exchange reads its decision with the exchange.
    public func decisions(about person: PersonID, as actor: Actor) async throws -> [SharingDecision] {
        try await engine.read { [keys] database in
            try Self.requireSight(of: person, as: actor, in: database)
            let scope: SQL = actor.role == .student ? "1 = 1" : try Self.ownDecisions(of: actor)
            return try database.rows(
                """
                SELECT * FROM sharing_decision WHERE person_id = \(person) AND \(sql: scope)
                ORDER BY decided_at DESC, id DESC
                """
            ).map { try Self.decision($0, keys: keys) }
        }
    }

    private static func ownDecisions(of actor: Actor) throws -> SQL {
        let organisation = try actor.organisation()
        let kept = kept("sharing_decision.exchange_id", by: organisation)
        return "organisation_id = \(organisation) AND \(sql: kept)"
    }

    static func decision(_ row: Row, keys: KeyRing) throws -> SharingDecision {
        let grounds = try keys.open(row("reasons_sealed"), "sharing_decision.reasons")
        return SharingDecision(
            id: try row("id"), personID: try row("person_id"), exchangeID: try row("exchange_id"),
            organisationID: try row("organisation_id"),
            recipient: SharingRecipient(
                organisation: try row("recipient_organisation_id"), service: try row("recipient_service_id")
            ),
            outcome: try row("outcome"), basis: try row("basis"), categories: Set(stored: try row("categories")),
            until: try row("until_at"), consentID: try row("consent_id"), explanation: try row("explanation"),
            grounds: try KeptJSON.read(from: grounds),
            decidedBy: try row("decided_by"), role: try row("decided_role"), decidedAt: try row("decided_at"),
            reviewOn: try row("review_on")
        )
    }
}
