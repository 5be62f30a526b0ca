import Vocabulary

/// What another number of years would bring within reach of removal.
public struct RetentionForesight: Sendable, Equatable {
    public let before: RetentionPolicy
    /// Exchanges that could be removed now, and under the other number.
    public let dueBefore: Int
    public let dueAfter: Int
    /// Old enough under the other number, and kept by a legal hold.
    public let held: Int

    /// For the person who is about to decide.
    public var sentences: [String] {
        let held = held == 0 ? "" : " A legal hold keeps \(UKTime.count(held, "more exchange"))."
        return [
            "Exchanges that would have reached their time at once: \(dueAfter). With the present number: \(dueBefore).\(held)",
            "Nothing is removed by this alone: that takes a report, and a named person who has read it.",
        ]
    }
}
