import Foundation
import Vocabulary

/// One piece of text by which an organisation is found.
struct Label: Sendable {
    enum Kind: Int, Sendable {
        case place = 0, campus, address, other, name
    }

    /// The organisation's place in the list of entries.
    let entry: Int
    let kind: Kind
    let text: String
    /// Folded, and without “the” at its beginning.
    let folded: String
    let words: [String]
    /// The words without those that lead up to a name (“University of”).
    let telling: [String]
    /// The campus's place in the entry, for a campus or its town.
    let campus: Int?

    init(_ text: String, _ kind: Kind, at entry: Int, campus: Int? = nil) {
        (self.text, self.kind, self.entry, self.campus) = (text, kind, entry, campus)
        words = Folded.words(text)
        folded = Query.withoutArticle(words).joined(separator: " ")
        let telling = words.filter { !Query.noise.contains($0) }
        self.telling = telling.isEmpty ? words : telling
    }

    static func all(of entry: ProviderSearch.Entry, at place: Int) -> [Label] {
        let names = [Label(entry.organisation.name, .name, at: place)]
        let others = ([entry.organisation.legalName] + entry.otherNames + entry.nicknames).map {
            Label($0, .other, at: place)
        }
        let campuses = entry.campuses.enumerated().flatMap { index, campus in
            [Label(campus.name, .campus, at: place, campus: index)]
                + (campus.place.map { [Label($0, .place, at: place, campus: index)] } ?? [])
        }
        let town = Self.town(of: entry.organisation).map { [Label($0, .address, at: place)] } ?? []
        return names + others + town + campuses
    }

    /// The last line of an address before the postcode.
    private static func town(of organisation: Organisation) -> String? {
        let parts = (organisation.address ?? "").split(separator: ",").map { String($0).trimmed }
        return parts.last { part in !part.isEmpty && Postcode(part) == nil }
    }
}

/// A label that holds every word typed.
struct Hit {
    let label: Int
    let score: Int
}

extension Label {
    /// How well the label answers the query, given how well each typed word was found in it. Only for a name does it count
    /// that nothing else stands in it, or that it begins so: whoever types a town means more than what lies there.
    func score(_ query: Query, wordScores: [Int]) -> Int {
        let found = wordScores.reduce(0, +) / max(1, wordScores.count)
        let isWhole = folded == query.whole || telling == query.words
        let opening = folded.hasPrefix(query.whole) ? 6 : telling.starts(with: query.words) ? 4 : 0
        let coverage = 12 * min(query.words.count, telling.count) / max(1, telling.count)
        let likeness = kind.isName ? (isWhole ? 30 : opening) : 0
        return kind.weight + found + coverage + likeness
    }
}

extension Label.Kind {
    var isName: Bool { self == .name || self == .other }

    var weight: Int {
        switch self {
        case .name: 40
        case .other: 36
        case .address: 22
        case .campus: 18
        case .place: 16
        }
    }
}
