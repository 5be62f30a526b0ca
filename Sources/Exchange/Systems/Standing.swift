import Vocabulary

extension Standing {
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
