extension ExchangeStatus {
    /// Where `kind` leads from here, or `nil` where it may not follow. This is the whole life of an exchange;
    /// what an event must bring with it is checked in `ExchangeState.applying`.
    public func following(_ kind: ExchangeEvent.Kind) -> ExchangeStatus? { Self.table[kind]?[self] }

    /// Why `kind` may not follow, in words for the person who tried.
    public func refusal(of kind: ExchangeEvent.Kind) -> String {
        switch self {
        case .unsent, .drafted: "It has not been sent yet."
        case .sent: kind == .sent ? "It has been sent already." : "Nobody has opened it yet. Open it first."
        case .opened: openedRefusal(of: kind)
        case .acknowledged:
            kind == .acknowledged
                ? "It has been acknowledged already." : "It has been acknowledged, so this can no longer be done."
        case .closed: "It has been closed. Reopen it first, with a note."
        case .declined: "It was declined. Reopen it first, with a note."
        case .recalled: "The sender has recalled it."
        case .enteredInError: "The sender has marked it as entered in error."
        }
    }

    private func openedRefusal(of kind: ExchangeEvent.Kind) -> String {
        switch kind {
        case .recalled: "It has been opened, so it cannot be recalled. Write to them, or mark it as entered in error."
        case .reopened: "It is still open."
        default: "It has not been acknowledged yet. Acknowledge it first."
        }
    }

    private static let live: [ExchangeStatus: ExchangeStatus] = staying(.sent, .opened, .acknowledged)

    private static let table: [ExchangeEvent.Kind: [ExchangeStatus: ExchangeStatus]] = [
        .drafted: [.unsent: .drafted],
        .sent: [.unsent: .sent, .drafted: .sent],
        .opened: [.sent: .opened].merging(staying(.opened, .acknowledged, .closed, .declined)) { a, _ in a },
        .looked: staying(.sent, .opened, .acknowledged, .closed, .declined),
        .acknowledged: [.opened: .acknowledged],
        .callRecorded: [.sent: .acknowledged, .opened: .acknowledged, .acknowledged: .acknowledged],
        .callTried: live,
        .taken: staying(.acknowledged),
        .givenBack: live,
        .contactTried: staying(.acknowledged),
        .studentContacted: staying(.acknowledged),
        .requestAccepted: staying(.acknowledged),
        .requestDeclined: staying(.acknowledged),
        .holdingAccepted: staying(.acknowledged),
        .handedOn: [.acknowledged: .sent],
        .declined: [.opened: .declined, .acknowledged: .declined],
        // Before an acknowledgement only where the student withdrew consent.
        .closed: [.sent: .closed, .opened: .closed, .acknowledged: .closed],
        .reopened: [.closed: .acknowledged, .declined: .opened],
        .recalled: [.sent: .recalled],
        .enteredInError: [
            .sent: .enteredInError, .opened: .enteredInError, .acknowledged: .enteredInError,
            .closed: .enteredInError, .declined: .enteredInError,
        ],
        .consentWithdrawn: staying(.sent, .opened, .acknowledged, .closed, .declined),
        .reminded: live, .deputyTold: live, .managerTold: live, .senderTold: live,
    ]

    private static func staying(_ statuses: ExchangeStatus...) -> [ExchangeStatus: ExchangeStatus] {
        Dictionary(uniqueKeysWithValues: statuses.map { ($0, $0) })
    }
}
