import Foundation
import Vocabulary

extension ExchangeState {
    /// Whether the recipient's organisation looks out for the student now.
    public var recipientHolds: Bool {
        recipientOrganisationID != nil && holder?.organisationID == recipientOrganisationID
    }

    /// Whether the recipient answers by phone, because it has no team in Footbridge.
    public var isByPhone: Bool { status != .unsent && serviceID == nil }

    /// Requests without an answer, in the order asked.
    public var openRequests: [ExchangeRequestID] { requests.map(\.id).filter { answers[$0] == nil } }

    /// Whether reaching the student is (still) expected: unless only awareness was asked, or all the rest was declined.
    public var expectsContact: Bool {
        requests.isEmpty || requests.contains { $0.kind.needsContact && answers[$0.id]?.accepted != false }
    }

    /// What is owed next, of the three clocks that somebody has to stop; `nil` when it has ended.
    public var owed: ExchangeClock? {
        switch status {
        case .sent, .opened: .acknowledged
        case .acknowledged: expectsContact && milestones[.contacted] == nil ? .contacted : .closed
        default: nil
        }
    }

    /// By when it is owed.
    public var dueAt: Date? { owed.flatMap { deadlines?.due($0) } }

    public func isOverdue(at now: Date) -> Bool { dueAt.map { $0 < now } ?? false }

    /// Whether the sender was told that nobody answered, and nobody has since.
    public var isUnanswered: Bool { owed == .acknowledged && steps.contains(LadderStep(.acknowledged, .sender)) }

    /// Whether the sender was told that the student was not reached in time, and nobody has reached them since.
    public var isStudentUnreached: Bool { owed == .contacted && steps.contains(LadderStep(.contacted, .sender)) }

    /// The four clocks as they stand.
    public var clocks: [ClockReading] { ExchangeClock.allCases.compactMap(reading) }

    private func reading(_ clock: ExchangeClock) -> ClockReading? {
        guard let due = deadlines?.due(clock) else { return nil }
        let isAsked = clock != .contacted || expectsContact || milestones[.contacted] != nil
        return ClockReading(clock: clock, due: due, done: stamp(of: clock), isAsked: isAsked, hasEnded: status.isEnded)
    }

    private func stamp(of clock: ExchangeClock) -> Stamp? {
        switch clock {
        // A call that was answered stands for opening, too.
        case .opened: milestones[.opened] ?? milestones[.acknowledged]
        case .acknowledged: milestones[.acknowledged]
        case .contacted: milestones[.contacted]
        case .closed: milestones[.ended]
        }
    }
}

/// One clock of one exchange: promised, and kept or not.
public struct ClockReading: Sendable, Equatable {
    public let clock: ExchangeClock
    public let due: Date
    public let done: ExchangeState.Stamp?
    /// Whether anybody asked for it; nobody waits for contact where only awareness was asked.
    public let isAsked: Bool
    public let hasEnded: Bool

    /// Whether it is still expected.
    public var isRunning: Bool { done == nil && isAsked && !hasEnded }

    /// Seconds by which it was, or is, late at `now`; 0 when it is not.
    public func lateness(at now: Date) -> TimeInterval {
        guard isRunning || done != nil else { return 0 }
        return max(0, (done?.at ?? now).timeIntervalSince(due))
    }
}
