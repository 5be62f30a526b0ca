import Foundation

/// Names as registers write them, turned into names as people do.
enum RegisterName {
    private static let small: Set<String> = ["of", "and", "the", "for", "in", "at", "on", "upon", "with", "de", "by"]
    private static let capitals: Set<String> = ["nhs", "uk", "cic", "ncg", "ymca", "lipa", "lma"]

    /// Title case for a name that is shouted: `GUY'S AND ST THOMAS' NHS FOUNDATION TRUST`.
    static func spoken(_ shouted: String) -> String {
        let words = shouted.lowercased().split(separator: " ")
        return words.enumerated().map { place, word in
            word.split(separator: "-", omittingEmptySubsequences: false).enumerated().map { part, piece in
                spoken(word: String(piece), isFirst: place == 0 && part == 0)
            }.joined(separator: "-")
        }.joined(separator: " ")
    }

    /// The name of a provider: “, the” and “(The)” go to the front, “Limited” goes, broken capitals are mended.
    static func provider(_ name: String) -> String {
        var text = collapsed(name)
        for ending in [", the", "(the)", " (the)"] where text.lowercased().hasSuffix(ending) {
            text = "The " + text.dropLast(ending.count)
        }
        for ending in [" limited", " ltd.", " ltd", "."] where text.lowercased().hasSuffix(ending) {
            text = String(text.dropLast(ending.count))
        }
        if !text.contains(where: \.isLowercase), text.contains(" ") { return spoken(text) }
        return text.split(separator: " ").map(mended).joined(separator: " ")
    }

    /// White space of any kind and length as one space.
    static func collapsed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func spoken(word: String, isFirst: Bool) -> String {
        let letters = word.filter(\.isLetter)
        if capitals.contains(letters) { return word.uppercased() }
        if small.contains(letters), !isFirst { return word }
        return capitalised(word)
    }

    /// Discover Uni lowers words that begin with “the” (`theatre`), and capitals of abbreviations (`Nhs`).
    private static func mended(_ word: Substring) -> String {
        let lower = word.lowercased()
        if capitals.contains(lower) { return word.uppercased() }
        let isLowered = word == lower && word.count > 3 && word.allSatisfy(\.isLetter)
        return isLowered && !small.contains(lower) ? capitalised(lower) : String(word)
    }

    private static func capitalised(_ word: String) -> String {
        guard let first = word.firstIndex(where: \.isLetter) else { return word }
        let rest = word.index(after: first)
        return word[..<first] + word[first].uppercased() + word[rest...]
    }
}
