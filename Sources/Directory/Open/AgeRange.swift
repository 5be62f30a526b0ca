import Vocabulary

/// The ages for which a service is, in whole years, both included; `nil` is no limit.
public struct AgeRange: Sendable, Hashable {
    public let youngest: Int?
    public let oldest: Int?

    public init(youngest: Int? = nil, oldest: Int? = nil) { (self.youngest, self.oldest) = (youngest, oldest) }

    public static let any = AgeRange()

    /// Reads what a manager typed.
    /// - Throws: `InvalidInput` naming `youngest` or `oldest`.
    public init(typedYoungest: String, typedOldest: String) throws(InvalidInput) {
        var faults = FaultList()
        let youngest = faults.gather(nil) { () throws(InvalidInput) in try Self.age(typedYoungest, "youngest") }
        let oldest = faults.gather(nil) { () throws(InvalidInput) in try Self.age(typedOldest, "oldest") }
        if let youngest, let oldest, oldest < youngest {
            faults.add("oldest", "The oldest age cannot be below the youngest.")
        }
        try faults.throwAny()
        self.init(youngest: youngest, oldest: oldest)
    }

    private static func age(_ typed: String, _ field: String) throws(InvalidInput) -> Int? {
        let kept = TypedText.clean(typed)
        if kept.isEmpty { return nil }
        guard let age = Int(kept), (0...120).contains(age) else {
            throw InvalidInput(field, "Enter an age in whole years, like 18, or leave it empty.")
        }
        return age
    }

    /// `18 to 25`, `18 and over`, `Up to 25`; `nil` where there is no limit.
    public var words: String? {
        switch (youngest, oldest) {
        case (let youngest?, let oldest?): "\(youngest) to \(oldest)"
        case (let youngest?, nil): "\(youngest) and over"
        case (nil, let oldest?): "Up to \(oldest)"
        case (nil, nil): nil
        }
    }
}
