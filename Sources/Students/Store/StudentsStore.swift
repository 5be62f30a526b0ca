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
        guard try isKnown(person, to: actor.organisation(), in: database) else { throw NotFound("person") }
    }

    /// Through an exchange that the organisation sent, or received and did not lose unread, or an answer that it took.
    private static func isKnown(
        _ person: PersonID, to organisation: OrganisationID, in database: any Reading
    ) throws -> Bool {
        try database.row(
            """
            SELECT 1 AS known FROM exchange e WHERE e.person_id = \(person)
                AND (e.sender_organisation_id = \(organisation)
                    OR (e.recipient_organisation_id = \(organisation) AND (
                        NOT EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind = 'recalled')
                        OR EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind = 'opened'))))
            UNION ALL
            SELECT 1 AS known FROM person WHERE id = \(person) AND created_by_organisation_id = \(organisation)
            UNION ALL
            SELECT 1 AS known FROM sharing_decision
            WHERE person_id = \(person) AND organisation_id = \(organisation)
            UNION ALL
            SELECT 1 AS known FROM decision_task WHERE person_id = \(person) AND organisation_id = \(organisation)
            LIMIT 1
            """
        ) != nil
    }
}
