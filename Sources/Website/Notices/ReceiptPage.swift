import Exchange
import Foundation
import Students
import Vocabulary

struct ReceiptPage: Sendable {
    let errorSummary: ErrorSummary?
    let reference: String
    let recipient: String
    let next: [String]
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
        let number: String?
        let dial: String?
        let callKey: String
        let fields: [FormField]
    }

    init(
        _ draft: DraftID, _ record: ExchangeRecord, call: NoticeDraft.Call = .init(),
        faults: FieldFaults = FieldFaults()
    ) {
        errorSummary = faults.summary
        (reference, recipient) = (record.facts.reference, record.recipient.title)
        next = record.nextLines
        exchangePath = "/exchanges/\(record.facts.id)"
        studentCopyPath = "/notices/\(draft)/student-copy"
        letterPath = record.recipient.serviceID == nil ? "/notices/\(draft)/letter" : nil
        self.call = record.owesCall ? Self.callForm(draft, record, call, faults) : nil
        timeline = record.timeline.map { entry in
            TimelineLine(
                what: entry.event.kind.spoken,
                who: [entry.name, entry.organisation].compactMap(\.self).joined(separator: ", "),
                when: UKTime.short(entry.event.at, now: record.readAt))
        }
    }

    private static func callForm(
        _ draft: DraftID, _ record: ExchangeRecord, _ call: NoticeDraft.Call, _ faults: FieldFaults
    ) -> CallForm {
        let number = record.recipient.outOfHoursTelephone ?? record.recipient.telephone
        return CallForm(
            action: "/notices/\(draft)/call", number: number, dial: number?.filter { $0.isNumber || $0 == "+" },
            callKey: UUID().uuidString, fields: CallPanel.fields(call, faults, mayWait: false))
    }
}

extension ExchangeRecord {
    /// Whether somebody there still has to be reached by phone.
    fileprivate var owesCall: Bool {
        let isReached = state.milestones[.acknowledged] != nil
        return !isReached && (facts.route == .phone || state.deadlines?.mustPhone == true)
    }

    /// What happens next, and by when.
    fileprivate var nextLines: [String] {
        guard let deadlines = state.deadlines else { return [] }
        let day: (Date) -> String = { UKTime.short($0, now: readAt) }
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
