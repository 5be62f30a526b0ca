import Directory
import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    func saveConsent(_ visit: Visit) async throws -> Answer {
        let asked = NoticeDraft.Asked(visit.form)
        return try await save(.consent, visit, consentPage) { draft in
            draft.consent = asked
            // What was named on the page is the university of step 2, whichever page saved it.
            draft.consent.askedFor = draft.student.provider
        } check: { review in
            guard let team = review.team else { throw NotFound("recipient") }
            _ = try review.notice.consent.check(
                recipient: SharingRecipient(team), exchange: review.notice.exchangeID)
        } next: {
            $0.afterConsent
        }
    }

    func consentPage(_ visit: Visit, _ review: DraftReview, _ state: StepState) async throws -> Answer {
        guard let team = review.team else { return .seeOther(review.path("student")) }
        var (decided, refused): ([AdvanceDecision], [AdvanceDecision]) = ([], [])
        if let person = review.subject?.known {
            decided = try await students.decidedInAdvance(by: person.id, as: visit.actor)
            refused = try await students.refusedLately(by: person.id, as: visit.actor)
        }
        let isHere: (AdvanceDecision) -> Bool = { $0.consent.recipient.organisationID == team.organisation.id }
        let page = ConsentPage(
            review, state, team, decided: decided.filter(isHere), refused: refused.filter(isHere))
        return answer("consent", page, .consent, state)
    }
}

extension NoticeDraft.Asked {
    init(_ form: Form) {
        self.init()
        answer = form["answer"].flatMap(Answer.init)
        let ticked = form.all("categories")
        categories = ticked.contains("all") ? .all : Set(ticked.compactMap(InformationCategory.init))
        isStanding = form["howLong"] == "standing" || form["howLong"] == "unasked"
        withoutAsking = form["howLong"] == "unasked"
        giver = form["giver"].flatMap(AnswerGiver.Kind.init) ?? .student
        giverName = form["giverName"] ?? ""
        route = form["route"].flatMap(ConsentRoute.init) ?? .spoken
        capacity = form["capacity"].flatMap(Capacity.init) ?? .notAssessed
        inCrisis = form["inCrisis"] == "yes"
        notAskedReason = form["notAskedReason"].flatMap(NotAskedReason.init)
    }
}
