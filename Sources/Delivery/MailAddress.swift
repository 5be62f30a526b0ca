import Database
import Foundation

/// An address that can stand in the head of a letter without changing it.
public struct MailAddress: Sendable, Equatable {
    public let text: String

    /// - Returns: `nil` for anything but `someone@somewhere` in visible ASCII without quotes, brackets and spaces.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let forbidden = Set("<>()[],;:\\\" ")
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254,
            text.utf8.allSatisfy({ (33...126).contains($0) }), !text.contains(where: forbidden.contains)
        else { return nil }
        self.text = text
    }

    /// The part after the at sign.
    var domain: String { String(text.split(separator: "@")[1]) }

    /// Tells whether two letters went to one address, without keeping it.
    func index(_ keys: KeyRing) -> String { keys.blindIndex(text.lowercased(), "delivery.address") }
}
