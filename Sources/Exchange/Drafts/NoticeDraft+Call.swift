import Foundation
import Vocabulary

extension NoticeDraft {
    /// On the last page: a phone call that was made, where a notice alone would be read too late.
    public struct Call: Codable, Sendable, Equatable {
        public var made: Made?
        public var spokeTo = ""
        public var note = ""

        public init(made: Made? = nil, spokeTo: String = "", note: String = "") {
            (self.made, self.spokeTo, self.note) = (made, spokeTo, note)
        }

        public enum Made: String, Codable, Sendable, CaseIterable {
            /// Somebody was reached, by name.
            case reached
            case noAnswer
            /// The notice goes first; its receipt asks again.
            case notYet
        }
    }
}

/// A call as it is recorded with the exchange.
public struct CheckedCall: Sendable, Equatable {
    /// `nil` where nobody answered.
    public let spokeTo: String?
    public let note: String?
}

extension NoticeDraft.Call {
    /// - Parameter needed: whether a choice has to be made.
    /// - Returns: `nil` where no call was made.
    public func check(needed: Bool) throws(InvalidInput) -> CheckedCall? {
        var faults = FaultList()
        if needed, made == nil { faults.add("call", "Choose whether you have phoned.") }
        let name = made == .reached ? faults.take(try reachedName()) : nil
        let words = faults.take(
            try TypedText.optional(note, field: "callNote", called: "what was said", most: 500))
        try faults.finish()
        return switch made {
        case .reached: CheckedCall(spokeTo: name, note: words ?? nil)
        case .noAnswer: CheckedCall(spokeTo: nil, note: words ?? nil)
        case .notYet, nil: nil
        }
    }

    private func reachedName() throws(InvalidInput) -> String {
        try TypedText.required(
            spokeTo, field: "spokeTo", called: "the name of the person you spoke to",
            most: NoticeDraft.Who.longestName)
    }
}
