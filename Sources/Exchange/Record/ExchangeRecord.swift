import Foundation
import Outbox
import Students
import Vocabulary

/// One exchange as one person may see it.
public struct ExchangeRecord: Sendable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    /// Where the reader stands.
    public let side: ExchangeSide
    public let sender: Party
    public let recipient: Party
    /// Whether the recipient's team is open as this is read, for who may have to phone it; `true` on its own side.
    public let isRecipientOpen: Bool
    /// `nil` where the reader may not, or no longer, see it; `closedBecause` says why.
    public let disclosure: Disclosure?
    public let closedBecause: String?
    public let timeline: [TimelineEntry]
    public let thread: [ThreadMessage]
    /// Who of the recipient's team has seen it, and when first.
    public let readers: [Reader]
    /// Who else of the recipient's organisation has, and as what.
    public let lookers: [Reader]
    /// Names of everybody who did something, for sentences.
    public let names: [AccountID: String]
    /// Who could take it on; for the recipient.
    public let colleagues: [Colleague]
    /// To whom it could be handed on; for who may do so now.
    public let otherTeams: [Team]
    /// Names of every team that has, or had, to do with it.
    public let teamNames: [ServiceID: String]
    /// Other exchanges about the same student that the reader may know of, latest first.
    public let others: [Other]
    /// What the reader may do now.
    public let possible: Set<ExchangeEvent.Kind>
    /// E-mails about it that could not be delivered, the newest first.
    public let undelivered: [DeliveryStore.GivenUpNotice]
    public let readAt: Date
    /// Who gave it to the reader, who had not opened it since.
    public internal(set) var givenBy: AccountID?

    /// Whether the last message in the thread is the other side's, and it has not ended, or nobody had seen that message.
    public var awaitsReply: Bool {
        guard let last = thread.last, last.side != side else { return false }
        return facts.awaitsReply(from: side, state)
    }

    /// The name of somebody, or of Footbridge.
    public func name(_ account: AccountID?) -> String {
        account.map { names[$0] ?? "Someone who has left" } ?? "Footbridge"
    }

    /// An organisation and its team.
    public struct Party: Sendable, Equatable {
        public let organisationID: OrganisationID
        public let organisation: String
        public let serviceID: ServiceID?
        public let team: String?
        public let telephone: String?
        public let outOfHoursTelephone: String?
        /// Who answers that number, and when; `nil` where nobody said so.
        public let outOfHoursNote: String?

        /// `Student Wellbeing, University of Leeds`
        public var title: String { [team, organisation].compactMap(\.self).joined(separator: ", ") }
    }

    /// What was told, and nothing else.
    public struct Disclosure: Sendable {
        public let person: Person
        /// How the student may, and must not, be reached; in their words.
        public let safeContact: String?
        public let unsafeContact: String?
        public let contents: [Content]
        public let requests: [Request]
        public let checklist: [ChecklistAnswer]
        public let nextSteps: String?
        public let namedContact: NamedContact?
        /// Why it was shared, in the words of the decision as they read now.
        public let explanation: String?
    }

    public struct Content: Sendable, Equatable {
        public let category: InformationCategory
        public let text: String
    }

    public struct Request: Sendable, Equatable, Identifiable {
        public let id: ExchangeRequestID
        public let kind: RequestKind
        public let detail: String?
        public let answer: ExchangeState.RequestAnswer?
    }

    public struct TimelineEntry: Sendable {
        public let event: ExchangeEvent
        /// Who did it.
        public let name: String
        /// In which organisation.
        public let organisation: String?
    }

    public struct ThreadMessage: Sendable, Equatable, Identifiable {
        public let id: MessageID
        public let at: Date
        public let name: String
        public let organisation: String
        public let side: ExchangeSide
        public let body: String
    }

    public struct Reader: Sendable, Equatable {
        public let name: String
        public let firstAt: Date
        /// As what they looked, where they are not of the team.
        public var role: Role? = nil
    }

    /// Another exchange about the same student.
    public struct Other: Sendable, Equatable, Identifiable {
        public let id: ExchangeID
        public let reference: String
        public let kind: ExchangeKind
        public let sentAt: Date
    }

    public struct Team: Sendable, Equatable, Identifiable {
        public let id: ServiceID
        public let name: String
        /// What to know before it is told: that it is closed now, and what it does not do.
        public var cautions: [String] = []
        /// Whether the decision to share covers it.
        public var isDecided = false
    }
}
