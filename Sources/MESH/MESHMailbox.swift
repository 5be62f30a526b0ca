import Crypto
import Foundation
import Vocabulary

/// Our own mailbox on MESH, and how a request proves that it is ours.
public struct MESHMailbox: Sendable {
    public let id: String
    private let password: String
    /// The same for all mailboxes of one MESH environment.
    private let sharedKey: String

    public init(id: String, password: String, sharedKey: String) {
        (self.id, self.password, self.sharedKey) = (id, password, sharedKey)
    }

    /// The header `Authorization` of one request (NHS England, MESH API, "Authorization header"). It works once, and within
    /// two hours of `now`.
    /// - Parameter nonce: never the same twice.
    func authorisation(nonce: String, at now: Date) -> String {
        let minute = String(now.formatted(.iso8601).filter(\.isNumber).prefix(12))
        let signed = "\(id):\(nonce):1:\(password):\(minute)"
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(signed.utf8), using: SymmetricKey(data: Data(sharedKey.utf8)))
        return "NHSMESH \(id):\(nonce):1:\(minute):\(Hex.text(code))"
    }
}
