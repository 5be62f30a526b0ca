import Foundation

/// When something that could not be delivered is tried again: soon at first, then at most every six hours, for three days.
public enum RetryPlan {
    /// How long after it was first owed a letter is given up, in seconds.
    public static let patience: TimeInterval = 72 * 3600
    private static let longest: TimeInterval = 6 * 3600

    /// - Parameter attempts: how often it has been tried, the last time included; at least 1.
    /// - Parameter chance: 0 to 1, drawn anew each time: after an outage not everybody comes back in the same second.
    /// - Returns: the moment of the next try; `nil` where it is given up.
    public static func next(after attempts: Int, since created: Date, at now: Date, chance: Double) -> Date? {
        let pause = min(longest, 60 * pow(3, Double(max(0, attempts - 1))))
        let next = now + pause * (0.8 + 0.4 * chance)
        return next <= created + patience ? next : nil
    }
}
