/// A time of day as somebody typed it: `14:05`, `1405`, `2.05pm`, `2 pm`.
public enum TypedTime {
    /// Minutes after midnight by the clock on the wall.
    /// - Throws: `InvalidInput` where it is empty or no time.
    public static func required(_ text: String, field: String, called name: String) throws(InvalidInput) -> Int {
        let typed = TypedText.clean(text).lowercased()
        if typed.isEmpty { throw InvalidInput(field, "Enter \(name).") }
        guard let minutes = minutes(typed.filter { !$0.isWhitespace }) else {
            throw InvalidInput(field, "Enter a time such as 23:15 or 11.15pm. You entered “\(typed.prefix(20))”.")
        }
        return minutes
    }

    private static func minutes(_ typed: String) -> Int? {
        let half = ["am", "pm"].first { typed.hasSuffix($0) }
        let digits = half == nil ? typed[...] : typed.dropLast(2)
        guard let (hour, minute) = parts(digits), (0...59).contains(minute) else { return nil }
        guard let half else { return (0...23).contains(hour) ? hour * 60 + minute : nil }
        guard (1...12).contains(hour) else { return nil }
        return (hour % 12 + (half == "pm" ? 12 : 0)) * 60 + minute
    }

    private static func parts(_ text: Substring) -> (hour: Int, minute: Int)? {
        let pieces = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        let whole = pieces.joined()
        guard !whole.isEmpty, whole.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        switch (pieces.count, whole.count) {
        case (2, 3...4) where pieces[1].count == 2: return number(pieces[0], pieces[1])
        case (1, 1...2): return number(text, "0")
        case (1, 3...4): return number(text.dropLast(2), text.suffix(2))
        default: return nil
        }
    }

    private static func number(_ hour: Substring, _ minute: Substring) -> (hour: Int, minute: Int)? {
        guard let hour = Int(hour), let minute = Int(minute) else { return nil }
        return (hour, minute)
    }
}
