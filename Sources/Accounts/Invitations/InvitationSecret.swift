import Database
import Foundation

/// How the link of an invitation gets to whom it is for.
public enum InvitationWay: Sendable {
    /// Whoever invites hands it over.
    case link
    case mail

    var topic: String { self == .mail ? Self.mailed : "invitation.made" }

    /// The event that sends an invitation by e-mail.
    public static let mailed = "invitation.mailed"
}

/// The secret in the link of an invitation. It is made from a seed with a key of the key ring: so the same form makes the same
/// link, an e-mail can be written when it leaves, and the database alone gives no link away.
struct InvitationSecret: Sendable {
    let seed: String
    let token: String

    /// - Parameter parts: everything that makes this invitation another than all others.
    init(_ parts: [String], _ keys: KeyRing) { self.init(seed: Secret.hash(parts.joined(separator: " ")), keys) }

    init(seed: String, _ keys: KeyRing) {
        (self.seed, token) = (seed, keys.blindIndex(seed, "invitation.token"))
    }

    /// Under which the invitation is found.
    var hash: String { Secret.hash(token) }
}
