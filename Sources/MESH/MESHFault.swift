import Foundation
import Web

/// Why MESH did not do what it was asked. The words are for the operator: no secret, and nothing of a message.
public enum MESHFault: Error, Equatable, Sendable, CustomStringConvertible {
    case connection(WebFault)
    /// It knows the mailbox, and does not believe that it is ours.
    case notBelieved
    case unknownMailbox
    /// It will not take this one message, now or later; with its code for why.
    case refused(String)
    case answered(Int)
    case unreadable

    public var description: String {
        switch self {
        case .connection(.unreachable(let words)):
            "MESH was not reached: \(words). Where that is about TLS, look at the certificate, its key and the authority."
        case .connection(.unknownHost): "MESH was not reached: the name of its host is not known."
        case .connection(.privateNetwork): "MESH was not reached: its address is inside a private network."
        case .connection(.outside): "MESH was not reached: its address is outside the own network."
        case .notBelieved:
            "MESH does not believe that the mailbox is ours: the password or the shared key is wrong, or this machine’s clock."
        case .unknownMailbox: "MESH knows no mailbox of this id."
        case .refused(let code):
            "MESH will not take it (code \(code)): the mailbox or the workflow is not registered there."
        case .answered(let status): "MESH answered \(status)."
        case .unreadable: "MESH gave an answer that cannot be read."
        }
    }

    /// Whether it is about one message, and trying again cannot help.
    var isLasting: Bool { if case .refused = self { true } else { false } }

    /// Whether another message may fare better now.
    var isAboutOneMessage: Bool {
        switch self {
        case .refused, .answered, .unreadable: true
        case .connection, .notBelieved, .unknownMailbox: false
        }
    }

    /// - Throws: what an answer that is no success means.
    static func check(_ answer: WebAnswer) throws(MESHFault) {
        if answer.isGood { return }
        let detail = Detail(answer.body)
        switch answer.status {
        case 401, 403: throw detail.words.contains("No mailbox") ? .unknownMailbox : .notBelieved
        case 417: throw .refused(plain(detail.code))
        default: throw .answered(answer.status)
        }
    }

    /// A code that can stand in a log, whoever wrote it.
    static func plain(_ code: String) -> String {
        let isCode =
            code.utf8.count <= 20 && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return isCode && !code.isEmpty ? code : "unknown"
    }

    /// What the second version of the API says of an error.
    private struct Detail: Decodable {
        let detail: [Line]

        struct Line: Decodable {
            let code: String?
            let msg: String?
        }

        init(_ body: Data) { self = (try? JSONDecoder().decode(Self.self, from: body)) ?? Self(detail: []) }

        private init(detail: [Line]) { self.detail = detail }

        var code: String { detail.first?.code ?? "" }
        var words: String { detail.first?.msg ?? "" }
    }
}
