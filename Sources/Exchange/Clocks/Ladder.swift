import Foundation

/// One step of the escalation of one clock.
public struct LadderStep: Sendable, Hashable, Codable {
    public enum Rung: String, Sendable, Codable, CaseIterable {
        /// Whoever has it, or the team's contact.
        case reminder
        case deputy, manager
        /// The sender: "nobody has answered, phone this number".
        case sender
    }

    public let clock: ExchangeClock
    public let rung: Rung

    public init(_ clock: ExchangeClock, _ rung: Rung) {
        (self.clock, self.rung) = (clock, rung)
    }

    /// The step that an event records.
    init?(_ event: ExchangeEvent) {
        let taken = Rung.allCases.first { $0.eventKind == event.kind }
        guard let clock = event.detail.clock, let taken else { return nil }
        self.init(clock, taken)
    }
}

extension LadderStep.Rung {
    /// The event by which it is recorded.
    var eventKind: ExchangeEvent.Kind {
        switch self {
        case .reminder: .reminded
        case .deputy: .deputyTold
        case .manager: .managerTold
        case .sender: .senderTold
        }
    }
}

/// The escalation of what is owed: a reminder at half time, deputy and manager when it is due, and past that the sender.
public enum Ladder {
    /// A step and the moment for it.
    public struct Rise: Sendable, Equatable {
        public let step: LadderStep
        public let at: Date
    }

    /// The steps that remain for what `state` owes now, in order. Those in the past come first, none of them left out.
    /// Once the student has withdrawn consent there are none.
    public static func remaining(_ state: ExchangeState) -> [Rise] {
        guard let clock = state.owed, let due = state.deadlines?.due(clock), let began = state.began(clock),
            state.consentWithdrawnAt == nil
        else { return [] }
        return rungs(clock, byPhone: state.isByPhone)
            .map { Rise(step: LadderStep(clock, $0), at: time(of: $0, clock, state, began: began, due: due)) }
            .filter { !state.steps.contains($0.step) && !($0.step.rung == .reminder && began >= due) }
    }

    /// Whoever closes late is reminded and reported; the sender, who knows that the student was reached, is left in peace.
    /// Where the recipient has not joined there is no deputy to tell.
    private static func rungs(_ clock: ExchangeClock, byPhone: Bool) -> [LadderStep.Rung] {
        if clock == .closed { return [.reminder, .manager] }
        return byPhone ? [.reminder, .manager, .sender] : [.reminder, .deputy, .manager, .sender]
    }

    private static func time(
        of rung: LadderStep.Rung, _ clock: ExchangeClock, _ state: ExchangeState, began: Date, due: Date
    ) -> Date {
        switch rung {
        case .reminder:
            clock == .acknowledged ? state.deadlines?.opened ?? due : began + due.timeIntervalSince(began) / 2
        case .deputy, .manager: max(due, began)
        case .sender: max(due, began) + state.urgency.grace
        }
    }
}

extension ExchangeState {
    /// Since when a clock has been the one that is owed.
    func began(_ clock: ExchangeClock) -> Date? {
        switch clock {
        case .opened, .acknowledged: deadlines?.askedAt
        case .contacted: later(milestones[.acknowledged]?.at, deadlines?.askedAt)
        case .closed: later(milestones[.contacted]?.at ?? milestones[.acknowledged]?.at, deadlines?.askedAt)
        }
    }

    /// After a reopening a clock begins with the new promise, not with the old milestone.
    private func later(_ a: Date?, _ b: Date?) -> Date? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }
}
