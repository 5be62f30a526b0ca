import Foundation
import Vocabulary

/// One of the lists of an inbox.
public enum InboxList: String, Sendable, CaseIterable {
    case mine, team, overdue, messages, closed

    public var title: String {
        switch self {
        case .mine: "Mine"
        case .team: "The team’s"
        case .overdue: "Overdue"
        case .messages: "Closed, with a new message"
        case .closed: "Closed"
        }
    }
}

/// One of the lists of what was sent.
public enum SentList: String, Sendable, CaseIterable {
    case unread, open, overdue, ended

    public var title: String {
        switch self {
        case .unread: "Waiting to be read"
        case .open: "Open"
        case .overdue: "Overdue"
        case .ended: "Ended"
        }
    }
}

/// One page of a list of exchanges.
public struct ExchangeList: Sendable {
    public let rows: [ExchangeRow]
    /// Where the next page begins; `nil` on the last.
    public let next: String?
}

/// One line of a list.
public struct ExchangeRow: Sendable, Identifiable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    public let senderName: String
    public let senderTeam: String?
    public let recipientName: String
    public let recipientTeam: String?
    /// For the recipient only once somebody has opened it: until then the list gives nobody away, and a recall is true.
    public let studentName: String?
    /// Where somebody was looked for: it tells people of one name apart.
    public internal(set) var studentBirthDate: CalendarDate?
    public let assigneeName: String?
    /// Who gave it to the reader, until the reader has opened it since.
    public let givenByName: String?
    /// Who sent it, for its own side, while nobody of their team has read what came back.
    public let senderPersonName: String?
    /// Who of the sending team read what came back, for its own side.
    public let newsReaderName: String?
    /// Whether the last message in the thread is the other side's, and it has not ended, or nobody has seen that message.
    public let awaitsReply: Bool

    public var id: ExchangeID { facts.id }
}

/// How much waits in each list.
public struct InboxCounts: Sendable, Equatable {
    public let mine: Int
    public let team: Int
    public let overdue: Int
    /// Not acknowledged by anybody yet, or overdue; each exchange once.
    public let pressing: Int
    /// Ended, and the sender has written since.
    public internal(set) var messages = 0

    /// What somebody has to see to now.
    public var waiting: Int { pressing + messages }
}
