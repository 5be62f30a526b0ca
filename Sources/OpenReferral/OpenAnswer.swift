import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// What somebody gets. Any page of any site may read it (`Access-Control-Allow-Origin: *`, as Open Referral UK asks).
struct OpenAnswer {
    let status: HTTPResponse.Status
    let kind: Kind
    let body: Data
    var fileName: String?

    enum Kind: String {
        case json = "application/json"
        case csv = "text/csv; charset=utf-8; header=present"
    }

    init(_ body: Data, _ kind: Kind) { (status, self.kind, self.body) = (.ok, kind, body) }

    init(json: some Encodable) throws { self.init(try Self.encoded(json), .json) }

    /// - Parameter problem: told instead of an answer.
    init(_ status: HTTPResponse.Status, _ problem: Problem) {
        (self.status, kind, body) = (status, .json, (try? Self.encoded(problem)) ?? Data())
    }

    /// An answer that has not changed since the asker saw it is not sent again; it may be kept, but has to be asked for each
    /// time, because a service that is no longer public has to be gone at once.
    func response(to request: Request) -> Response {
        var headers: HTTPFields = [.contentType: kind.rawValue, .cacheControl: "no-cache"]
        if let fileName { headers[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
        if status == .tooManyRequests { headers[.retryAfter] = "60" }
        headers[.accessControlAllowOrigin] = "*"
        guard status == .ok else {
            headers[.cacheControl] = "no-store"
            return sent(status, headers, to: request)
        }
        let tag = "\"\(Hex.text(SHA256.hash(data: body)).prefix(32))\""
        headers[.eTag] = tag
        let seen = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        guard !seen.contains(where: { $0 == tag || $0 == "W/\(tag)" || $0 == "*" }) else {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return sent(.ok, headers, to: request)
    }

    private func sent(_ status: HTTPResponse.Status, _ headers: HTTPFields, to request: Request) -> Response {
        let full = Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
        return request.method == .head ? full.createHeadResponse() : full
    }

    /// What may be asked, for a browser that asks first, or for somebody who tried to write.
    static func methods(_ status: HTTPResponse.Status) -> Response {
        var headers: HTTPFields = [.allow: "GET, HEAD, OPTIONS"]
        headers[.accessControlAllowOrigin] = "*"
        headers[.accessControlAllowMethods] = "GET, HEAD, OPTIONS"
        headers[.accessControlAllowHeaders] = "*"
        headers[.accessControlMaxAge] = "86400"
        return Response(status: status, headers: headers)
    }

    private static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Always in the same order: the tag of an answer is made from its bytes.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
