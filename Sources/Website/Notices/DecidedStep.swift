import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    /// What became of a question to an information governance lead: it waits, it was shared, or it was not, and why.
    func asked(_ visit: Visit) async throws -> Answer {
        let asked = try await students.askedDecision(visit.id(), as: visit.actor)
        guard let answer = asked.task.answer else {
            let task = asked.task
            let page = WaitingPage(recipient: task.laidBefore.facts.recipientName, due: UKTime.full(task.dueAt))
            return .page("notices/waiting", page, title: "Waiting for a decision")
        }
        if answer.shared { return .seeOther("/exchanges/\(asked.task.exchangeID)") }
        let own = try await directory.organisation(asked.task.organisationID, by: visit.actor)
        let page = DeclinedPage(asked, answer, telephone: own.telephone)
        return .page("notices/declined", page, title: "Your lead decided not to share")
    }
}

struct WaitingPage: Sendable {
    let recipient: String
    let due: String
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
