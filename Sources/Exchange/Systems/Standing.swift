import Database

/// How far an exchange has come, for a system that shows many of them.
public enum Standing: String, Sendable, CaseIterable {
    /// Nobody of the team that has it now has opened it.
    case waiting
    case opened
    /// Acknowledged, and nobody has done more yet.
    case acknowledged
    /// Somebody has taken it on, or the student has been reached.
    case inHand
    case closed, declined, recalled, enteredInError

    /// The event by which an exchange ended so; `nil` for one that goes on.
    var ending: ExchangeEvent.Kind? {
        switch self {
        case .waiting, .opened, .acknowledged, .inHand: nil
        case .closed: .closed
        case .declined: .declined
        case .recalled: .recalled
        case .enteredInError: .enteredInError
        }
    }
}

extension ExchangeState {
    public var standing: Standing {
        switch status {
        case .unsent, .drafted, .sent: .waiting
        case .opened: .opened
        case .acknowledged: assigneeID != nil || milestones[.contacted] != nil ? .inHand : .acknowledged
        case .closed: .closed
        case .declined: .declined
        case .recalled: .recalled
        case .enteredInError: .enteredInError
        }
    }
}
