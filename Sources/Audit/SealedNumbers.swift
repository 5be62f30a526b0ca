/// The numbers that a seal's entries bear, in their order: its range without its gaps.
struct SealedNumbers: Sendable {
    private let end: Int
    private var gaps: ArraySlice<ClosedRange<Int>>
    /// The number that comes next; `nil` after the last.
    private(set) var next: Int?

    init(_ statement: SealStatement) {
        end = statement.to
        gaps = Self.ranges(statement.gaps)[...]
        next = statement.from
        skip()
    }

    mutating func advance() {
        next = next.map { $0 + 1 }
        skip()
    }

    private mutating func skip() {
        guard let number = next else { return }
        if let gap = gaps.first, gap.contains(number) {
            gaps.removeFirst()
            next = gap.upperBound + 1
        }
        if let number = next, number > end { next = nil }
    }

    /// `12,17-19`; what cannot be read is left out, and was not signed.
    private static func ranges(_ text: String) -> [ClosedRange<Int>] {
        text.split(separator: ",").compactMap { part in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return nil }
            return first...last
        }
    }

    /// What lies between `numbers`, rising, from `from` to `to`.
    static func gaps(in from: Int, _ to: Int, without numbers: [Int]) -> String {
        var (expected, gaps) = (from, [String]())
        for number in numbers + [to + 1] {
            if number > expected { gaps.append(number - 1 == expected ? "\(expected)" : "\(expected)-\(number - 1)") }
            expected = number + 1
        }
        return gaps.joined(separator: ",")
    }
}
