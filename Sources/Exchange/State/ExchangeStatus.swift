/// Where an exchange stands; follows from its events and is never stored.
public enum ExchangeStatus: String, Sendable, CaseIterable {
    case unsent, drafted, sent, opened, acknowledged, closed, declined, recalled, enteredInError

    public var title: String {
        switch self {
        case .unsent, .drafted: "Not sent"
        case .sent: "Not opened yet"
        case .opened: "Opened, not acknowledged"
        case .acknowledged: "Acknowledged"
        case .closed: "Closed"
        case .declined: "Declined"
        case .recalled: "Recalled"
        case .enteredInError: "Entered in error"
        }
    }

    /// Whether somebody still owes something.
    public var isLive: Bool { self == .sent || self == .opened || self == .acknowledged }

    /// Whether it has ended, provably.
    public var isEnded: Bool { self == .closed || self == .declined || self == .recalled || self == .enteredInError }
}
