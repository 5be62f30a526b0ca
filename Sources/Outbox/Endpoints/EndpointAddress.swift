import Foundation
import Vocabulary

/// Where a system listens: an address on the web and nothing that could hide another.
public struct EndpointAddress: Sendable, Equatable {
    public let url: URL
    public let host: String
    public let port: Int

    /// An address that says by itself that it is inside a private network is refused here; where a name leads is judged each time
    /// that something goes there.
    /// - Parameter allowsPlain: whether the operator lets endpoints be inside the own network, and unencrypted there.
    /// - Throws: `InvalidInput` on `address`.
    public init(typed: String?, allowsPlain: Bool) throws(InvalidInput) {
        let text = try TypedText.required(typed, field: "address", called: "the address", most: 500)
        guard let address = EndpointAddress(stored: text), allowsPlain || address.url.scheme == "https" else {
            throw InvalidInput("address", "Enter an address that begins with https://, without a user or a #.")
        }
        guard allowsPlain || address.isEverybodys else {
            throw InvalidInput(
                "address", "This address is inside a private network, which the operator has not allowed.")
        }
        self = address
    }

    private var isEverybodys: Bool {
        NetworkAddress.written(in: host).allSatisfy { PublicNetwork.includes($0.bytes) }
    }

    /// - Returns: `nil` for what is no such address.
    public init?(stored text: String) {
        guard let url = URL(string: text), let scheme = url.scheme, ["https", "http"].contains(scheme),
            let host = url.host(), !host.isEmpty, url.user() == nil, url.password() == nil, url.fragment() == nil,
            text.utf8.allSatisfy({ (33...126).contains($0) })
        else { return nil }
        (self.url, self.host) = (url, host)
        port = url.port ?? (scheme == "https" ? 443 : 80)
    }
}
