import Database
import Directory
import Foundation
import Vocabulary

/// Gathers what the rule asks about exchanges, a page of them at a time. It looks at no content and no name.
struct RetentionReading {
    let database: any Reading

    /// One exchange as the rule sees it.
    struct Subject {
        let id: ExchangeID
        let personID: PersonID
        let kind: ExchangeKind
        let sentAt: Date
        let facts: RetentionFacts
    }

    /// Exchanges that `organisation` has on `side` and that are old enough to be looked at, oldest first. What was done to
    /// an exchange came after it was sent, so nothing that has reached its time is missed.
    func candidates(
        of organisation: OrganisationID, on side: ExchangeSide, sentBefore end: Date, after: ListCursor?, most: Int
    ) throws -> [Subject] {
        try subjects(
            """
            \(sql: Self.kept(by: organisation, on: side)) AND e.created_at <= \(end)
                \(sql: ListOrder.earliestFirst.behind(after, "e.created_at"))
            ORDER BY e.created_at, e.id LIMIT \(most)
            """
        )
    }

    /// - Returns: `nil` for one that is gone.
    func subject(_ id: ExchangeID) throws -> Subject? { try subjects("e.id = \(id)").first }

    /// A condition on `exchange e`: the organisation's own, as long as it keeps it.
    static func kept(by organisation: OrganisationID, on side: ExchangeSide) -> SQL {
        switch side {
        case .sender: "e.sender_organisation_id = \(organisation) AND e.sender_released_at IS NULL"
        case .recipient:
            """
            e.recipient_organisation_id = \(organisation) AND e.recipient_released_at IS NULL
                AND e.recipient_service_id IS NOT NULL
            """
        }
    }

    private func subjects(_ condition: SQL) throws -> [Subject] {
        try database.rows(
            """
            SELECT e.*, s.kind AS sender_kind, r.kind AS recipient_kind, p.years AS sender_years,
                q.years AS recipient_years,
                (SELECT COUNT(*) FROM exchange_clock c WHERE c.exchange_id = e.id) AS clocks,
                (SELECT COUNT(*) FROM decision_task t WHERE t.person_id = e.person_id AND t.answered_at IS NULL) AS tasks,
                (SELECT COUNT(*) FROM legal_hold h WHERE h.person_id = e.person_id AND h.lifted_at IS NULL) AS holds,
                (SELECT MAX(a.at) FROM audit_entry a WHERE a.person_id = e.person_id
                    AND a.action = 'person.looked_up') AS looked_up_at,
                (SELECT MAX(v.at) FROM exchange_event v WHERE v.exchange_id = e.id
                    AND v.kind NOT IN (\(list: Self.noContact))) AS done_at,
                (SELECT MAX(m.at) FROM message m WHERE m.exchange_id = e.id) AS written_at
            FROM exchange e JOIN organisation s ON s.id = e.sender_organisation_id
                JOIN organisation r ON r.id = e.recipient_organisation_id
                LEFT JOIN retention_policy p ON p.organisation_id = e.sender_organisation_id
                LEFT JOIN retention_policy q ON q.organisation_id = e.recipient_organisation_id
            WHERE \(sql: condition)
            """
        ).map(subject)
    }

    /// Looking at an exchange, and Footbridge's own reminders, are no contact.
    private static let noContact: [ExchangeEvent.Kind] = [
        .opened, .looked, .reminded, .deputyTold, .managerTold, .senderTold,
    ]

    private func subject(_ row: Row) throws -> Subject {
        let facts = try ExchangeFacts(row)
        let (done, written): (Date?, Date?) = (try row("done_at"), try row("written_at"))
        let last = [facts.sentAt, done, written].compactMap(\.self).max() ?? facts.sentAt
        let sender = RetentionPolicy(try row("sender_kind"), chosen: try row("sender_years"))
        var sides = [
            KeptSide(
                .sender, sender, lastContactAt: try lastContact(facts.senderOrganisationID, sender, facts, last),
                releasedAt: facts.senderReleasedAt)
        ]
        if facts.recipientServiceID != nil {
            let recipient = RetentionPolicy(try row("recipient_kind"), chosen: try row("recipient_years"))
            let contact = try lastContact(facts.recipientOrganisationID, recipient, facts, last)
            sides.append(
                KeptSide(.recipient, recipient, lastContactAt: contact, releasedAt: facts.recipientReleasedAt))
        }
        var found = RetentionFacts(sides)
        let (clocks, tasks, holds): (Int, Int, Int) = (try row("clocks"), try row("tasks"), try row("holds"))
        (found.isOpen, found.awaitsDecision, found.isHeld) = (clocks > 0, tasks > 0, holds > 0)
        found.lookedUpAt = try row("looked_up_at")
        return Subject(
            id: facts.id, personID: facts.personID, kind: facts.kind, sentAt: facts.sentAt, facts: found)
    }

    /// For the NHS, whatever it last did about the student counts: another exchange, a decision, an answer written down.
    private func lastContact(
        _ organisation: OrganisationID, _ policy: RetentionPolicy, _ facts: ExchangeFacts, _ last: Date
    ) throws -> Date {
        guard policy.isNHS else { return last }
        let own: SQL = """
            o.person_id = \(facts.personID)
                AND (o.sender_organisation_id = \(organisation) OR o.recipient_organisation_id = \(organisation))
            """
        let row = try database.row(
            """
            SELECT MAX(contact.at) AS at FROM (
                SELECT v.at AS at FROM exchange o JOIN exchange_event v ON v.exchange_id = o.id
                WHERE \(sql: own) AND v.kind NOT IN (\(list: Self.noContact))
                UNION ALL SELECT m.at AS at FROM exchange o JOIN message m ON m.exchange_id = o.id WHERE \(sql: own)
                UNION ALL SELECT decided_at AS at FROM sharing_decision
                WHERE person_id = \(facts.personID) AND organisation_id = \(organisation)
                UNION ALL SELECT recorded_at AS at FROM consent
                WHERE person_id = \(facts.personID) AND recorded_by_organisation_id = \(organisation)
                UNION ALL SELECT recorded_at AS at FROM student_status
                WHERE person_id = \(facts.personID) AND asked_by_organisation_id = \(organisation)
            ) contact
            """
        )
        return max(last, try row?("at") ?? last)
    }
}
