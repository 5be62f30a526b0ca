import FHIR
import Testing

@Suite("Messages that were damaged on the way")
struct MutationTests {
    @Test(
        "no damage to any message crashes the reader or the inspection, and the same damage is judged the same",
        arguments: Corpus.files)
    func damage(file: String) throws {
        let bytes = try Corpus.bytes(file)
        var chance = Chance(state: UInt64(bytes.count) &* 0x9E37_79B9 &+ UInt64(file.utf8.count))
        for _ in 0..<30 {
            let damaged = Self.damaged(bytes, &chance)
            #expect(Corpus.verdict(damaged) == Corpus.verdict(damaged))
        }
    }

    /// One to four changes: a byte, a stretch taken out, doubled or moved, a piece of JSON put in, the end cut off.
    private static func damaged(_ bytes: [UInt8], _ chance: inout Chance) -> [UInt8] {
        var bytes = bytes
        for _ in 0...chance.below(4) where !bytes.isEmpty {
            let start = chance.below(bytes.count)
            let end = min(bytes.count, start + 1 + chance.below(40))
            switch chance.below(7) {
            case 0: bytes[start] = UInt8(chance.below(256))
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.insert(contentsOf: bytes[start..<end], at: chance.below(bytes.count))
            case 4: bytes.removeSubrange(start...)
            case 5: bytes.replaceSubrange(start..<end, with: pieces[chance.below(pieces.count)].utf8)
            default: bytes.insert(contentsOf: pieces[chance.below(pieces.count)].utf8, at: start)
            }
        }
        return bytes
    }

    private static let pieces = [
        "null", "[]", "{}", "[[", "{\"", "\"\"", "\\u", "\\ud800", "\"resourceType\":\"Bundle\",", "\"_id\":",
        "<script>", "&#x0;",
        "\"extension\":[{}],", "\"contained\":[{}],", "-0", "1e999", "\u{FEFF}", "#", "\"id\":null,", "true", ",", ":",
        "]", "}",
    ]
}

/// A series of numbers that is the same in every run (xorshift).
private struct Chance {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
    }
}
