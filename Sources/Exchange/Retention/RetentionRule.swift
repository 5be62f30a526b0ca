import Foundation
import Vocabulary

/// What may happen to one exchange for one of its sides, from what is known of it at one moment.
public enum RetentionRule {
    /// A hold comes before everything else. Nothing here happens by itself: a verdict is acted on only when a named person
    /// has read a report and asked for it.
    public static func decide(_ facts: RetentionFacts, for side: ExchangeSide, at now: Date) -> RetentionVerdict {
        if facts.isHeld { return .keep(.held) }
        if facts.isOpen { return .keep(.notEnded) }
        if facts.awaitsDecision { return .keep(.decisionWaits) }
        guard let own = facts.sides.first(where: { $0.side == side }), own.releasedAt == nil else {
            return .keep(.goneAlready)
        }
        guard own.hasPassed(at: now) else { return .keep(.timeNotReached) }
        if let lookedUp = facts.lookedUpAt, now < lookedUp.addingTimeInterval(lookedUpSeconds) { return .keep(.inUse) }
        let others = facts.sides.filter { $0.side != side }
        return others.allSatisfy { $0.letsGo(at: now) } ? .remove : .release
    }

    /// Somebody who was looked up can be in a draft for 24 hours, and must not vanish from under it.
    private static let lookedUpSeconds: TimeInterval = 48 * 3600
}

public enum RetentionVerdict: Sendable, Equatable {
    case keep(KeptBecause)
    /// Gone for the own side; the other side still keeps it.
    case release
    /// Gone for good.
    case remove
}

/// Why something stays.
public enum KeptBecause: String, Sendable, CaseIterable {
    case held, notEnded, decisionWaits, goneAlready, timeNotReached, inUse

    /// Follows a number: "2 …".
    public var title: String {
        switch self {
        case .held: "under a legal hold"
        case .notEnded: "not ended"
        case .decisionWaits: "waiting for a decision about sharing"
        case .goneAlready: "removed before"
        case .timeNotReached: "whose time has not passed, or no longer has"
        case .inUse: "about a student whom somebody looked up in the last two days"
        }
    }
}

/// What the rule asks about one exchange.
public struct RetentionFacts: Sendable, Equatable {
    /// One where the recipient was told by phone only, otherwise two.
    public var sides: [KeptSide]
    public var isOpen = false
    /// A decision about sharing, on this exchange or any other about the student, that nobody has made yet.
    public var awaitsDecision = false
    /// A legal hold of any organisation on the student.
    public var isHeld = false
    /// When a clinician last looked the student up.
    public var lookedUpAt: Date?

    public init(_ sides: [KeptSide]) { self.sides = sides }
}

/// One side of an exchange, and how long it keeps it.
public struct KeptSide: Sendable, Equatable {
    public let side: ExchangeSide
    public let policy: RetentionPolicy
    /// For the NHS the last contact of that organisation with the student, in this exchange or any other; for a university
    /// the last that people did in this exchange.
    public let lastContactAt: Date
    public let releasedAt: Date?

    public init(_ side: ExchangeSide, _ policy: RetentionPolicy, lastContactAt: Date, releasedAt: Date? = nil) {
        (self.side, self.policy, self.lastContactAt, self.releasedAt) = (side, policy, lastContactAt, releasedAt)
    }

    /// The moment from which it may be removed: when the day has ended, so many years later.
    public var passesAt: Date {
        let day = CalendarDate(lastContactAt)
        let year = day.year + policy.years
        // There is no 29 February in most years; then the 28th is the day.
        let last =
            CalendarDate(year: year, month: day.month, day: day.day) ?? CalendarDate(year: year, month: 2, day: 28)
        return last.map { $0.adding(days: 1).start } ?? .distantFuture
    }

    public func hasPassed(at now: Date) -> Bool { passesAt <= now }

    /// Whether it no longer stands in the way of the rows themselves. The NHS lets go only by its own act, since the Code
    /// of Practice (section 5) wants a record appraised before it is destroyed; a university's time is enough, since it
    /// may have left.
    func letsGo(at now: Date) -> Bool { releasedAt != nil || (!policy.isNHS && hasPassed(at: now)) }
}

extension RetentionFacts {
    /// The same, were one side to keep it by another policy.
    func keeping(_ side: ExchangeSide, by policy: RetentionPolicy) -> RetentionFacts {
        var facts = self
        facts.sides = sides.map {
            $0.side == side
                ? KeptSide(side, policy, lastContactAt: $0.lastContactAt, releasedAt: $0.releasedAt) : $0
        }
        return facts
    }
}
