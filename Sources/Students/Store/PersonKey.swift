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
        let plain = name.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: Locale(identifier: "en_GB")
        )
        let spelled = plain.lowercased().map { letters[$0] ?? String($0) }.joined()
        let kept = spelled.filter { $0.isLetter || $0.isNumber }
        return kept.isEmpty ? name : kept
    }

    /// Letters that are not an accented form of another, and are written in plain ones where the keyboard lacks them.
    private static let letters: [Character: String] = [
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    ]
}
