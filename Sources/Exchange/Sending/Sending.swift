import Audit
import Database
import Directory
import Foundation
import Students
import Vocabulary

/// A notice on its way out: everything checked that can be checked without asking the database.
struct Sending {
    let notice: NewNotice
    let permit: SharingPermit
    let team: RecipientTeam
    let actor: Actor
    let now: Date
    let organisation: OrganisationID
    let service: ServiceID
    let requests: [(id: ExchangeRequestID, asked: NewRequest)]

    init(_ notice: NewNotice, _ permit: SharingPermit, _ team: RecipientTeam, by actor: Actor, at now: Date) throws {
        (self.notice, self.permit, self.team, self.actor, self.now) = (notice, permit, team, actor, now)
        organisation = try actor.organisation()
        guard let service = actor.serviceID else { throw Forbidden("send as a member of a team") }
        self.service = service
        requests = notice.requests.map { (ExchangeRequestID(at: now), $0) }
        guard team.organisation.id == notice.provider else {
            throw Conflict("The recipient has changed. Check it again.")
        }
        if let until = permit.until, until <= now {
            throw Conflict("The permission to share lapsed on \(UKTime.full(until)). Decide again.")
        }
        let faults = notice.faults(permitted: permit.categories, at: now)
        if !faults.isEmpty { throw InvalidInput(faults) }
    }

    /// The two events an exchange begins with.
    var events: [ExchangeEvent] {
        var detail = ExchangeEvent.Detail()
        (detail.recipientOrganisationID, detail.serviceID) = (team.organisation.id, team.service?.id)
        (detail.contactPointID, detail.urgency) = (team.route.contactPointID, notice.urgency)
        detail.requests = requests.map { .init(id: $0.id, kind: $0.asked.kind) }
        detail.deadlines = .promised(
            notice.urgency, requests: notice.requests.map(\.kind), askedAt: now, calendar: team.calendar
        )
        let begun = notice.draftedAt.map { event(.drafted, at: min($0, now)) }
        let words = ExchangeEvent.Words(named: notice.senderName)
        return [begun, event(.sent, at: now, detail, words)].compactMap(\.self)
    }

    private func event(
        _ kind: ExchangeEvent.Kind, at: Date, _ detail: ExchangeEvent.Detail = .init(),
        _ words: ExchangeEvent.Words = .init()
    ) -> ExchangeEvent {
        ExchangeEvent(
            kind, at: at, accountID: actor.accountID, organisationID: organisation, detail: detail, words: words)
    }

    /// Tells the recipient, records who sent it.
    func tell(_ facts: ExchangeFacts, in database: any Writing) throws {
        let entry = OutboxEntry(
            "exchange.sent", subject: facts.id, to: facts.recipientOrganisationID,
            account: team.route.holder?.accountID,
            payload: [
                "reference": facts.reference, "urgency": facts.urgency.rawValue, "way": facts.route.rawValue,
                "contactPoint": team.route.contactPointID?.rawValue,
            ]
        )
        try database.post(entry, at: now)
        let detail = [
            "categories": Set(notice.contents.keys).stored, "decision": permit.decisionID.rawValue,
            "recipient": facts.recipientOrganisationID.rawValue,
        ]
        let fact = AuditFact("exchange.sent", "exchange", facts.id, person: facts.personID, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }
}
