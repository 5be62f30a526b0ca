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

    /// Why `service` may be told, and why the student was not asked.
    /// - Throws: `InvalidInput` on `agreed` or `unasked`.
    static func ground(
        for service: ServiceID, _ asked: AskedAboutTeam?, _ act: Act
    ) throws -> (TellingGround, unasked: String?) {
        if try decided(for: act.file.facts, at: act.now, in: act.database).contains(service) { return (.decided, nil) }
        guard let asked else {
            throw InvalidInput("agreed", "Say whether the student has agreed that this team is told.")
        }
        if asked.agreed { return (.agreed, nil) }
        let called = "why they cannot be asked"
        return (
            .couldNotBeAsked,
            try TypedText.required(asked.unasked, field: "unasked", called: called, most: mostWords)
        )
    }

    /// The open teams of the recipient that the decision to share covers, as long as it permits anything new: the one it
    /// names, or all of them where it names none.
    static func decided(for facts: ExchangeFacts, at now: Date, in database: any Reading) throws -> Set<ServiceID> {
        let rows = try database.rows(
            """
            SELECT s.id FROM sharing_decision d JOIN service s ON s.organisation_id = d.recipient_organisation_id
                AND (d.recipient_service_id IS NULL OR d.recipient_service_id = s.id)
            WHERE d.id = \(facts.decisionID) AND (d.until_at IS NULL OR d.until_at > \(now)) AND s.closed_at IS NULL
            """
        )
        return Set(try rows.map { try $0("id") })
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

/// What the student said when they were asked whether another team may be told.
public struct AskedAboutTeam: Sendable {
    public let agreed: Bool
    /// Why they could not be asked; needed where they did not agree. Whoever says no is not passed on.
    public let unasked: String?

    public init(agreed: Bool, unasked: String? = nil) { (self.agreed, self.unasked) = (agreed, unasked) }
}
