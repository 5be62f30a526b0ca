import Accounts
import Foundation
import Web

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

/// Providers on the network: https, public addresses, ten seconds, a quarter of a megabyte, no redirects.
public struct ProviderNetwork: ProviderFetching {
    /// Hosts that the installation allows although they are inside: `sso.example.ac.uk`, or with a port.
    private let insideHosts: Set<String>

    public init(insideHosts: Set<String> = []) { self.insideHosts = insideHosts }

    public func ask(_ question: ProviderQuestion) async throws -> Data {
        let request = try request(for: question)
        let answer: WebAnswer
        do { answer = try await request.answer() } catch let fault as WebFault { throw ProviderFault(fault) }
        if let fault = ProviderFault(answer) { throw fault }
        return answer.body
    }

    private func request(for question: ProviderQuestion) throws(ProviderFault) -> WebRequest {
        guard let url = URL(string: question.url), let host = url.host(), !host.isEmpty, url.user() == nil else {
            throw .unreachable("The address is none.")
        }
        let isInside = insideHosts.contains(host) || insideHosts.contains(url.port.map { "\(host):\($0)" } ?? host)
        guard ProviderAddress.isSafe(url), isInside || url.scheme == "https" else {
            throw .unreachable("The address does not begin with https://.")
        }
        var request = WebRequest(url)
        request.reach = isInside ? .anywhere : .everybodys
        request.fields = [("Accept", "application/json")]
        if let bearer = question.bearer { request.fields.append(("Authorization", "Bearer \(bearer)")) }
        if let form = question.form {
            (request.method, request.body) = ("POST", Data(Self.encoded(form).utf8))
            request.fields.append(("Content-Type", "application/x-www-form-urlencoded"))
        }
        return request
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
