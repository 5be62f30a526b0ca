import Crypto
import Foundation
import Vocabulary

/// A sign-in that has left for a provider and come back, taken out of the database so that it works once.
public struct SignInAttempt: Sendable {
    public let provider: SignInProviderID
    public let secrets: AttemptSecrets
    /// The invitation that is being accepted by it.
    let invitationHash: String?
    /// Where on this site the person wanted to go.
    public let next: String?
    /// What they were typing when their session ended, still sealed.
    public let kept: String?

    public var isForInvitation: Bool { invitationHash != nil }
}

/// What ties an answer to the browser that asked. The browser holds one word and the database the hashes of both; nonce and
/// verifier follow from the two together, so a thief of either can finish nobody's sign-in.
public struct AttemptSecrets: Sendable, Equatable {
    /// In a cookie, never in an address.
    public let browser: String
    /// In the address, there and back.
    public let state: String

    /// - Parameter browser: the word that this browser has already, so that two tabs do not disturb each other.
    init(browser: String?) {
        let known = browser.flatMap { Data(base64URL: $0)?.count == 32 ? $0 : nil }
        (self.browser, state) = (known ?? Secret.token(), Secret.token())
    }

    init(browser: String, state: String) { (self.browser, self.state) = (browser, state) }

    /// Comes back inside the id token (OpenID Connect Core 1.0, section 3.1.2.1).
    public var nonce: String { derived("nonce") }

    /// 43 letters (RFC 7636, section 4.1).
    public var verifier: String { derived("verifier") }

    /// S256 (RFC 7636, section 4.2).
    public var challenge: String { Data(SHA256.hash(data: Data(verifier.utf8))).base64URL }

    private func derived(_ purpose: String) -> String {
        let key = SymmetricKey(data: Data(browser.utf8))
        return Data(HMAC<SHA256>.authenticationCode(for: Data("\(purpose) \(state)".utf8), using: key)).base64URL
    }
}
