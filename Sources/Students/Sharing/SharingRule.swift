import Foundation

/// The sharing decision: facts in, verdict out, nothing else touched.
public enum SharingRule {
    public static func decide(_ facts: SharingFacts, at now: Date) -> SharingVerdict {
        let rulings = facts.wanted.sorted().map { CategoryRuling($0, facts, at: now) }
        return SharingVerdict(rulings, facts, at: now)
    }
}
