import Foundation
import Web

/// Something in our inbox on MESH.
struct MESHMessage: Sendable, Equatable {
    /// What MESH calls it.
    let id: String
    /// The mailbox it is from; empty for MESH itself.
    let sender: String
    let workflow: String
    let content: Content

    enum Content: Sendable, Equatable {
        case data(Data)
        /// It stays where it is, and its sender hears after five days that nobody took it.
        case tooLarge
        case report(MESHReport)
    }

    init(id: String, sender: String, workflow: String, content: Content) {
        (self.id, self.sender, self.workflow, self.content) = (id, sender, workflow, content)
    }

    /// - Parameter answer: the first chunk, or all of it.
    /// - Parameter data: all of it; `nil` where it is too large.
    init(_ id: String, _ answer: WebAnswer, data: Data?) {
        let fields = answer.fields
        let content: Content =
            fields["mex-messagetype"]?.uppercased() == "REPORT"
            ? .report(MESHReport(fields)) : data.map(Content.data) ?? .tooLarge
        self.init(
            id: id, sender: Self.name(fields["mex-from"]).uppercased(), workflow: Self.name(fields["mex-workflowid"]),
            content: content)
    }

    private static func name(_ text: String?) -> String { text.flatMap { MESHName.isOne($0) ? $0 : nil } ?? "" }

    /// How many chunks it comes in, as `Mex-Chunk-Range: 1:3` says.
    static func chunks(_ fields: [String: String]) -> Int {
        let parts = (fields["mex-chunk-range"] ?? "").split(separator: ":")
        return max(1, parts.count == 2 ? Int(parts[1]) ?? 1 : 1)
    }
}

/// What MESH calls mailboxes, workflows and messages.
public enum MESHName {
    /// Anything else goes into no address, into no header and onto no page.
    public static func isOne(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
    }
}

/// What MESH says of something that we sent and that did not arrive.
struct MESHReport: Sendable, Equatable {
    /// What MESH called it.
    let about: String?
    /// What we called it.
    let localID: String?
    /// Why (MESH's error codes); nothing else of the text is believed.
    let code: String

    init(about: String?, localID: String?, code: String) {
        (self.about, self.localID, self.code) = (about, localID, code)
    }

    init(_ fields: [String: String]) {
        about = fields["mex-linkedmsgid"]
        localID = fields["mex-localid"]
        code = MESHFault.plain(fields["mex-statuscode"] ?? "")
    }

    /// In words for whoever looks why it did not arrive.
    var words: String {
        code == Self.uncollected
            ? "It was not collected from the mailbox within five days." : "MESH could not deliver it (code \(code))."
    }

    private static let uncollected = "14"
}
