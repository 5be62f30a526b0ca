/// Damage as it happens on the way, and as somebody with bad intent would do it; the same in every run from the same seed.
public struct Damage: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = max(1, seed) }

    /// One to four changes: a byte, a stretch taken out, doubled or moved, a piece of JSON put in, the end cut off.
    public mutating func done(to whole: [UInt8]) -> [UInt8] {
        var bytes = whole
        for _ in 0...below(4) where !bytes.isEmpty {
            let start = below(bytes.count)
            let end = min(bytes.count, start + 1 + below(40))
            switch below(7) {
            case 0: bytes[start] = UInt8(below(256))
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count))
            case 4: bytes.removeSubrange(start...)
            case 5: bytes.replaceSubrange(start..<end, with: Self.pieces[below(Self.pieces.count)].utf8)
            default: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)].utf8, at: start)
            }
        }
        return bytes
    }

    /// The next number of the series (xorshift), below `limit`.
    public mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }

    private static let pieces = [
        "null", "[]", "{}", "[[", "{\"", "\"\"", "\\u", "\\ud800", "\"resourceType\":\"Bundle\",", "\"_id\":",
        "<script>", "&#x0;",
        "\"extension\":[{}],", "\"contained\":[{}],", "-0", "1e999", "\u{FEFF}", "#", "\"id\":null,", "true", ",", ":",
        "]", "}",
    ]
}
