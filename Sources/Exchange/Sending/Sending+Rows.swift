import Database
import Foundation
import Vocabulary

extension Sending {
    /// Writes what never changes about the exchange.
    /// - Parameter references: one after the other, until one is free.
    /// - Returns: `nil` where a notice was sent under this key before; nothing is written then.
    func insert(
        keys: KeyRing, references: () -> Reference = Reference.random, in database: any Writing
    ) throws -> ExchangeFacts? {
        var reference = references()
        var isAdded = try adds(reference, keys, to: database)
        for _ in 0..<Self.mostDraws where !isAdded {
            if try isSent(in: database) { return nil }
            reference = references()
            isAdded = try adds(reference, keys, to: database)
        }
        guard isAdded else { throw Conflict("No reference was free. Send it once more.") }
        for rows in [teamRows, try contentRows(keys), try requestRows(keys), try checklistRows(keys)] {
            try rows.map { try database.execute($0) }
        }
        return try facts(reference)
    }

    private func facts(_ reference: Reference) throws -> ExchangeFacts {
        ExchangeFacts(
            id: notice.id, reference: reference.description, kind: notice.kind, urgency: notice.urgency,
            personID: notice.personID, senderOrganisationID: organisation, senderServiceID: service,
            senderAccountID: try actor.account(), recordSystemID: actor.recordSystemID,
            recipientOrganisationID: team.organisation.id, recipientServiceID: team.service?.id,
            campusID: notice.campusID, route: team.route.way, decisionID: permit.decisionID,
            happenedAt: notice.happenedAt, sentAt: now, senderReleasedAt: nil, recipientReleasedAt: nil,
            unreadMessageAt: nil, senderUnreadAt: nil, senderTeamUnreadAt: nil, senderTeamRead: nil)
    }

    /// Of five million exchanges one draw in twelve is taken.
    private static let mostDraws = 20

    private func adds(_ reference: Reference, _ keys: KeyRing, to database: any Writing) throws -> Bool {
        let taken = "SELECT id FROM exchange WHERE reference = \(reference.description)" as SQL
        return try database.adds(exchangeRow(reference, keys), unless: taken)
    }

    private func isSent(in database: any Reading) throws -> Bool {
        try database.row(
            "SELECT id FROM exchange WHERE idempotency_key = \(notice.idempotencyKey) OR id = \(notice.id)") != nil
    }

    private func exchangeRow(_ reference: Reference, _ keys: KeyRing) throws -> SQL {
        let contact = try notice.namedContact.map { try keys.seal(KeptJSON.text($0), "exchange.named_contact") }
        return """
            INSERT INTO exchange (id, reference, kind, urgency, person_id, sender_organisation_id, sender_service_id,
                sender_account_id, recipient_organisation_id, recipient_service_id, contact_point_id, campus_id, route,
                sharing_decision_id, next_steps_sealed, named_contact_sealed, happened_at, created_at,
                idempotency_key, record_system_id)
            VALUES (\(notice.id), \(reference.description), \(notice.kind), \(notice.urgency), \(notice.personID),
                \(organisation), \(service), \(try actor.account()), \(team.organisation.id), \(team.service?.id),
                \(team.route.contactPointID), \(notice.campusID), \(team.route.way.rawValue), \(permit.decisionID),
                \(try notice.nextSteps.map { try keys.seal($0, "exchange.next_steps") }), \(contact),
                \(notice.happenedAt), \(now), \(notice.idempotencyKey), \(actor.recordSystemID))
            ON CONFLICT DO NOTHING
            """
    }

    private var teamRows: SQL? {
        let teams = [service, team.service?.id].compactMap(\.self)
        let rows = teams.map { "(\(notice.id), \($0))" as SQL }
        return "INSERT INTO exchange_team (exchange_id, service_id) VALUES \(rows: rows) ON CONFLICT DO NOTHING"
    }

    private func contentRows(_ keys: KeyRing) throws -> SQL? {
        let rows = try notice.contents.map { category, text in
            "(\(notice.id), \(category), \(try keys.seal(text, "exchange_content.text")))" as SQL
        }
        return rows.isEmpty
            ? nil : "INSERT INTO exchange_content (exchange_id, category, text_sealed) VALUES \(rows: rows)"
    }

    private func requestRows(_ keys: KeyRing) throws -> SQL? {
        let rows = try requests.enumerated().map { position, request in
            let detail = try request.asked.detail.map { try keys.seal($0, "exchange_request.detail") }
            return "(\(request.id), \(notice.id), \(position), \(request.asked.kind), \(detail))" as SQL
        }
        return rows.isEmpty
            ? nil : "INSERT INTO exchange_request (id, exchange_id, position, kind, detail_sealed) VALUES \(rows: rows)"
    }

    private func checklistRows(_ keys: KeyRing) throws -> SQL? {
        let rows = try notice.checklist.enumerated().map { position, item in
            let reason = try item.reason.map { try keys.seal($0, "exchange_checklist.reason") }
            return "(\(notice.id), \(item.step), \(position), \(item.answer), \(reason))" as SQL
        }
        return rows.isEmpty
            ? nil
            : "INSERT INTO exchange_checklist (exchange_id, step, position, answer, reason_sealed) VALUES \(rows: rows)"
    }
}
