import Database
import Foundation
import Vocabulary

/// One thing that happened to an exchange, with its own time and actor. Events are only ever added.
public struct ExchangeEvent: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case drafted, sent
        /// A named person of the recipient's team looked at it.
        case opened
        /// Somebody of the recipient's organisation looked at it who is not of the team it is with.
        case looked
        /// A named person of the recipient has read it and says so.
        case acknowledged
        /// The sender reached somebody by phone, by name; it stands for an acknowledgement.
        case callRecorded
        /// The sender phoned and nobody answered.
        case callTried
        /// Whoever had taken it works here no longer: nobody has it until somebody takes it.
        case givenBack
        case taken, contactTried, studentContacted, requestAccepted, requestDeclined, holdingAccepted
        case handedOn, declined, closed, reopened, recalled, enteredInError
        /// The student withdrew consent after somebody had read it.
        case consentWithdrawn
        case reminded, deputyTold, managerTold, senderTold
    }

    public let kind: Kind
    public let at: Date
    /// `nil` where Footbridge acted by itself.
    public let accountID: AccountID?
    public let organisationID: OrganisationID?
    public let detail: Detail
    public let words: Words

    public init(
        _ kind: Kind, at: Date, accountID: AccountID? = nil, organisationID: OrganisationID? = nil,
        detail: Detail = Detail(), words: Words = Words()
    ) {
        (self.kind, self.at, self.accountID, self.organisationID) = (kind, at, accountID, organisationID)
        (self.detail, self.words) = (detail, words)
    }

    /// Codes and ids; never an identity.
    public struct Detail: Sendable, Equatable, Codable {
        public var recipientOrganisationID: OrganisationID?
        /// The team it is with from now on (`sent`, `handedOn`); `nil` where the recipient has not joined.
        public var serviceID: ServiceID?
        public var contactPointID: ContactPointID?
        public var urgency: Urgency?
        public var requests: [AskedRequest]?
        /// The promises made at that moment; a later change of hours does not move them.
        public var deadlines: Deadlines?
        public var requestID: ExchangeRequestID?
        public var assigneeID: AccountID?
        public var route: ContactWay?
        public var attempt: AttemptOutcome?
        public var declineReason: DeclineReason?
        public var outcome: Outcome?
        /// When it happened, where that was before it was written down (`contactTried`, `studentContacted`).
        public var happenedAt: Date?
        /// Why the next team may be told (`handedOn`); `nil` in what was handed on before anybody was asked.
        public var telling: TellingGround?
        /// As what somebody looked who is not of the team (`looked`).
        public var role: Role?
        public var clock: ExchangeClock?
        /// When a reminder or a step of the ladder fell due, which may be before it could happen.
        public var scheduledAt: Date?
        /// Set where the recipient's words were heard on the phone and written down by the sender.
        public var heardByPhone: Bool?
        /// The record system of the actor's organisation that said so in their name.
        public var recordSystemID: RecordSystemID?
        /// From the form: the same key twice is one event.
        public var key: String?

        public init() {}
    }

    /// What people wrote; sealed at rest.
    public struct Words: Sendable, Equatable, Codable {
        public var text: String?
        /// A person named by the writer: who was spoken to, who accepted.
        public var named: String?
        /// Where a declined exchange should go instead.
        public var redirect: String?
        /// Why the student could not be asked before the next team was told.
        public var unasked: String?

        public init(text: String? = nil, named: String? = nil, redirect: String? = nil, unasked: String? = nil) {
            (self.text, self.named, self.redirect, self.unasked) = (text, named, redirect, unasked)
        }
    }

    /// A request as the state knows it.
    public struct AskedRequest: Sendable, Equatable, Codable {
        public let id: ExchangeRequestID
        public let kind: RequestKind

        public init(id: ExchangeRequestID, kind: RequestKind) {
            (self.id, self.kind) = (id, kind)
        }
    }
}

extension ExchangeEvent.Kind: SQLConvertible {}
