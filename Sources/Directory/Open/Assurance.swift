import Foundation
import Vocabulary

/// How far what a service says in the open can be relied upon: when people last said that it is right, and what is wrong
/// with that.
public struct Assurance: Sendable, Hashable {
    /// The day since which each of its contact points has been verified; `nil` where one never was, or there is none.
    public let assuredOn: CalendarDate?
    /// What a reader has to know before relying on it; `nil` where everything is fresh.
    public let warning: String?

    init(assuredOn: CalendarDate?, warning: String?) { (self.assuredOn, self.warning) = (assuredOn, warning) }

    /// - Parameter points: the open contact points of the service.
    public init(_ points: [ContactPoint], at now: Date) {
        let verified = points.compactMap(\.verifiedAt)
        assuredOn = verified.count == points.count ? verified.min().map { CalendarDate($0) } : nil
        let states = points.map { $0.freshness(at: now) }
        let isFresh = !states.isEmpty && states.allSatisfy(\.isFresh)
        warning = isFresh ? nil : "\(Self.fault(states, since: assuredOn)) Check before you rely on it."
    }

    private static func fault(_ states: [Freshness], since day: CalendarDate?) -> String {
        if states.contains(where: \.isBounced) { return "Messages to this service have come back." }
        if let day { return "Not verified since \(day.spoken), longer ago than the service itself allows." }
        return states.allSatisfy { $0 == .neverVerified }
            ? "Nobody has verified these details yet." : "Not all of these details have been verified."
    }
}

extension Freshness {
    fileprivate var isBounced: Bool {
        if case .bounced = self { return true }
        return false
    }
}
