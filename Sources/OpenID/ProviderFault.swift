import Foundation
import Web

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

    init(_ fault: WebFault) {
        self =
            switch fault {
            case .privateNetwork:
                .unreachable("The address leads inside a private network, which this installation does not allow.")
            case .outside: .unreachable("The address leads out of this installation’s own network.")
            case .unknownHost: .unreachable("The name of the host is not known.")
            case .unreachable(let words): .unreachable("\(words).")
            }
    }

    /// - Returns: `nil` where all went well.
    init?(_ answer: WebAnswer) {
        if answer.isCut {
            self = .answer("The answer is too long.")
        } else if answer.isGood {
            return nil
        } else {
            self = Self.refusal(in: answer.body) ?? .answer("The answer has the status \(answer.status).")
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
