import Exchange
import Foundation
import Vocabulary

/// Everything that can be done to an exchange from its page, except answering a request.
enum ExchangeAction: String, CaseIterable, Sendable {
    case acknowledge, call, attempt, contact, take, hold, close, handOn, decline, reopen, recall, correct, message

    /// What the form makes, in the address.
    var noun: String {
        switch self {
        case .acknowledge: "acknowledgement"
        case .call: "calls"
        case .attempt: "contact-attempts"
        case .contact: "student-contact"
        case .take: "assignment"
        case .hold: "holding"
        case .close: "closure"
        case .handOn: "handing-on"
        case .decline: "refusal"
        case .reopen: "reopening"
        case .recall: "recall"
        case .correct: "entered-in-error"
        case .message: "messages"
        }
    }

    /// What a role must hold to come near it. Where the sender can write down for the recipient what was said on the
    /// phone, reading is enough to reach the store, which decides by the side one stands on.
    var permission: Permission {
        switch self {
        case .acknowledge, .take, .handOn: .answerExchange
        case .call, .recall, .correct: .followSentExchange
        case .message: .writeThread
        case .attempt, .contact, .hold, .close, .decline, .reopen: .readExchange
        }
    }

    /// The event it leads to, by which the page knows whether to offer it.
    var event: ExchangeEvent.Kind? {
        switch self {
        case .acknowledge: .acknowledged
        case .call: .callRecorded
        case .attempt: .contactTried
        case .contact: .studentContacted
        case .take: .taken
        case .hold: .holdingAccepted
        case .close: .closed
        case .handOn: .handedOn
        case .decline: .declined
        case .reopen: .reopened
        case .recall: .recalled
        case .correct: .enteredInError
        case .message: nil
        }
    }

    var title: String {
        switch self {
        case .acknowledge: "Acknowledge"
        case .call: "Record a phone call to them"
        case .attempt: "Tried to reach the student"
        case .contact: "The student was reached"
        case .take: "Choose the case worker"
        case .hold: "Accept that your team looks out for the student"
        case .close: "Close with an outcome"
        case .handOn: "Hand on to another team"
        case .decline: "Decline, and say where it should go"
        case .reopen: "Open it again"
        case .recall: "Recall"
        case .correct: "Mark as entered in error"
        case .message: "Write"
        }
    }

    /// What the page says when it is done.
    var done: String {
        switch self {
        case .acknowledge: "Acknowledged. The sender can see it."
        case .call: "The call is recorded."
        case .attempt: "The attempt is recorded."
        case .contact: "Recorded: the student was reached. The sender can see it."
        case .take: "The case worker is chosen. Who looks out for the student has not changed."
        case .hold: "Accepted by name. Who looks out for the student has changed."
        case .close: "Closed. The sender can see the outcome."
        case .handOn: "Handed on. That team has to acknowledge it."
        case .decline: "Declined. The sender has been told, and still looks out for the student."
        case .reopen: "Opened again. The clocks have begun anew."
        case .recall: "Recalled. Nobody of the team has read it."
        case .correct: "Marked as entered in error. They can no longer read it."
        case .message: "Sent."
        }
    }
}
