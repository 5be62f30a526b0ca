/// How often a measured value fell below each of some bounds.
public struct Histogram: Sendable, Equatable {
    /// Upper bounds, each included, in ascending order.
    public let bounds: [Double]
    /// How many values fell between each bound and the one before; the last is for what is above all bounds.
    public private(set) var counts: [Int]
    public private(set) var sum = 0.0

    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    public var count: Int { counts.reduce(0, +) }

    public mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
