import Database
import Directory
import Foundation
import Students
import Vocabulary

/// Gathers what the sharing rule is asked.
struct DraftFacts {
    let keys: KeyRing
    let database: any Reading

    func facts(
        _ notice: NoticeDraft, _ subject: DraftReview.Subject, _ team: RecipientTeam, answer: NewConsent?,
        reasons: CheckedReasons?, for actor: Actor, at now: Date
    ) throws -> SharingFacts {
        let sender = try actor.organisation()
        var facts = SharingFacts(
            exchange: notice.exchangeID, sender: sender, recipient: SharingRecipient(team),
            recipientName: team.title, wanted: notice.wanted, age: subject.birthDate.years(to: CalendarDate(now)),
            decider: Decider(actor))
        let person = subject.known?.id
        facts.consents = try person.map { try StudentsStore.consents(of: $0, keys: keys, in: database) } ?? []
        facts.answerNow = answer?.recorded(about: person ?? PersonID(at: now), by: sender, at: now)
        facts.capacity = notice.reasons.capacity ?? notice.consent.capacity
        facts.atRisk = notice.reasons.atRisk ?? .notKnown
        facts.riskToOthers = notice.reasons.riskToOthers ?? .notKnown
        facts.reasons = notice.reasons.isEmpty ? nil : reasons?.reasons ?? SafeguardingReasons()
        facts.agreementInForce = try StudentsStore.agreementInForce(
            from: sender, to: team.organisation.id, on: CalendarDate(now), in: database)
        return facts
    }
}
