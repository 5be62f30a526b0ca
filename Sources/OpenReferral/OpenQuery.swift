import Foundation
import Vocabulary

/// The parameters of a question. Each may be given once, and all that are given must be known: nothing is passed over in silence.
struct OpenQuery: Sendable {
    private let values: [String: String]

    /// - Parameter known: what this endpoint understands.
    /// - Throws: `InvalidInput` naming the parameter.
    init(_ query: String?, known: Set<String>) throws(InvalidInput) {
        var values: [String: String] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0], in: "query")
            let shown = String(name.prefix(40))
            guard known.contains(name) else { throw InvalidInput(shown, "This parameter is not known here.") }
            guard values[name] == nil else { throw InvalidInput(shown, "Give this parameter once.") }
            values[name] = parts.count > 1 ? try Self.decoded(parts[1], in: shown) : ""
        }
        self.values = values
    }

    subscript(_ name: String) -> String? { values[name] }

    private static func decoded(_ text: Substring, in name: String) throws(InvalidInput) -> String {
        guard let plain = text.replacing("+", with: " ").removingPercentEncoding else {
            throw InvalidInput(name, "This is not percent-encoded UTF-8.")
        }
        return plain
    }

    /// A whole number within `range`, or `usual` where none is given.
    func whole(_ name: String, in range: ClosedRange<Int>, usual: Int) throws(InvalidInput) -> Int {
        guard let text = values[name] else { return usual }
        let isPlain = text.allSatisfy { $0.isASCII && $0.isNumber }
        guard isPlain, let number = Int(text), range.contains(number) else {
            throw InvalidInput(name, "Give a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// A number within `range`.
    func number(_ name: String, in range: ClosedRange<Double>) throws(InvalidInput) -> Double? {
        guard let text = values[name] else { return nil }
        let isPlain = text.allSatisfy { "0123456789.eE+-".contains($0) }
        guard isPlain, let number = Double(text), range.contains(number) else {
            throw InvalidInput(name, "Give a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)).")
        }
        return number
    }

    /// `09:30`, as minutes after midnight.
    func time(_ name: String) throws(InvalidInput) -> Int? {
        guard let text = values[name] else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard text.utf8.count == 5, parts.count == 2, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ":") }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), parts[0].count == 2, hour < 24, minute < 60
        else { throw InvalidInput(name, "Give a time as 09:30.") }
        return hour * 60 + minute
    }
}
