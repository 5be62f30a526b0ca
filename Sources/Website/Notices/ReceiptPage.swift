import Exchange
import Foundation
import Students
import Vocabulary

struct ReceiptPage: Sendable {
    let errorSummary: ErrorSummary?
    /// `Sent`, or what is true of a university that reads nothing here.
    let heading: String
    let tone: String
    let reference: String
    let recipient: String
    /// Whom to phone, whatever happens.
    let numbers: [PhoneLine]
    let next: [String]
    let hasNext: Bool
    let exchangePath: String
    let studentCopyPath: String
    /// Where it went by phone: the letter.
    let letterPath: String?
    let call: CallForm?
    let timeline: [TimelineLine]

    struct TimelineLine: Sendable {
        let what: String
        let who: String
        let when: String
    }

    /// A call that is still owed.
    struct CallForm: Sendable {
        let action: String
        let title: String
        let callKey: String
        let fields: [FormField]
    }

    init(
        _ draft: DraftID, _ record: ExchangeRecord, call: NoticeDraft.Call = .init(),
        faults: FieldFaults = FieldFaults()
    ) {
        errorSummary = faults.summary
        (reference, recipient) = (record.facts.reference, record.recipient.title)
        (heading, tone) = record.receiptHeading
        numbers = PhoneLine.all(record)
        next = record.nextLines
        hasNext = !next.isEmpty
        exchangePath = "/exchanges/\(record.facts.id)"
        studentCopyPath = "/notices/\(draft)/student-copy"
        letterPath = record.recipient.serviceID == nil ? "/notices/\(draft)/letter" : nil
        self.call = record.state.owesCall(record.facts) ? Self.callForm(draft, record, call, faults) : nil
        timeline = record.timeline.map { entry in
            TimelineLine(
                what: record.spoken(entry.event.kind),
                who: [entry.name, entry.organisation].compactMap(\.self).joined(separator: ", "),
                when: UKTime.short(entry.event.at, now: record.readAt))
        }
    }

    private static func callForm(
        _ draft: DraftID, _ record: ExchangeRecord, _ call: NoticeDraft.Call, _ faults: FieldFaults
    ) -> CallForm {
        CallForm(
            action: "/notices/\(draft)/call",
            title: record.state.isUntold ? "Not told yet: phone \(record.recipient.organisation)" : "Now phone",
            callKey: UUID().uuidString, fields: CallPanel.fields(call, faults, mayWait: false))
    }
}

extension ExchangeRecord {
    fileprivate var receiptHeading: (words: String, tone: String) {
        if let ending { return ending }
        if state.isUntold { return ("Not told yet", "alarm") }
        return (state.isByPhone && state.milestones[.acknowledged] != nil ? "Told by phone" : "Sent", "calm")
    }

    /// What became of it, where that is not what the sender wanted; no longer what was true when it left.
    private var ending: (words: String, tone: String)? {
        if state.consentWithdrawnAt != nil { return ("Consent withdrawn", "alarm") }
        return switch state.status {
        case .recalled: ("Recalled before anybody of the team read it", "quiet")
        case .enteredInError: ("Entered in error", "quiet")
        case .declined: ("Declined", "alarm")
        case .closed: ("Closed", "quiet")
        default: nil
        }
    }

    fileprivate func spoken(_ kind: ExchangeEvent.Kind) -> String {
        kind == .sent && facts.recipientServiceID == nil ? "Written down, to be told by phone" : kind.spoken
    }

    /// What happens next, and by when.
    fileprivate var nextLines: [String] {
        if state.status == .declined, state.consentWithdrawnAt == nil {
            return ["The student is with you. Read why, and where it should go instead."]
        }
        guard let deadlines = state.deadlines, ending == nil else { return [] }
        let day: (Date) -> String = { UKTime.short($0, now: readAt) }
        if state.isUntold {
            return [
                "Nobody at \(recipient.organisation) knows of this. They are told when you have phoned and written down "
                    + "whom you spoke to. You are reminded of the call by \(day(deadlines.acknowledged)).",
                "After the call, send the letter.", "Until somebody there accepts by name, the student is with you.",
            ]
        }
        return [
            state.milestones[.acknowledged] == nil
                ? "They acknowledge by \(day(deadlines.acknowledged)). If nobody does, you are told whom to phone."
                : "They have been reached.",
            "They reach the student by \(day(deadlines.contacted)).",
            "Until somebody there accepts by name, the student is with you.",
        ]
    }
}

extension ExchangeEvent.Kind {
    /// As the sender reads it on the receipt.
    var spoken: String {
        switch self {
        case .drafted: "Begun"
        case .sent: "Sent"
        case .opened: "Opened"
        case .looked: "Looked at by somebody outside the team"
        case .acknowledged: "Acknowledged"
        case .callRecorded: "Reached by phone"
        case .callTried: "Phoned, nobody answered"
        case .taken: "Taken on"
        case .givenBack: "Back with the team, since who had it has left"
        case .contactTried: "Tried to reach the student"
        case .studentContacted: "Student reached"
        case .requestAccepted: "Request accepted"
        case .requestDeclined: "Request declined"
        case .holdingAccepted: "Looks out for the student from now on"
        case .handedOn: "Handed on"
        case .declined: "Declined"
        case .closed: "Closed"
        case .reopened: "Reopened"
        case .recalled: "Recalled"
        case .enteredInError: "Entered in error"
        case .consentWithdrawn: "Consent withdrawn"
        case .reminded: "Reminder sent"
        case .deputyTold: "Deputy told"
        case .managerTold: "Manager told"
        case .senderTold: "Nobody answered: you were told"
        }
    }
}
