import Database
import Foundation
import Vocabulary

extension Sending {
    /// Writes what never changes about the exchange.
    func insert(keys: KeyRing, in database: any Writing) throws {
        let reference = try freeReference(in: database)
        let contact = try notice.namedContact.map { try keys.seal(Self.json($0), "exchange.named_contact") }
        try database.execute(
            """
            INSERT INTO exchange (id, reference, kind, urgency, person_id, sender_organisation_id, sender_service_id,
                sender_account_id, recipient_organisation_id, recipient_service_id, contact_point_id, campus_id, route,
                sharing_decision_id, next_steps_sealed, named_contact_sealed, happened_at, created_at,
                idempotency_key)
            VALUES (\(notice.id), \(reference.description), \(notice.kind), \(notice.urgency), \(notice.personID),
                \(organisation), \(service), \(try actor.account()), \(team.organisation.id), \(team.service?.id),
                \(team.route.contactPointID), \(notice.campusID), \(team.route.way.rawValue), \(permit.decisionID),
                \(try notice.nextSteps.map { try keys.seal($0, "exchange.next_steps") }), \(contact),
                \(notice.happenedAt), \(now), \(notice.idempotencyKey))
            """
        )
        try insertTeams(in: database)
        try insertContents(keys, in: database)
        try insertRequests(keys, in: database)
        try insertChecklist(keys, in: database)
    }

    private func insertTeams(in database: any Writing) throws {
        for team in [service, team.service?.id].compactMap(\.self) {
            try database.execute(
                """
                INSERT INTO exchange_team (exchange_id, service_id) VALUES (\(notice.id), \(team)) ON CONFLICT DO NOTHING
                """
            )
        }
    }

    private func insertContents(_ keys: KeyRing, in database: any Writing) throws {
        for (category, text) in notice.contents {
            try database.execute(
                """
                INSERT INTO exchange_content (exchange_id, category, text_sealed)
                VALUES (\(notice.id), \(category), \(keys.seal(text, "exchange_content.text")))
                """
            )
        }
    }

    private func insertRequests(_ keys: KeyRing, in database: any Writing) throws {
        for (position, request) in requests.enumerated() {
            let detail = try request.asked.detail.map { try keys.seal($0, "exchange_request.detail") }
            try database.execute(
                """
                INSERT INTO exchange_request (id, exchange_id, position, kind, detail_sealed)
                VALUES (\(request.id), \(notice.id), \(position), \(request.asked.kind), \(detail))
                """
            )
        }
    }

    private func insertChecklist(_ keys: KeyRing, in database: any Writing) throws {
        for (position, item) in notice.checklist.enumerated() {
            let reason = try item.reason.map { try keys.seal($0, "exchange_checklist.reason") }
            try database.execute(
                """
                INSERT INTO exchange_checklist (exchange_id, step, position, answer, reason_sealed)
                VALUES (\(notice.id), \(item.step), \(position), \(item.answer), \(reason))
                """
            )
        }
    }

    private func freeReference(in database: any Reading) throws -> Reference {
        var generator = SystemRandomNumberGenerator()
        var reference = Reference(using: &generator)
        while try database.row("SELECT id FROM exchange WHERE reference = \(reference.description)") != nil {
            reference = Reference(using: &generator)
        }
        return reference
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
