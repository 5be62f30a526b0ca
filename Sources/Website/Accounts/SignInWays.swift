import Accounts
import Vocabulary

/// The providers that a page offers: `{{#ways}}{{> accounts/ways}}{{/ways}}`.
struct SignInWays: Sendable {
    let items: [Way]
    /// There are more than fit: people type the beginning of a name.
    let isSearched: Bool
    let typed: String
    let foundNone: Bool

    struct Way: Sendable {
        let id: String
        let name: String
    }

    /// How many of organisations' own stand on the page without searching.
    private static let most = 6

    /// - Returns: `nil` where there is nothing to offer.
    init?(_ offered: [SignInProvider], typed: String?) {
        let (own, national) = (
            offered.filter { $0.kind == .organisation }, offered.filter { $0.kind != .organisation }
        )
        let words = TypedText.clean(typed ?? "")
        let isMany = own.count > Self.most
        let found = own.filter { words.isEmpty ? !isMany : $0.answers(to: words) }
        (isSearched, self.typed) = (isMany, String(words.prefix(60)))
        foundNone = isMany && !words.isEmpty && found.isEmpty
        items = (national + found.prefix(Self.most)).map { Way(id: $0.id.rawValue, name: $0.name) }
        if offered.isEmpty { return nil }
    }

    /// Every one of them, for a page that cannot be left to search.
    init?(all offered: [SignInProvider]) {
        (isSearched, typed, foundNone) = (false, "", false)
        items = offered.map { Way(id: $0.id.rawValue, name: $0.name) }
        if offered.isEmpty { return nil }
    }
}

extension SignInProvider {
    /// Each word that was typed begins a word of its name, or of its organisation's.
    fileprivate func answers(to typed: String) -> Bool {
        let own = "\(name) \(organisationName ?? "")".lowercased().split { !$0.isLetter && !$0.isNumber }
        return typed.lowercased().split { !$0.isLetter && !$0.isNumber }.allSatisfy { word in
            own.contains { $0.hasPrefix(word) }
        }
    }
}
