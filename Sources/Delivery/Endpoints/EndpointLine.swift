import Foundation
import Outbox
import Web

/// How messages leave for the systems of organisations: over HTTPS, to nobody's private address, and no further by a
/// redirect.
public struct EndpointLine: Sendable {
    /// Whether the operator lets endpoints be inside the own network.
    public let allowsPrivate: Bool
    /// A file of certificates to trust instead of the system's.
    let authority: String?

    /// How long one message may take, in seconds.
    private static let patience = 30

    public init(allowsPrivate: Bool, authority: String? = nil) {
        (self.allowsPrivate, self.authority) = (allowsPrivate, authority)
    }

    /// - Parameter request: the id of the request, the same each time it is tried.
    /// - Throws: `EndpointFault`.
    func post(_ body: String, to endpoint: Endpoint, request: String) async throws {
        guard allowsPrivate || endpoint.address.url.scheme == "https" else { throw EndpointFault.refused }
        var post = WebRequest(endpoint.address.url)
        (post.method, post.body) = ("POST", Data(body.utf8))
        post.fields = [("Authorization", "Bearer \(endpoint.token)"), ("X-Request-Id", request)]
        if !body.isEmpty { post.fields.append(("Content-Type", "application/fhir+json")) }
        (post.reach, post.trust) = (reach(of: endpoint), WebTrust(authority: authority))
        post.seconds = Self.patience
        do { try EndpointFault.check(try await post.answer().status) } catch let fault as WebFault {
            throw EndpointFault(fault)
        }
    }

    /// Over http:// the token could be read on the way, so that stays inside, whatever a name is found to mean.
    private func reach(of endpoint: Endpoint) -> WebRequest.Reach {
        guard allowsPrivate else { return .everybodys }
        return endpoint.address.url.scheme == "https" ? .anywhere : .inside
    }
}

/// Why a message did not reach a system. Holds no address and nothing that the system said.
enum EndpointFault: Error, Equatable, CustomStringConvertible {
    case refused, unencrypted, unknownHost
    case unreachable(String)
    case answered(Int)
    case gone

    init(_ fault: WebFault) {
        switch fault {
        case .privateNetwork: self = .refused
        case .outside: self = .unencrypted
        case .unknownHost: self = .unknownHost
        case .unreachable(let words): self = .unreachable(words)
        }
    }

    var description: String {
        switch self {
        case .refused: "The address is inside a private network, which the operator has not allowed."
        case .unencrypted:
            "The address begins with http:// and is outside your own network. It has to begin with https://."
        case .unknownHost: "The name of the host is not known."
        case .unreachable(let words): "The system was not reached: \(words)."
        case .answered(let status): "The system answered \(status)."
        case .gone: "The system says that it is gone for good (410)."
        }
    }

    /// 2xx is an arrival, and so is 409: it proves that the message arrived before. What else was said is let go unread.
    static func check(_ status: Int) throws(EndpointFault) {
        if (200...299).contains(status) || status == 409 { return }
        throw status == 410 ? .gone : .answered(status)
    }
}
