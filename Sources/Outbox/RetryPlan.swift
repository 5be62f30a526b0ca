import Foundation

/// When something that could not be delivered is tried again: soon at first, then at most every six hours, for three days.
public enum RetryPlan {
    /// How long after it was first owed a letter is given up at the earliest, in seconds.
    public static let patience: TimeInterval = 72 * 3600
    /// How often it is tried at the least. Within the three days that is so by itself, even where it waited a day for its hour;
    /// where the clock jumped over them, or nobody was there to try, they say nothing about the mail server.
    static let fewest = 12
    private static let longest: TimeInterval = 6 * 3600
    /// The pauses vary by chance, by this part of them either way.
    private static let variation = 0.2

    /// The longest pause between two tries, in seconds.
    static let longestPause = longest * (1 + variation)

    /// - Parameter attempts: how often it has been tried, the last time included; at least 1.
    /// - Parameter chance: 0 to 1, drawn anew each time: after an outage not everybody comes back in the same second.
    /// - Returns: the moment of the next try; `nil` where it is given up.
    public static func next(after attempts: Int, since created: Date, at now: Date, chance: Double) -> Date? {
        let pause = min(longest, 60 * pow(3, Double(max(0, attempts - 1))))
        let next = now + pause * (1 + variation * (2 * chance - 1))
        return next <= created + patience || attempts < fewest ? next : nil
    }
}
