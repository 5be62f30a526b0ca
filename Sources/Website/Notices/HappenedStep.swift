import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    func saveHappened(_ visit: Visit) async throws -> Answer {
        let (entered, now) = (NoticeDraft.Happened(visit.form), visit.now)
        return try await save(.happened, visit, happenedPage) { draft in
            draft.happened.replace(by: entered, at: now)
        } check: { review in
            _ = try review.notice.happened.check(
                allowed: review.writable, asked: review.notice.consent, now: now)
        } next: { review in
            review.path("check")
        }
    }

    func happenedPage(_ visit: Visit, _ review: DraftReview, _ state: StepState) async throws -> Answer {
        answer("happened", HappenedPage(review, state, author: visit.actor), .happened, state)
    }
}

extension NoticeDraft.Happened {
    init(_ form: Form) {
        self.init()
        (kind, when) = (form["kind"].flatMap(ExchangeKind.init), form["when"].flatMap(When.init))
        (day, admittedOn) = (form.date("day"), form.date("admittedOn"))
        (time, dayTime) = (form["time"] ?? "", form["dayTime"] ?? "")
        for category in InformationCategory.allCases { texts[category] = form[Self.field(category)] }
        requests = Set(form.all("requests").compactMap(RequestKind.init))
        (requestDetail, urgency) = (form["requestDetail"] ?? "", form["urgency"].flatMap(Urgency.init))
        (contactName, contactJobTitle) = (form["contactName"] ?? "", form["contactJobTitle"] ?? "")
        (contactTelephone, contactHours) = (form["contactTelephone"] ?? "", form["contactHours"] ?? "")
        for step in NoticeDraft.stepsToAnswer {
            let answer = form[Self.field(step)].flatMap(ChecklistAnswer.Answer.init)
            checklist[step] = Ticked(answer: answer, reason: form[Self.reasonField(step, answer)] ?? "")
        }
    }

    /// Takes what was entered now. "Just now" and "today" keep the moment at which they were first chosen, and text of
    /// a category that the page did not ask for stays.
    mutating func replace(by entered: Self, at now: Date) {
        var new = entered
        new.chosenAt = when == entered.when && time == entered.time ? chosenAt ?? now : now
        new.texts.merge(texts) { entered, _ in entered }
        self = new
    }
}
