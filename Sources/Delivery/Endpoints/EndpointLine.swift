import CCurl
import Dispatch
import Foundation
import Outbox

/// How messages leave for the systems of organisations: over HTTPS, to the very address that was looked up and found to be
/// nobody's private one, and no further by a redirect.
public struct EndpointLine: Sendable {
    /// Whether the operator lets endpoints be inside the own network.
    public let allowsPrivate: Bool
    /// A file of certificates to trust instead of the system's.
    let authority: String?

    /// How long one message may take, in seconds.
    private static let patience = 30
    private static let lines = DispatchQueue(label: "footbridge.endpoints", attributes: .concurrent)

    public init(allowsPrivate: Bool, authority: String? = nil) {
        (self.allowsPrivate, self.authority) = (allowsPrivate, authority)
    }

    /// - Parameter request: the id of the request, the same each time it is tried.
    /// - Throws: `EndpointFault`.
    func post(_ body: String, to endpoint: Endpoint, request: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Self.lines.async {
                continuation.resume(with: Result { try hand(body, to: endpoint, request: request) })
            }
        }
    }

    private func hand(_ body: String, to endpoint: Endpoint, request: String) throws {
        let target = endpoint.address
        guard allowsPrivate || target.url.scheme == "https" else { throw EndpointFault.refused }
        let pinned = "\(target.host):\(target.port):\(try reachable(target.host).text)"
        let texts = [
            target.url.absoluteString, pinned, "Authorization: Bearer \(endpoint.token)", "X-Request-Id: \(request)",
            authority, body,
        ]
        var status = 0
        let code = CStrings.held(texts) { parts in
            var order = footbridge_post()
            (order.url, order.pinned, order.authorization) = (parts[0], parts[1], parts[2])
            (order.request, order.authority, order.body) = (parts[3], parts[4], parts[5])
            (order.length, order.seconds) = (body.utf8.count, Self.patience)
            return footbridge_send_post(&order, &status)
        }
        try EndpointFault.check(code, status)
    }

    /// - Throws: `EndpointFault` where the name has no address, or has one that is not everybody's: one is enough, since who
    ///   mixes them means to be asked twice.
    private func reachable(_ host: String) throws(EndpointFault) -> NetworkAddress {
        let addresses = NetworkAddress.all(of: host)
        guard let first = addresses.first else { throw .unknownHost }
        guard allowsPrivate || addresses.allSatisfy(\.isPublic) else { throw .refused }
        return first
    }
}

/// Why a message did not reach a system. Holds no address and nothing that the system said.
enum EndpointFault: Error, Equatable, CustomStringConvertible {
    case refused, unknownHost
    case unreachable(String)
    case answered(Int)
    case gone

    var description: String {
        switch self {
        case .refused: "The address is inside a private network, which the operator has not allowed."
        case .unknownHost: "The name of the host is not known."
        case .unreachable(let words): "The system was not reached: \(words)."
        case .answered(let status): "The system answered \(status)."
        case .gone: "The system says that it is gone for good (410)."
        }
    }

    /// Whether trying again cannot help.
    var isLasting: Bool { self == .gone }

    /// 2xx is an arrival, and so is 409: it proves that the message arrived before.
    static func check(_ code: CURLcode, _ status: Int) throws(EndpointFault) {
        // A long answer is cut off after it has begun; its status counts.
        guard code == CURLE_OK || (code == CURLE_WRITE_ERROR && status > 0) else {
            throw .unreachable(String(cString: curl_easy_strerror(code)))
        }
        if (200...299).contains(status) || status == 409 { return }
        throw status == 410 ? .gone : .answered(status)
    }
}
