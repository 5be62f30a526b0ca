import Database
import Directory
import Foundation
import Vocabulary

extension ExchangeStore {
    /// A team that is about to be asked: its contact point, the promises, and the person to tell.
    struct NextTeam {
        let serviceID: ServiceID
        let contactPointID: ContactPointID?
        let holder: AccountID?
        let deadlines: Deadlines
    }

    /// Another open team of the organisation that received the exchange.
    /// - Throws: `InvalidInput` on `service`.
    static func team(_ service: ServiceID, receivingFrom act: Act) throws -> NextTeam {
        let found = try act.database.row(
            """
            SELECT id FROM service WHERE id = \(service) AND closed_at IS NULL
                AND organisation_id = \(act.file.facts.recipientOrganisationID)
            """
        )
        guard found != nil else { throw InvalidInput("service", "Choose a team of your organisation.") }
        let state = act.file.state
        let calendar = try DirectoryStore.calendar(of: service, in: act.database)
        let contact = try contact(of: service, in: act.database)
        let kinds = state.requests.map(\.kind)
        let anew = state.deadlines?.askedAnew(state.urgency, requests: kinds, askedAt: act.now, calendar: calendar)
        return NextTeam(
            serviceID: service, contactPointID: contact?.point, holder: contact?.account,
            deadlines: anew
                ?? .promised(state.urgency, requests: kinds, askedAt: act.now, calendar: calendar)
        )
    }

    static func tell(_ team: NextTeam, of act: Act) throws {
        let facts = act.file.facts
        let entry = OutboxEntry(
            "exchange.handedOn", subject: facts.id, to: facts.recipientOrganisationID, account: team.holder,
            payload: ["reference": facts.reference, "service": team.serviceID.rawValue]
        )
        try act.database.post(entry, at: act.now)
        try act.tellOtherSide("exchange.handedOn")
    }

    private static func contact(
        of service: ServiceID, in database: any Reading
    ) throws -> (point: ContactPointID, account: AccountID?)? {
        let row = try database.row(
            """
            SELECT p.id, h.account_id FROM contact_point p
            LEFT JOIN contact_holder h ON h.contact_point_id = p.id AND h.rank = 0 AND h.ended_at IS NULL
            WHERE p.service_id = \(service) AND p.purpose = \(ExchangePurpose.notices) AND p.closed_at IS NULL
            ORDER BY p.verified_at DESC
            """
        )
        return try row.map { (try $0("id"), try $0("account_id")) }
    }
}
