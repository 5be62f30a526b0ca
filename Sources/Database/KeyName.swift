/// How names of keys sort: digits by their value, everything else as text, so that “10” is newer than “9”.
enum KeyName {
    static func isOlder(_ a: String, _ b: String) -> Bool {
        let (left, right) = (parts(a), parts(b))
        for (x, y) in zip(left, right) where x != y { return precedes(x, y) }
        return left.count == right.count ? a < b : left.count < right.count
    }

    /// The name for the key after `name`: `1` → `2`, `2026-09` → `2026-10`, `spring` → `spring2`.
    static func successor(of name: String) -> String {
        let digits = String(name.reversed().prefix { isDigit($0) }.reversed())
        guard let number = Int(digits), number < Int.max else { return name + "2" }
        let next = String(number + 1)
        let zeros = String(repeating: "0", count: max(0, digits.count - next.count))
        return name.dropLast(digits.count) + zeros + next
    }

    /// Runs of digits, without leading zeros, and what stands between them.
    private static func parts(_ name: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = Substring(name)
        while let first = rest.first {
            let run = rest.prefix { isDigit($0) == isDigit(first) }
            let significant = run.drop { $0 == "0" }
            parts.append(isDigit(first) && !significant.isEmpty ? significant : run)
            rest = rest.dropFirst(run.count)
        }
        return parts
    }

    private static func precedes(_ x: Substring, _ y: Substring) -> Bool {
        let numbers = x.allSatisfy(isDigit) && y.allSatisfy(isDigit)
        return numbers && x.count != y.count ? x.count < y.count : x < y
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
