import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    func saveReasons(_ visit: Visit) async throws -> Answer {
        let reasons = NoticeDraft.Reasons(visit.form)
        return try await save(.reasons, visit, reasonsPage) { draft in
            draft.reasons = reasons
        } check: { review in
            let born = review.subject?.birthDate ?? CalendarDate(visit.now)
            let today = CalendarDate(visit.now)
            _ = try review.notice.reasons.check(today: today, age: born.years(to: today))
            let open = review.openQuestions
            if !open.isEmpty { throw InvalidInput(open) }
        } next: { review in
            review.path(review.endsBecause == nil ? "happened" : "end")
        }
    }

    func reasonsPage(_ visit: Visit, _ review: DraftReview, _ state: StepState) async throws -> Answer {
        answer("reasons", ReasonsPage(review, state, today: CalendarDate(visit.now)), .reasons, state)
    }
}

extension NoticeDraft.Reasons {
    init(_ form: Form) {
        self.init()
        categories = Set(form.all("categories").compactMap(InformationCategory.init))
        atRisk = form["atRisk"].flatMap(Judgement.init)
        riskToOthers = form["riskToOthers"].flatMap(Judgement.init)
        capacity = form["capacity"].flatMap(Capacity.init)
        noConsentBecause = form["noConsentBecause"].flatMap(NoConsentReason.init)
        for limb in Self.written { words[limb] = form[Self.field(limb)] ?? "" }
        reviewOn = form.date("reviewOn")
    }
}

extension DraftReview {
    /// What the rule still wants to know of the clinician, beside the field that answers it.
    fileprivate var openQuestions: [FieldFault] {
        guard case .personMustDecide(.clinician, let questions, _) = verdict?.outcome else { return [] }
        return questions.map { question in
            switch question {
            case .limb(.protection) where notice.reasons.atRisk != .yes:
                FieldFault(
                    "atRisk",
                    "Sharing without consent is for somebody who is under 18 or at risk. If not, end here without sharing."
                )
            case .limb(.noConsent) where notice.reasons.noConsentBecause == .refused:
                FieldFault("noConsentBecause", "They have not said no to this. Choose another reason.")
            case .limb(.noConsent):
                FieldFault("noConsentBecause", "They can decide, and have answered. Choose another reason.")
            case .limb(let limb): FieldFault(NoticeDraft.Reasons.field(limb), limb.question)
            case .askTheStudent, .whichAnswerStands: FieldFault("categories", question.text)
            }
        }
    }
}
