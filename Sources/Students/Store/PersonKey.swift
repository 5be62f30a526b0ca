import Database
import Foundation
import Vocabulary

/// The exact keys by which a person is found: blind indexes, so that equality can be asked and nothing read.
enum PersonKey {
    static func nhsNumber(_ digits: String, _ keys: KeyRing) -> String {
        keys.blindIndex(digits, "person.nhs_number")
    }

    /// The two names may have been entered the other way round; the index is the same.
    static func name(_ given: String, _ family: String, born date: CalendarDate, _ keys: KeyRing) -> String {
        let names = [normalised(given), normalised(family)].sorted().joined(separator: "|")
        return keys.blindIndex("\(names)|\(date)", "person.name_birth")
    }

    /// Without case, accents, spaces, hyphens, apostrophes and other signs: `Anne-Märie O’Neill` is `annemarieoneill`.
    static func normalised(_ name: String) -> String {
        // Of most names nothing has to be folded but capitals, which takes a hundredth of the time.
        let kept = name.utf8.allSatisfy { $0 < 128 } ? plainLetters(name) : folded(name)
        return kept.isEmpty ? name : kept
    }

    /// The letters and digits of a text that has no others than those of ASCII.
    private static func plainLetters(_ name: String) -> String {
        let kept = name.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            default: nil
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    static func folded(_ name: String) -> String {
        let plain = name.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: Locale(identifier: "en_GB")
        )
        let spelled = plain.lowercased().map { letters[$0] ?? String($0) }.joined()
        return spelled.filter { $0.isLetter || $0.isNumber }
    }

    /// Letters that are not an accented form of another, and are written in plain ones where the keyboard lacks them.
    private static let letters: [Character: String] = [
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    ]
}
