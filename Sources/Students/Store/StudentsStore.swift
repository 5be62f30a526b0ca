import Audit
import Database
import Foundation
import Vocabulary

/// Who students are, what they answered and what was decided about them.
///
/// A clinician finds a person by an exact key only; a university knows of a person only through an exchange that it
/// received; a student knows themselves. Whoever may not know of a person is told `NotFound`.
public struct StudentsStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// - Throws: `NotFound` where the caller may not know that this person is on record.
    static func requireSight(of person: PersonID, as actor: Actor, in database: any Reading) throws {
        if actor.role == .student {
            guard actor.personID == person else { throw NotFound("person") }
            return
        }
        try actor.require(.readExchange)
        let scope = try exchanges(of: actor)
        let known: SQL = "SELECT 1 AS known FROM exchange e WHERE e.person_id = \(person) AND \(sql: scope)"
        let own = try ownWork(on: person, by: actor)
        guard try database.row(own.map { known + "UNION ALL \(sql: $0)" } ?? known) != nil else {
            throw NotFound("person")
        }
    }

    /// A condition on `consent`: answers that the organisation took, or by which it was told something. What was never
    /// acted on tells of a contact that is none of the recipient's business.
    static func knownConsents(of actor: Actor) throws -> SQL {
        let organisation = try actor.organisation()
        return """
            ((consent.recorded_by_organisation_id = \(organisation)
                AND \(sql: kept("consent.exchange_id", by: organisation))) OR EXISTS (
                SELECT 1 FROM sharing_decision d JOIN exchange e ON e.sharing_decision_id = d.id
                WHERE d.consent_id = consent.id AND \(sql: try exchanges(of: actor))))
            """
    }

    /// Exchanges that the organisation sent, or that reached one of its teams and were not called back unread, as long as it
    /// keeps them.
    private static func exchanges(of actor: Actor) throws -> SQL {
        let organisation = try actor.organisation()
        let team: SQL =
            actor.serviceID.map {
                "EXISTS (SELECT 1 FROM exchange_team t WHERE t.exchange_id = e.id AND t.service_id = \($0))"
            } ?? "1 = 1"
        return """
            \(sql: team) AND ((e.sender_organisation_id = \(organisation) AND e.sender_released_at IS NULL)
                OR (e.recipient_organisation_id = \(organisation) AND e.recipient_service_id IS NOT NULL
                    AND e.recipient_released_at IS NULL AND (
                    EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind = 'opened')
                    OR NOT EXISTS (SELECT 1 FROM exchange_event v
                        WHERE v.exchange_id = e.id AND v.kind IN ('recalled', 'enteredInError')))))
            """
    }

    /// Whoever decides for the organisation knows whom it put on record or decided about, sent or not.
    private static func ownWork(on person: PersonID, by actor: Actor) throws -> SQL? {
        guard actor.may(.sendExchange) || actor.may(.decideWithoutConsent) else { return nil }
        let organisation = try actor.organisation()
        return """
            SELECT 1 AS known FROM person WHERE id = \(person) AND created_by_organisation_id = \(organisation)
                AND NOT EXISTS (SELECT 1 FROM exchange o WHERE o.person_id = person.id
                    AND o.sender_organisation_id = \(organisation) AND o.sender_released_at IS NOT NULL)
            UNION ALL
            SELECT 1 AS known FROM sharing_decision WHERE person_id = \(person) AND organisation_id = \(organisation)
                AND \(sql: kept("sharing_decision.exchange_id", by: organisation))
            UNION ALL
            SELECT 1 AS known FROM decision_task WHERE person_id = \(person) AND organisation_id = \(organisation)
                AND \(sql: kept("decision_task.exchange_id", by: organisation))
            """
    }

    /// A condition on what an organisation answered or decided for an exchange that it sent, or never sent: it goes from
    /// sight with the exchange, when that has been let go.
    static func kept(_ column: String, by organisation: OrganisationID) -> SQL {
        let released = SQL(stringLiteral: "NOT EXISTS (SELECT 1 FROM exchange o WHERE o.id = \(column) AND")
        return released + "o.sender_organisation_id = \(organisation) AND o.sender_released_at IS NOT NULL)"
    }
}
