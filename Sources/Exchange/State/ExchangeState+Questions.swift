import Foundation
import Vocabulary

extension ExchangeState {
    /// Whether the recipient's organisation looks out for the student now.
    public var recipientHolds: Bool {
        recipientOrganisationID != nil && holder?.organisationID == recipientOrganisationID
    }

    /// Whether the team that has it now looks out for the student.
    public var presentTeamHolds: Bool { recipientHolds && holder?.serviceID == serviceID }

    /// Whether nobody of the present team has said yes or no to looking out for the student, and nobody's answer is
    /// waited for.
    public var leavesHolderOpen: Bool {
        !presentTeamHolds && !requests.contains { $0.kind == .holdSupport && answers[$0.id]?.accepted != true }
    }

    /// Whether a reader of the recipient's sees nothing of it, because the student withdrew before they had read it: who had
    /// may look it up again, nobody else begins to.
    func isWithdrawn(from reader: AccountID?) -> Bool {
        guard let withdrawn = consentWithdrawnAt else { return false }
        return reader.flatMap { readers[$0] }.map { $0 >= withdrawn } ?? true
    }

    /// Whether the recipient answers by phone, because it has no team in Footbridge.
    public var isByPhone: Bool { status != .unsent && serviceID == nil }

    /// Requests without an answer, in the order asked.
    public var openRequests: [ExchangeRequestID] { requests.map(\.id).filter { answers[$0] == nil } }

    /// Whether reaching the student is (still) expected: unless only awareness was asked, or all the rest was declined.
    public var expectsContact: Bool {
        requests.isEmpty || requests.contains { $0.kind.needsContact && answers[$0.id]?.accepted != false }
    }

    /// Whether anybody goes on with it: it has not ended, and the student has not withdrawn consent.
    public var isWorkedOn: Bool { status.isLive && consentWithdrawnAt == nil }

    /// Whether a message that the sender writes now waits in the inbox of the team, which works on it no longer.
    var takesLateMessages: Bool { (status == .closed || status == .declined) && consentWithdrawnAt == nil }

    /// Whether what the recipient wrote is still news to the sender's side: it goes on, or ended as it was written.
    var bringsNews: Bool { status.isLive || takesLateMessages }

    /// Who gave it to `reader`, who has it now and has not opened it since.
    func giver(to reader: AccountID?) -> AccountID? { isWorkedOn && reader == assigneeID ? givenBy : nil }

    /// What is owed next, of the three clocks that somebody has to stop; `nil` when it has ended. Once the student has
    /// withdrawn consent, nothing but closing.
    public var owed: ExchangeClock? {
        if consentWithdrawnAt != nil { return status.isLive ? .closed : nil }
        return switch status {
        case .sent, .opened: .acknowledged
        case .acknowledged: expectsContact && milestones[.contacted] == nil ? .contacted : .closed
        default: nil
        }
    }

    /// What is due first: what is owed next, or what was promised to the student before it was handed on.
    public var dueFirst: (clock: ExchangeClock, at: Date)? {
        guard let owed, let deadlines else { return nil }
        let isLater = owed == .acknowledged && expectsContact && milestones[.contacted] == nil
        let clock = isLater && deadlines.contacted < deadlines.acknowledged ? .contacted : owed
        return (clock, deadlines.due(clock))
    }

    /// When that is due.
    public var dueAt: Date? { dueFirst?.at }

    public func isOverdue(at now: Date) -> Bool { dueAt.map { $0 < now } ?? false }

    /// Whether the sender was told that nobody answered, and nobody has since.
    public var isUnanswered: Bool { owed == .acknowledged && steps.contains(LadderStep(.acknowledged, .sender)) }

    /// Whether the sender was told that the student was not reached in time, and nobody has reached them since.
    public var isStudentUnreached: Bool {
        let isWaitedFor = isWorkedOn && expectsContact && milestones[.contacted] == nil
        return isWaitedFor && steps.contains(LadderStep(.contacted, .sender))
    }

    /// When something was first done, by whichever team had it then.
    public func first(_ milestone: Milestone) -> Stamp? {
        let clock: ExchangeClock? =
            switch milestone {
            case .opened: .opened
            case .acknowledged: .acknowledged
            default: nil
            }
        return earlier.first { $0.clock == clock }?.done ?? milestones[milestone]
    }

    /// The clocks as they stand: what earlier teams kept to, and then the four.
    public var clocks: [ClockReading] { earlier + presentClocks }

    /// Seconds by which what was still owed was late when the student withdrew consent; 0 where nothing was.
    public func latenessAtWithdrawal(of clock: ExchangeClock) -> TimeInterval {
        guard let consentWithdrawnAt else { return 0 }
        return overdueAtWithdrawal.first { $0.clock == clock }?.lateness(at: consentWithdrawnAt) ?? 0
    }

    /// The four clocks of the team that has it now.
    var presentClocks: [ClockReading] { ExchangeClock.allCases.compactMap(reading) }

    private func reading(_ clock: ExchangeClock) -> ClockReading? {
        guard let due = deadlines?.due(clock) else { return nil }
        let done = stamp(of: clock)
        let isStopped = consentWithdrawnAt != nil && clock != .closed
        let isAsked = done != nil || (!isStopped && (clock != .contacted || expectsContact))
        let isTeams = clock == .opened || clock == .acknowledged
        return ClockReading(
            clock: clock, team: isTeams ? serviceID : nil, due: due, done: done, isAsked: isAsked,
            hasEnded: status.isEnded)
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
    /// The team that had it, or has it, where the clock is that team's own.
    public let team: ServiceID?
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
