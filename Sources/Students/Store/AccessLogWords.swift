import Audit
import Foundation
import Vocabulary

/// The acts of the audit trail in words that follow a name: "Asha Patel *opened a notice about you*".
enum AccessLogWords {
    static func words(for entry: AuditEntry, toStudent: Bool) -> String {
        let known = (entry.role == .student ? own(entry) : nil) ?? acts[entry.action] ?? refined(entry)
        let text = known ?? "did something that is recorded as “\(entry.action)”"
        return toStudent ? text : toOthers(text)
    }

    /// The same words for a reader who is not the student.
    private static func toOthers(_ text: String) -> String {
        text.split(separator: " ").map { word in
            switch word {
            case "you": "the student"
            case "you,": "the student,"
            case "your": "the student’s"
            default: String(word)
            }
        }.joined(separator: " ")
    }

    /// Acts of the student, which are not written down by somebody else about them.
    private static func own(_ entry: AuditEntry) -> String? {
        switch entry.action {
        case "exchange.consentWithdrawn": "ended the agreement by which a notice was sent"
        case "consent.recorded" where detail(entry)["answer"] == "given": "agreed to sharing"
        case "consent.recorded" where detail(entry)["answer"] == "refused": "said no to sharing"
        case "student_status.recorded": "said what is, and is not, a safe way of getting in touch"
        default: nil
        }
    }

    private static func detail(_ entry: AuditEntry) -> [String: String] {
        (try? KeptJSON.read(from: entry.detail)) ?? [:]
    }

    /// Acts of which the detail says more.
    private static func refined(_ entry: AuditEntry) -> String? {
        let detail = detail(entry)
        return switch entry.action {
        case "person.looked_up":
            detail["by"] == "nhsNumber"
                ? "looked you up by NHS number" : "looked you up by name and date of birth"
        case "consent.recorded":
            switch detail["answer"] {
            case "given": "wrote down that you agreed to sharing"
            case "refused": "wrote down that you said no to sharing"
            default: "wrote down that you could not be asked about sharing"
            }
        case "sharing_decision.recorded":
            detail["outcome"] == "shared"
                ? "decided that something about you is shared" : "decided that nothing about you is shared"
        case "decision_task.answered":
            detail["answer"] == "shared"
                ? "decided, with written reasons, that something about you is shared"
                : "decided, with written reasons, that nothing about you is shared"
        default: nil
        }
    }

    private static let acts: [String: String] = [
        "person.created": "wrote down your name and date of birth for the first time",
        "person.nhs_number_added": "added your NHS number",
        "person.read": "opened your record",
        "person.counted": "asked how many students fit a search, and counted you",
        "student_status.recorded": "wrote down an answer about studying, and how to reach you",
        "consent.advance_read": "looked at what you decided in advance",
        "consent.refusals_read": "looked at whether you had said no to sharing",
        "consent.collected": "fetched what you agreed to share",
        "consent.withdrawn": "ended an agreement to share",
        "consent.reaffirmed": "confirmed an agreement to share",
        "consent.invalidated": "declared an answer about sharing void, because it was recorded in error",
        "decision_task.raised": "asked for a decision about sharing without your agreement",
        "decision_task.late":
            "told those concerned that nobody had decided in time about sharing without your agreement",
        "decision_task.read": "read a case about sharing without your agreement",
        "access_log.read": "looked at who has seen your record",
        "access.refused": "tried to open something about you, and was refused",
        "exchange.drafted": "began a notice about you",
        "exchange.open_listed": "looked at which notices about you are still open",
        "exchange.sent": "sent a notice about you",
        "exchange.read": "looked at a notice about you",
        "exchange.collected": "fetched a notice about you that a colleague has opened",
        "exchange.looked": "looked at a notice about you, without being of the team that received it",
        "exchange.shellRead": "saw that you had ended your agreement to a notice, and nothing of what it said",
        "exchange.opened": "opened a notice about you",
        "exchange.acknowledged": "confirmed that a notice about you was read",
        "exchange.callRecorded": "told the other side about you by phone",
        "exchange.callTried": "phoned the other side about you and reached nobody",
        "exchange.taken": "took on a notice about you",
        "exchange.givenBack": "gave a notice about you back to the team, since who had taken it has left",
        "exchange.contactTried": "tried to reach you",
        "exchange.studentContacted": "noted that somebody spoke to you",
        "exchange.requestAccepted": "said yes to something that was asked for you",
        "exchange.requestDeclined": "said no to something that was asked for you",
        "exchange.holdingAccepted": "agreed to look out for you from now on",
        "exchange.handedOn": "passed a notice about you to another team",
        "exchange.declined": "sent a notice about you back",
        "exchange.closed": "closed a notice about you",
        "exchange.reopened": "opened a closed notice about you again",
        "exchange.recalled": "took back a notice about you",
        "exchange.enteredInError": "marked a notice about you as a mistake",
        "exchange.consentWithdrawn": "told the readers of a notice about you that the agreement has ended",
        "exchange.messageWritten": "wrote a message about you to the other side",
        "exchange.released": "removed a notice about you from what their organisation keeps, since its time had passed",
        "exchange.removed": "removed a notice about you for good, since its time had passed",
        "person.removed": "removed what was left on record about you, since its time had passed",
        "legal_hold.placed": "made sure that nothing about you is removed for now, as after a complaint or a question",
        "legal_hold.reviewed": "asked that nothing about you is removed for longer",
        "legal_hold.lifted": "said that what is kept about you may be removed again when its time has passed",
        "exchange.reminded": "reminded the team about a notice about you",
        "exchange.deputyTold": "told a deputy about a notice about you",
        "exchange.managerTold": "told a manager about a notice about you",
        "exchange.senderTold": "told the sender that nobody has answered a notice about you",
    ]
}
