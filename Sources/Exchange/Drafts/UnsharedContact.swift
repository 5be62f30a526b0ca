import Audit
import Database
import Foundation
import Students
import Vocabulary

/// A contact that ended without a notice: counted, with no person in the row.
struct UnsharedContact {
    let reason: UnsharedReason
    let studentAnswer: StudentAnswer

    init(_ reason: UnsharedReason, draft: NoticeDraft) {
        (self.reason, studentAnswer) = (reason, draft.student.answer ?? .couldNotBeAsked)
    }

    func insert(by actor: Actor, at now: Date, in database: any Writing) throws {
        guard let service = actor.serviceID else { throw Forbidden("send as a member of a team") }
        let id = Identifier<Self>(at: now)
        try database.execute(
            """
            INSERT INTO unshared_contact (id, organisation_id, service_id, account_id, reason, student_answer, at)
            VALUES (\(id), \(actor.organisation()), \(service), \(actor.account()), \(reason), \(studentAnswer), \(now))
            """
        )
        let fact = AuditFact("contact.not_shared", "unshared_contact", id, detail: ["reason": reason.rawValue])
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }
}

extension UnsharedReason: SQLConvertible {}
