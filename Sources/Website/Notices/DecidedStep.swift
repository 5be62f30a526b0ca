import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    /// What became of a question to an information governance lead: it waits, it was shared, or it was not, and why.
    func asked(_ visit: Visit) async throws -> Answer {
        let asked = try await students.askedDecision(visit.id(), as: visit.actor)
        if let answer = asked.task.answer, answer.shared { return .seeOther("/exchanges/\(asked.task.exchangeID)") }
        let own = try await directory.organisation(asked.task.organisationID, by: visit.actor)
        guard let answer = asked.task.answer else {
            let page = WaitingPage(asked.task, telephone: own.telephone, at: visit.now)
            return .page("notices/waiting", page, title: "Waiting for a decision")
        }
        let page = DeclinedPage(asked, answer, telephone: own.telephone)
        return .page("notices/declined", page, title: "Your lead decided not to share")
    }
}

/// A question that waits for a lead, and whether longer than it may.
struct WaitingPage: Sendable {
    let recipient: String
    let due: String
    let isLate: Bool
    /// The lead's organisation's.
    let telephone: Link?

    init(_ task: DecisionTask, telephone: String?, at now: Date) {
        (recipient, due) = (task.laidBefore.facts.recipientName, UKTime.full(task.dueAt))
        isLate = task.isLate(at: now)
        self.telephone = .telephone(telephone)
    }
}

/// A lead's no, with what the lead wrote and what can be done next.
struct DeclinedPage: Sendable {
    let student: String
    let recipient: String
    let decided: String
    let lead: String
    let because: String?
    /// The lead's organisation's.
    let telephone: Link?

    init(_ asked: AskedDecision, _ answer: DecisionTask.Answer, telephone: String?) {
        (student, lead) = (asked.task.person.fullName, answer.byName)
        recipient = asked.task.laidBefore.facts.recipientName
        decided = UKTime.full(answer.at)
        because = asked.notSharedBecause
        self.telephone = .telephone(telephone)
    }
}
