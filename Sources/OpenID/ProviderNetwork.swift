import Accounts
import CCurl
import Dispatch
import Foundation
import Vocabulary

/// The way to providers. A test stands in for it; nothing else does.
public protocol ProviderFetching: Sendable {
    /// - Throws: `ProviderFault`.
    func ask(_ question: ProviderQuestion) async throws -> Data
}

/// One thing asked of a provider.
public struct ProviderQuestion: Sendable {
    public let url: String
    /// Fields to send by POST; `nil` for a GET.
    public var form: [(String, String)]?
    public var bearer: String?

    public init(_ url: String, form: [(String, String)]? = nil, bearer: String? = nil) {
        (self.url, self.form, self.bearer) = (url, form, bearer)
    }
}

/// Providers on the network, by libcurl: https, public addresses, ten seconds, a quarter of a megabyte, no redirects.
public struct ProviderNetwork: ProviderFetching {
    /// Hosts that the installation allows although they are inside: `sso.example.ac.uk`, or with a port.
    private let insideHosts: Set<String>

    private static let room = 256 * 1024
    private static let seconds = 10
    private static let lines = DispatchQueue(label: "footbridge.providers", attributes: .concurrent)

    public init(insideHosts: Set<String> = []) { self.insideHosts = insideHosts }

    public func ask(_ question: ProviderQuestion) async throws -> Data {
        let way = try Way(question.url, insideHosts)
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Data, any Error>) in
            Self.lines.async { continuation.resume(with: Result { try Self.fetch(question, way) }) }
        }
    }

    /// Which addresses and protocols a URL may use.
    private struct Way {
        let isInside: Bool
        let protocols: String

        init(_ text: String, _ insideHosts: Set<String>) throws(ProviderFault) {
            guard let url = URL(string: text), let host = url.host(), !host.isEmpty, url.user() == nil else {
                throw .unreachable("The address is none.")
            }
            isInside = insideHosts.contains(host) || insideHosts.contains(url.port.map { "\(host):\($0)" } ?? host)
            guard ProviderAddress.isSafe(url), isInside || url.scheme == "https" else {
                throw .unreachable("The address does not begin with https://.")
            }
            protocols = url.scheme == "https" ? "https" : "http,https"
        }
    }

    private static func fetch(_ question: ProviderQuestion, _ way: Way) throws(ProviderFault) -> Data {
        var (request, status) = (footbridge_request(), 0)
        let texts: [String?] = [
            question.url, question.form.map(encoded), question.bearer.map { "Authorization: Bearer \($0)" },
        ]
        let copies = (texts + [way.protocols]).map { $0.flatMap { strdup($0) } }
        let body = UnsafeMutablePointer<CChar>.allocate(capacity: room)
        defer {
            copies.forEach { free($0) }
            body.deallocate()
        }
        (request.url, request.form) = (UnsafePointer(copies[0]), UnsafePointer(copies[1]))
        (request.authorization, request.protocols) = (UnsafePointer(copies[2]), UnsafePointer(copies[3]))
        (request.body, request.room, request.seconds) = (body, room, seconds)
        if !way.isInside {
            request.admits = { address, length in
                let bytes = (0..<Int(length)).compactMap { address?[$0] }
                return PublicNetwork.includes(bytes) ? 1 : 0
            }
        }
        let code = footbridge_ask(&request, &status)
        if let fault = ProviderFault(code, request, status: status) { throw fault }
        return Data(bytes: body, count: request.length)
    }

    private static func encoded(_ form: [(String, String)]) -> String {
        form.map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&")
    }
}

extension String {
    /// Safe in a form and in a query.
    var formEncoded: String {
        let kept = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
}
