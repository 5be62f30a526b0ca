import Foundation
import Vocabulary

/// Where a record system publishes its public keys, as a JWK Set (RFC 7517). Whether it may be asked is for the network to say,
/// each time.
public struct KeysAddress: Sendable, Equatable {
    public let text: String

    /// - Throws: `InvalidInput` on `keysAddress`.
    public init(typed: String) throws(InvalidInput) {
        let text = TypedText.clean(typed)
        guard text.utf8.count <= 500, text.utf8.allSatisfy({ (33...126).contains($0) }), let url = URL(string: text),
            url.user() == nil, url.fragment() == nil, ProviderAddress.isSafe(url)
        else {
            throw InvalidInput(
                "keysAddress",
                "Enter an address that begins with https://, such as https://record.example.nhs.uk/keys.json.")
        }
        self.text = text
    }
}

/// Why the published keys of a record system cannot be read, in words for its manager.
public struct KeysUnreadable: Error, Equatable, Sendable {
    public let words: String

    public init(_ words: String) { self.words = words }
}
