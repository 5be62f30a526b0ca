import Audit
import Database
import Foundation
import Students
import Vocabulary

/// A contact that ended without a notice: counted, with no person in the row. It keeps the id of its draft, which is gone, so
/// that whoever wrote that can be told what became of it.
struct UnsharedContact {
    let id: DraftID
    let reason: UnsharedReason
    let studentAnswer: StudentAnswer

    init(_ reason: UnsharedReason, of draft: StoredDraft) {
        (id, self.reason) = (draft.id, reason)
        studentAnswer = draft.notice.student.answer ?? .couldNotBeAsked
    }

    /// - Parameter endedAt: where it ended before it was counted.
    func insert(by actor: Actor, at now: Date, endedAt: Date? = nil, in database: any Writing) throws {
        guard let service = actor.serviceID else { throw Forbidden("send as a member of a team") }
        try database.execute(
            """
            INSERT INTO unshared_contact (id, organisation_id, service_id, account_id, reason, student_answer, at)
            VALUES (\(id), \(actor.organisation()), \(service), \(actor.account()), \(reason), \(studentAnswer),
                \(endedAt ?? now))
            """
        )
        let fact = AuditFact("contact.not_shared", "unshared_contact", id, detail: ["reason": reason.rawValue])
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }
}

extension UnsharedReason: SQLConvertible {}
