import Exchange
import Students
import Vocabulary

/// One thing that waits for the clinician who sent or asked: in a line, with the way to it.
struct OwedLine: Sendable {
    let name: String
    let what: String
    let detail: String
    let path: String
    let tone: String

    /// A question that no lead has decided in time, or the answer that nothing may be shared.
    init(_ asked: AskedDecision, _ visit: Visit) {
        let task = asked.task
        (name, path) = (task.person.fullName, "/notices/decisions/\(task.id)")
        guard let answer = task.answer else {
            (what, tone) = ("nobody has decided, phone your lead", "overdue")
            detail = "To be decided by \(UKTime.short(task.dueAt, now: visit.now)). Nothing has been sent."
            return
        }
        (what, tone) = ("your lead decided not to share", "soon")
        detail = "\(answer.byName), \(UKTime.short(answer.at, now: visit.now)). Read why, and what you can do."
    }

    init(_ row: ExchangeRow, _ visit: Visit) {
        name = row.studentName ?? "Reference \(row.facts.reference)"
        let state = row.state
        let recipient = [row.recipientTeam, row.recipientName].compactMap(\.self).joined(separator: ", ")
        (what, tone) =
            switch true {
            case state.status == .declined: ("declined", "overdue")
            case state.consentWithdrawnAt != nil: ("took back their agreement: the university stops", "overdue")
            case state.isUntold: ("not told yet, phone", "overdue")
            case state.isStudentUnreached: ("nobody has reached the student", "overdue")
            case state.isUnanswered: ("nobody has answered, phone", "overdue")
            case state.owesCall(row.facts): ("phone as well", "overdue")
            default: ("they wrote to you", "soon")
            }
        // Their own until they have looked themselves, though a colleague has.
        let read = row.facts.senderUnreadAt == nil ? nil : row.newsRead(at: visit.now).map { ". \($0)" }
        detail =
            "\(recipient), sent \(UKTime.short(row.facts.sentAt, now: visit.now)), \(row.facts.reference)\(read ?? "")"
        path = "/exchanges/\(row.facts.id)"
    }
}

extension NoticePages {
    func owed(_ visit: Visit) async throws -> [OwedLine] {
        let sent = try await exchanges.waitingForSender(as: visit.actor)
        let late = try await students.lateDecisions(as: visit.actor)
        let declined = try await students.declinedDecisions(as: visit.actor)
        return late.map { OwedLine($0, visit) } + sent.map { OwedLine($0, visit) }
            + declined.map { OwedLine($0, visit) }
    }
}
