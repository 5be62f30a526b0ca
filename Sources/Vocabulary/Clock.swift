import Foundation
import Synchronization

/// Where the time comes from. Rules take a moment or a `Clock`; nothing below a face calls `Date()`.
public protocol Clock: Sendable {
    var now: Date { get }
}

/// What two clocks may have of each other's.
public enum ClockDifference {
    /// How far the clocks of two machines may be apart, in seconds, before one takes a moment that the other wrote down for
    /// that of a wrong clock.
    public static let bearable: TimeInterval = 300
}

/// The time of this machine.
public struct SystemClock: Clock {
    public init() {}
    public var now: Date { Date() }
}

/// A clock that a test, or a demonstration, moves by hand.
public final class MovableClock: Clock {
    private let moment: Mutex<Date>

    public init(_ start: Date) { moment = Mutex(start) }

    public var now: Date { moment.withLock { $0 } }

    public func advance(by seconds: TimeInterval) { moment.withLock { $0 += seconds } }

    public func set(_ date: Date) { moment.withLock { $0 = date } }
}

/// The time of this machine, moved ahead: how a demonstration shows what happens when nobody answers.
public final class ShiftedClock: Clock {
    private let ahead: Mutex<TimeInterval>

    public init(ahead seconds: TimeInterval = 0) { ahead = Mutex(seconds) }

    public var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }

    public func advance(by seconds: TimeInterval) { ahead.withLock { $0 += seconds } }
}
