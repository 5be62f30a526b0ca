import Accounts
import Database
import Foundation
import Outbox
import Vocabulary

/// What became of a message, and what its sender is told.
public struct MESHReply: Sendable {
    public let content: Data
    /// `nil` where it was taken.
    public let refusal: MESHReason?
    /// What the answer is about, so that what is said later waits behind it: the exchange that came of the message at once, or
    /// the message as the rules keep it.
    public let subject: String?

    public init(content: Data, refusal: MESHReason?, subject: String?) {
        (self.content, self.refusal, self.subject) = (content, refusal, subject)
    }
}

/// Takes a message in, by the same rules as one that comes by HTTP. The text is a name for it, where it has none of its own.
/// Throws where it could be taken at another time.
public typealias MESHReceiver = @Sendable (Data, String, RecordSystem) async throws -> MESHReply

/// What is said of a later event to the record system that sent the message; `nil` where nothing is.
public typealias MESHWord = @Sendable (Delivery, any Reading) throws -> Data?
