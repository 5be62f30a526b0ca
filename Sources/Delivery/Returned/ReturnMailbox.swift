import Database
import Foundation
import Vocabulary

/// The mailbox to which letters come back that somebody's mail server took and could not deliver. Each letter leaves with a
/// sender of its own, `bounces+…@example.ac.uk` (VERP), that tells which it was and cannot be made up.
public struct ReturnMailbox: Sendable, Equatable {
    private let name: String
    private let domain: String

    /// What a name in front of the at sign may have (RFC 5321, 4.5.3.1.1), without our part of it.
    private static let room = 64 - "+".count - 32 - signature
    /// Digits that prove that a letter is ours: 64 bits.
    private static let signature = 16

    /// - Returns: `nil` for what is no address, has a plus sign already, or has more than 15 characters before the at sign.
    public init?(_ text: String) {
        guard let address = MailAddress(text.lowercased()) else { return nil }
        let name = address.text.split(separator: "@")[0]
        guard name.utf8.count <= Self.room, !name.contains("+") else { return nil }
        (self.name, domain) = (String(name), address.domain)
    }

    func address(of letter: DeliveryID, keys: KeyRing) -> MailAddress? {
        let id = letter.rawValue.replacing("-", with: "")
        return MailAddress("\(name)+\(id)\(Self.proof(of: letter, keys))@\(domain)")
    }

    /// The letter whose sender stands in a text: a line of a letter's head, or an address.
    /// - Returns: `nil` where there is none, or one that was not made here.
    public func letter(in text: String, keys: KeyRing) -> DeliveryID? {
        let words = text.lowercased().split { $0.isWhitespace || "<>,;:\"()".contains($0) }
        return words.lazy.compactMap { letter(at: $0, keys) }.first
    }

    private func letter(at address: Substring, _ keys: KeyRing) -> DeliveryID? {
        let (head, tail) = ("\(name)+", "@\(domain)")
        guard address.hasPrefix(head), address.hasSuffix(tail), address.utf8.count >= head.utf8.count + tail.utf8.count
        else { return nil }
        let token = String(address.dropFirst(head.count).dropLast(tail.count))
        guard token.utf8.count == 32 + Self.signature, let id = Self.id(token.prefix(32)) else { return nil }
        return token.suffix(Self.signature) == Self.proof(of: id, keys) ? id : nil
    }

    private static func id(_ digits: Substring) -> DeliveryID? {
        let digits = Array(digits)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return DeliveryID(groups.joined(separator: "-"))
    }

    private static func proof(of letter: DeliveryID, _ keys: KeyRing) -> String {
        String(keys.blindIndex(letter.rawValue, "delivery.return").prefix(signature))
    }
}
