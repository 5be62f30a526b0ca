import Foundation
import Vocabulary

/// A message of a record system that takes an earlier one back.
public struct Cancellation: Sendable {
    /// What tells the request from others of that system, hashed.
    public let focusHash: String
    /// Whether it should never have been; otherwise it is no longer wanted.
    public let isMistake: Bool

    public init(focusHash: String, isMistake: Bool) {
        (self.focusHash, self.isMistake) = (focusHash, isMistake)
    }

    /// What it took back, and what came of that.
    public struct Outcome: Sendable, Equatable {
        public let effect: Effect
        /// The message that it took back.
        public let messageID: IncomingMessageID
        /// The exchange that had come of that message.
        public let exchangeID: ExchangeID?
    }

    /// What came of it.
    public enum Effect: Sendable, Equatable {
        /// Nothing had been sent, and nothing will be.
        case droppedUnsent
        /// Nobody had read it: it is gone from the recipient.
        case recalled(reference: String)
        /// It is closed to the recipient, and kept.
        case markedAsMistake(reference: String)
        /// It has been read: both sides are told, and care goes on.
        case toldBothSides(reference: String)
        /// A person sent it, and decides what becomes of it.
        case leftToSender(reference: String)
        /// It had ended before.
        case endedBefore

        /// As the sending system is told.
        public var code: String {
            switch self {
            case .droppedUnsent: "dropped-unsent"
            case .recalled: "recalled"
            case .markedAsMistake: "marked-as-mistake"
            case .toldBothSides: "told-both-sides"
            case .leftToSender: "left-to-sender"
            case .endedBefore: "ended-before"
            }
        }

        public var words: String {
            switch self {
            case .droppedUnsent: "Nothing had been sent, and nothing will be."
            case .recalled(let reference): "Nobody at the university had read \(reference): it is called back."
            case .markedAsMistake(let reference):
                "\(reference) is marked as sent in error, and closed to the university."
            case .toldBothSides(let reference):
                "The university has read \(reference). Both sides are told that the request is cancelled; care goes on."
            case .leftToSender(let reference): "A person sent \(reference), and has been asked what is to become of it."
            case .endedBefore: "It had ended before; nothing was done."
            }
        }

        public var reference: String? {
            switch self {
            case .recalled(let reference), .markedAsMistake(let reference), .toldBothSides(let reference),
                .leftToSender(let reference):
                reference
            case .droppedUnsent, .endedBefore: nil
            }
        }
    }
}
