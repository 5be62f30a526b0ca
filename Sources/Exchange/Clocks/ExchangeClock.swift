import Database
import Foundation

/// The four things that people do, each with a clock of its own. They count people: no delivery receipt stops one.
public enum ExchangeClock: String, Sendable, Codable, CaseIterable {
    case opened, acknowledged, contacted, closed

    public var title: String {
        switch self {
        case .opened: "Opened"
        case .acknowledged: "Acknowledged"
        case .contacted: "Student contacted"
        case .closed: "Closed"
        }
    }
}

extension ExchangeClock: SQLConvertible {}

/// By when each of the four things is promised; fixed at the moment it is promised.
public struct Deadlines: Sendable, Equatable, Codable {
    /// When the present team was asked.
    public var askedAt: Date
    public var opened: Date
    public var acknowledged: Date
    public var contacted: Date
    public var closed: Date
    /// Whether the team is closed for so long that only a phone call can keep the promise.
    public var mustPhone: Bool

    public init(
        askedAt: Date, opened: Date, acknowledged: Date, contacted: Date, closed: Date, mustPhone: Bool
    ) {
        (self.askedAt, self.opened, self.acknowledged) = (askedAt, opened, acknowledged)
        (self.contacted, self.closed, self.mustPhone) = (contacted, closed, mustPhone)
    }

    public func due(_ clock: ExchangeClock) -> Date {
        switch clock {
        case .opened: opened
        case .acknowledged: acknowledged
        case .contacted: contacted
        case .closed: closed
        }
    }
}
