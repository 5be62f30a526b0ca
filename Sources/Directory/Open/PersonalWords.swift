import Foundation

/// Finds in the words of a service what belongs to a person: the names and numbers of those who stand in the directory, and any
/// e-mail address. A field that holds such a thing is left out of the open directory.
public struct PersonalWords: Sendable {
    /// The folded words of each name, under the first of them.
    private let names: [String: [[String]]]
    /// Digits, the country code taken off.
    private let numbers: Set<String>

    private static let titles = ["dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor"]

    public init(_ people: [(name: String, telephone: String?)]) {
        names = Dictionary(grouping: Set(people.flatMap { Self.forms(of: $0.name) })) { $0[0] }
        numbers = Set(people.compactMap(\.telephone).map(Self.digits).filter { $0.count >= 7 })
    }

    public func occur(in text: String) -> Bool {
        if text.isEmpty { return false }
        let digits = Self.digits(text)
        return Self.hasAddress(text) || hasName(Folded.words(text)) || numbers.contains { digits.contains($0) }
    }

    private func hasName(_ words: [String]) -> Bool {
        words.indices.contains { start in
            let named = names[words[start]] ?? []
            return named.contains { words[start...].starts(with: $0) }
        }
    }

    /// In full, and the last name behind each title.
    private static func forms(of name: String) -> [[String]] {
        let words = Folded.words(name).drop { titles.contains($0) }
        guard let last = words.last else { return [] }
        let full = words.count > 1 ? [Array(words)] : []
        return full + titles.map { [$0, last] }
    }

    private static func digits(_ text: String) -> String {
        text.replacing("+44", with: "0").filter { $0.isASCII && $0.isNumber }
    }

    private static func hasAddress(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).contains { word in
            let parts = word.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count > 1 && !parts[0].isEmpty && parts[1].contains(".")
        }
    }
}
