import Vocabulary

/// Which events an organisation's own system hears of, and as what. What is not listed here goes to none. The table of
/// docs/guides/hear-what-happens.md is this one; a test compares them.
public enum EndpointTopic: String, Sendable, CaseIterable {
    case sent = "exchange.sent"
    case handedOn = "exchange.handedOn"
    case acknowledged = "exchange.acknowledged"
    case answered = "exchange.answered"
    case holdingAccepted = "exchange.holdingAccepted"
    case studentContacted = "exchange.studentContacted"
    case declined = "exchange.declined"
    case closed = "exchange.closed"
    case reopened = "exchange.reopened"
    case senderTold = "exchange.senderTold"
    case message = "exchange.message"
    case callRecorded = "exchange.callRecorded"
    case recalled = "exchange.recalled"
    case enteredInError = "exchange.enteredInError"
    case consentWithdrawn = "exchange.consentWithdrawn"

    public enum Side: String, Sendable { case sender, recipient }

    /// The code of the event, as both sides read it.
    public var code: String {
        switch self {
        case .sent: "sent"
        case .handedOn: "handed-on"
        case .acknowledged: "acknowledged"
        case .answered: "request-answered"
        case .holdingAccepted: "holding-accepted"
        case .studentContacted: "student-contacted"
        case .declined: "declined"
        case .closed: "closed"
        case .reopened: "reopened"
        case .senderTold: "unanswered"
        case .message: "message-written"
        case .callRecorded: "call-recorded"
        case .recalled: "recalled"
        case .enteredInError: "entered-in-error"
        case .consentWithdrawn: "consent-withdrawn"
        }
    }

    /// Whose system hears of it.
    public var sides: [Side] {
        switch self {
        case .acknowledged, .answered, .holdingAccepted, .studentContacted, .declined, .closed, .handedOn, .senderTold:
            [.sender]
        case .callRecorded, .recalled, .enteredInError: [.recipient]
        case .sent, .reopened, .message, .consentWithdrawn: [.sender, .recipient]
        }
    }

    /// Where the exchange stands then, wherever it stood before; `nil` where the event does not say.
    public var standing: Standing? {
        switch self {
        case .sent, .handedOn: .waiting
        case .acknowledged, .callRecorded: .acknowledged
        case .studentContacted: .inHand
        case .declined: .declined
        case .closed: .closed
        case .recalled: .recalled
        case .enteredInError: .enteredInError
        case .answered, .holdingAccepted, .reopened, .senderTold, .message, .consentWithdrawn: nil
        }
    }
}
