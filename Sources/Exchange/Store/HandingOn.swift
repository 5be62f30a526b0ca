import Database
import Directory
import Foundation
import Vocabulary

extension ExchangeStore {
    /// Another open team of the organisation that received the exchange.
    /// - Throws: `InvalidInput` on `service`.
    static func team(_ service: ServiceID, receivingFrom act: Act) throws -> RecipientTeam {
        let found = try act.database.row(
            """
            SELECT id FROM service WHERE id = \(service) AND closed_at IS NULL
                AND organisation_id = \(act.file.facts.recipientOrganisationID)
            """
        )
        guard found != nil else { throw InvalidInput("service", "Choose a team of your organisation.") }
        return try DirectoryStore.recipientTeam(at: service, purpose: .notices, at: act.now, in: act.database)
    }

    /// What `team` is promised to keep to, asked now.
    static func deadlines(of state: ExchangeState, for team: RecipientTeam, at now: Date) -> Deadlines {
        let kinds = state.requests.map(\.kind)
        return state.deadlines?.askedAnew(state.urgency, requests: kinds, askedAt: now, calendar: team.calendar)
            ?? .promised(state.urgency, requests: kinds, askedAt: now, calendar: team.calendar)
    }

    static func tell(_ team: RecipientTeam, of act: Act) throws {
        let facts = act.file.facts
        let entry = OutboxEntry(
            "exchange.handedOn", subject: facts.id, to: facts.recipientOrganisationID,
            account: team.route.holder?.accountID,
            payload: [
                "reference": facts.reference, "urgency": facts.urgency.rawValue,
                "contactPoint": team.route.contactPointID?.rawValue,
            ]
        )
        try act.database.post(entry, at: act.now)
        try act.tellOtherSide("exchange.handedOn")
    }
}
