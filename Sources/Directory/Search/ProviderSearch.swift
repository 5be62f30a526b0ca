import Foundation
import Vocabulary

/// Finds a provider by a few letters of its name, a nickname, a campus or a place, with small slips of the keys forgiven.
///
/// Built once from the directory and asked at each keystroke; it holds no reference to the database.
public struct ProviderSearch: Sendable {
    /// One organisation as the index sees it.
    public struct Entry: Sendable {
        public let organisation: Organisation
        /// Trading, former and other names.
        public let otherNames: [String]
        /// What people call it.
        public let nicknames: [String]
        public let campuses: [Campus]

        public init(
            organisation: Organisation, otherNames: [String] = [], nicknames: [String] = [], campuses: [Campus] = []
        ) {
            (self.organisation, self.otherNames) = (organisation, otherNames)
            (self.nicknames, self.campuses) = (nicknames, campuses)
        }
    }

    let entries: [Entry]
    let index: WordIndex
    let labels: [Label]
    private let renown: [Int]

    /// - Parameter entries: organisations that have closed are left out.
    public init(_ entries: [Entry]) {
        self.entries = entries.filter { $0.organisation.closedOn == nil }
        labels = self.entries.enumerated().flatMap { Label.all(of: $1, at: $0) }
        index = WordIndex(labels)
        renown = self.entries.map(\.renown)
    }

    /// The best matches for what was typed, best first.
    ///
    /// Every word typed must be found in one label of the organisation, the last as the beginning of a word. A name counts
    /// for more than a campus or a place, a whole name for more than a part, and among those that answer much alike the
    /// better known come first, and those that have joined.
    public func search(_ typed: String, most: Int = 8) -> ProviderShortlist {
        let query = Query(typed)
        if query.words.isEmpty { return ProviderShortlist() }
        var best: [Int: Hit] = [:]
        for hit in index.hits(for: query, in: labels) {
            let entry = labels[hit.label].entry
            if hit.score > best[entry]?.score ?? 0 { best[entry] = hit }
        }
        let ranked = best.map { (entry: $0.key, hit: $0.value, rank: $0.value.score + bonus($0.key)) }
        let ordered = ranked.sorted { a, b in
            (b.rank, entries[a.entry].organisation.name) < (a.rank, entries[b.entry].organisation.name)
        }
        return ProviderShortlist(ordered.prefix(most).map { match($0.entry, $0.hit) }, of: ordered.count)
    }

    private func bonus(_ place: Int) -> Int { renown[place] + (entries[place].organisation.hasJoined ? 6 : 0) }

    private func match(_ place: Int, _ hit: Hit) -> ProviderMatch {
        let (entry, label) = (entries[place], labels[hit.label])
        let campus = label.campus.map { entry.campuses[$0] }
        let because = label.kind == .name ? nil : label.text
        return ProviderMatch(organisation: entry.organisation, campus: campus, because: because)
    }
}

extension ProviderSearch.Entry {
    /// How likely it is to be meant. The open data does not say how many study where: that people have names for a place,
    /// and that it is a university, stand for that.
    fileprivate var renown: Int { 5 * min(nicknames.count, 4) + (isUniversity ? 2 : 0) }

    private var isUniversity: Bool {
        let names = [organisation.name, organisation.legalName] + otherNames + nicknames
        return names.contains { Folded.words($0).contains("university") }
    }
}

/// The first answers to a search, and how many there are.
public struct ProviderShortlist: Sendable, Equatable {
    /// Best first.
    public let matches: [ProviderMatch]
    /// Of all that was found, also what is not in the list.
    public let total: Int

    public init(_ matches: [ProviderMatch] = [], of total: Int = 0) { (self.matches, self.total) = (matches, total) }
}

/// One answer to a search.
public struct ProviderMatch: Sendable, Hashable {
    public let organisation: Organisation
    /// The campus that was meant, where a campus or place was typed.
    public let campus: Campus?
    /// The nickname, campus or place by which it was found, where that was not its name.
    public let because: String?
}

/// What was typed, in words.
struct Query {
    /// Words that are in half of all names, or that only lead up to one.
    static let noise: Set<String> = ["the", "of", "in", "at", "one", "a", "and", "for", "uni", "university", "unis"]

    let words: [String]
    /// All of it in one piece, for names that are typed whole.
    let whole: String
    /// The last word may not be finished.
    let isOpen: Bool

    init(_ typed: String) {
        let all = Folded.words(String(typed.prefix(100)))
        let telling = all.filter { !Self.noise.contains($0) }
        words = telling.isEmpty ? all : telling
        whole = Self.withoutArticle(all).joined(separator: " ")
        isOpen = !(typed.last?.isWhitespace ?? true)
    }

    static func withoutArticle(_ words: [String]) -> ArraySlice<String> {
        words.first == "the" ? words.dropFirst() : words[...]
    }
}
