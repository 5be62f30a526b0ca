import Foundation

/// The words of all labels, sorted, with the labels each stands in.
struct WordIndex: Sendable {
    private let words: [String]
    private let letters: [[UInt8]]
    private let labels: [[Int]]
    private let byLength: [Int: [Int]]

    init(_ all: [Label]) {
        var found: [String: Set<Int>] = [:]
        for (place, label) in all.enumerated() { for word in label.words { found[word, default: []].insert(place) } }
        words = found.keys.sorted()
        letters = words.map { Array($0.utf8) }
        labels = words.map { (found[$0] ?? []).sorted() }
        byLength = Dictionary(grouping: words.indices, by: { [letters] in letters[$0].count })
    }

    /// The labels in which every word of the query is found, each with its score.
    func hits(for query: Query, in all: [Label]) -> [Hit] {
        var scores: [Int: [Int]] = [:]
        for (place, word) in query.words.enumerated() {
            let found = labels(with: word, mayContinue: query.isOpen && place == query.words.count - 1)
            if place == 0 {
                scores = found.mapValues { [$0] }
            } else {
                scores = scores.reduce(into: [:]) { kept, pair in
                    if let score = found[pair.key] { kept[pair.key] = pair.value + [score] }
                }
            }
        }
        return scores.map { Hit(label: $0.key, score: all[$0.key].score(query, wordScores: $0.value)) }
    }

    /// Labels that hold `word`: as it is (20), as the beginning of one (14), with a slip of the keys (8), or with one in
    /// the beginning of a word that is not finished (6).
    private func labels(with word: String, mayContinue: Bool) -> [Int: Int] {
        var scores: [Int: Int] = [:]
        let start = firstIndex(notBefore: word)
        for index in start..<words.count {
            guard words[index].hasPrefix(word) else { break }
            let isWhole = words[index].utf8.count == word.utf8.count
            if !isWhole, !mayContinue, word.utf8.count < 4 { continue }
            note(index, isWhole ? 20 : 14, in: &scores)
        }
        if scores.isEmpty {
            for index in slips(of: word) { note(index, 8, in: &scores) }
            if mayContinue { for index in openSlips(of: word) { note(index, 6, in: &scores) } }
        }
        return scores
    }

    private func note(_ word: Int, _ score: Int, in scores: inout [Int: Int]) {
        for label in labels[word] where score > scores[label] ?? 0 { scores[label] = score }
    }

    /// Words one slip away from what was typed; two for long words.
    private func slips(of word: String) -> [Int] {
        let typed = Array(word.utf8)
        guard typed.count >= 4 else { return [] }
        let allowed = typed.count >= 8 ? 2 : 1
        return (typed.count - allowed...typed.count + allowed).flatMap { byLength[$0] ?? [] }.filter { index in
            EditDistance.isWithin(allowed, typed, letters[index])
        }
    }

    /// Words that begin one slip away from what was typed: “beckt” for “beckett”.
    private func openSlips(of word: String) -> [Int] {
        let typed = Array(word.utf8)
        guard typed.count >= 5 else { return [] }
        let start = firstIndex(notBefore: String(word.prefix(1)))
        return words[start...].indices.prefix { words[$0].first == word.first }.filter { index in
            (typed.count - 1...typed.count + 1).contains { length in
                letters[index].count > length
                    && EditDistance.isWithin(1, typed, Array(letters[index].prefix(length)))
            }
        }
    }

    private func firstIndex(notBefore word: String) -> Int {
        var (low, high) = (0, words.count)
        while low < high {
            let middle = (low + high) / 2
            if words[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// How many slips (a letter more, less, other, or two swapped) lie between two words.
enum EditDistance {
    /// Whether at most `most` slips do (optimal string alignment).
    static func isWithin(_ most: Int, _ a: [UInt8], _ b: [UInt8]) -> Bool {
        // The first letter is almost always right; requiring it keeps the search quick and the answers plausible.
        guard abs(a.count - b.count) <= most, a.first == b.first else { return false }
        var (before, previous) = ([Int](), Array(0...b.count))
        for i in 1...a.count {
            var current = [i]
            current.reserveCapacity(b.count + 1)
            for j in 1...b.count {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                var distance = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    distance = min(distance, before[j - 2] + 1)
                }
                current.append(distance)
            }
            if (current.min() ?? 0) > most { return false }
            (before, previous) = (previous, current)
        }
        return (previous.last ?? 0) <= most
    }
}
