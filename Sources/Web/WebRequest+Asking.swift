import CCurl
import Dispatch
import Foundation
import Vocabulary

extension WebRequest {
    private static let lines = DispatchQueue(label: "footbridge.web", attributes: .concurrent)
    private static let roomForFields = 64 * 1024

    /// Asks, on a thread of its own: looking a name up may take long.
    /// - Throws: `WebFault`.
    public func answer() async throws -> WebAnswer {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<WebAnswer, any Error>) in
            Self.lines.async { continuation.resume(with: Result { try ask() }) }
        }
    }

    private func ask() throws(WebFault) -> WebAnswer {
        guard let scheme = url.scheme, ["https", "http"].contains(scheme), let host = url.host(), !host.isEmpty else {
            throw .unreachable("the address is none of the web")
        }
        guard headerLines.allSatisfy({ $0.utf8.allSatisfy { $0 >= 32 } }) else {
            throw .unreachable("a header field holds more than one line")
        }
        if reach != .anywhere { try requireReach(of: host) }
        var (request, status) = (footbridge_request(), 0)
        (request.answer.most, request.fields.most) = (room, Self.roomForFields)
        (request.seconds, request.unpacks) = (seconds, unpacks ? 1 : 0)
        defer {
            free(request.answer.text)
            free(request.fields.text)
        }
        let code = perform(&request, &status, scheme)
        let isCut = request.answer.is_cut != 0
        guard code == CURLE_OK || (isCut && status > 0) else { throw WebFault(code, request, reach) }
        return WebAnswer(
            status: status, fields: Self.read(request.fields.data), body: request.answer.data, isCut: isCut)
    }

    private func perform(_ request: inout footbridge_request, _ status: inout Int, _ scheme: String) -> CURLcode {
        request.admits = admits
        let texts = [url.absoluteString, scheme, method, trust.authority, trust.certificate, trust.key]
        return CStrings.held(texts + headerLines.map(Optional.some)) { parts in
            (request.url, request.protocol, request.method) = (parts[0], parts[1], parts[2])
            (request.authority, request.certificate, request.key) = (parts[3], parts[4], parts[5])
            return (Array(parts.dropFirst(texts.count)) + [nil]).withUnsafeBufferPointer { headers in
                request.headers = headers.baseAddress
                return Self.withBytes(of: body) { bytes, length in
                    (request.body, request.length) = (bytes, length)
                    return footbridge_ask(&request, &status)
                }
            }
        }
    }

    /// Asked once more for the address that is about to be used. A function of C holds nothing, so each reach has its own.
    private var admits: footbridge_admits? {
        switch reach {
        case .everybodys: { NetworkAddress($0, $1).isWithin(.everybodys) ? 1 : 0 }
        case .inside: { NetworkAddress($0, $1).isWithin(.inside) ? 1 : 0 }
        case .anywhere: nil
        }
    }

    /// The header's lines. libcurl calls a body a form, where nobody says what it is.
    private var headerLines: [String] {
        let saysKind = fields.contains { $0.name.lowercased() == "content-type" }
        return fields.map { "\($0.name): \($0.value)" } + (saysKind ? [] : ["Content-Type:"])
    }

    private static func withBytes<T>(of body: Data?, _ use: (UnsafePointer<CChar>?, Int) -> T) -> T {
        guard let body else { return use(nil, 0) }
        // A NUL after the last byte, so that an empty body is one too.
        return (body + [0]).withUnsafeBytes { use($0.baseAddress?.assumingMemoryBound(to: CChar.self), body.count) }
    }

    /// One address of another kind among several is enough: who mixes them means to be asked twice.
    private func requireReach(of host: String) throws(WebFault) {
        let addresses = NetworkAddress.all(of: host)
        if addresses.isEmpty { throw .unknownHost }
        guard addresses.allSatisfy({ $0.isWithin(reach) }) else { throw WebFault(refusedBy: reach) }
    }

    private static func read(_ header: Data) -> [String: String] {
        let lines = String(decoding: header, as: UTF8.self).split(whereSeparator: \.isNewline)
        let pairs = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        return Dictionary(pairs) { $1 }
    }
}

extension footbridge_intake {
    fileprivate var data: Data { text.map { Data(bytes: $0, count: length) } ?? Data() }
}

extension WebFault {
    fileprivate init(refusedBy reach: WebRequest.Reach) { self = reach == .inside ? .outside : .privateNetwork }

    fileprivate init(_ code: CURLcode, _ request: footbridge_request, _ reach: WebRequest.Reach) {
        if request.is_refused != 0 {
            self.init(refusedBy: reach)
        } else if code == CURLE_COULDNT_RESOLVE_HOST {
            self = .unknownHost
        } else {
            self = .unreachable(String(cString: curl_easy_strerror(code)))
        }
    }
}
