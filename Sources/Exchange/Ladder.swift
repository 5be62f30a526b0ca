import Foundation

/// One step of the escalation of one clock.
public struct LadderStep: Sendable, Hashable, Codable {
    public enum Rung: String, Sendable, Codable, CaseIterable {
        case reminder, deputy, manager, sender
    }

    public let clock: ExchangeClock
    public let rung: Rung

    public init(_ clock: ExchangeClock, _ rung: Rung) {
        (self.clock, self.rung) = (clock, rung)
    }
}
