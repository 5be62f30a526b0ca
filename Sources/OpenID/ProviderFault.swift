import CCurl
import Foundation

/// What can go wrong between us and a provider. The texts are for the operator and the log: no token, no claim, no name.
public enum ProviderFault: Error, Equatable, Sendable {
    /// No answer came, or from an address that may not be asked.
    case unreachable(String)
    /// It answered, and not as it should.
    case answer(String)
    /// It refused our request, by a code of RFC 6749.
    case refusal(String)
    /// A token that cannot be believed.
    case token(String)

    /// - Returns: `nil` where all went well.
    init?(_ code: CURLcode, _ request: footbridge_request, status: Int) {
        if request.is_too_long != 0 {
            self = .answer("The answer is too long.")
        } else if code != CURLE_OK {
            self = .unreachable(
                request.is_refused != 0
                    ? "The address leads inside a private network, which this installation does not allow."
                    : "\(String(cString: curl_easy_strerror(code))).")
        } else if (200...299).contains(status) {
            return nil
        } else {
            let body = Data(bytes: request.body, count: request.length)
            self = Self.refusal(in: body) ?? .answer("The answer has the status \(status).")
        }
    }

    private static func refusal(in body: Data) -> ProviderFault? {
        struct Refusal: Decodable { let error: String }
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: body) else { return nil }
        return .refusal(plain(refusal.error))
    }

    /// A code that can stand in a log, whoever wrote it.
    static func plain(_ code: String) -> String {
        let isCode = code.utf8.count <= 40 && code.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "_") }
        return isCode ? code : "an unknown code"
    }

    /// In a word, for the record.
    public var kind: String {
        switch self {
        case .unreachable: "unreachable"
        case .answer: "answer"
        case .refusal: "refused"
        case .token: "token"
        }
    }

    public var words: String {
        switch self {
        case .unreachable(let words), .answer(let words), .token(let words): words
        case .refusal(let code): "It refused us: \(code)."
        }
    }
}
