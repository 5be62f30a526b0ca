import Foundation
import Vocabulary

/// What the events of one exchange add up to.
public struct ExchangeState: Sendable, Equatable {
    public internal(set) var status = ExchangeStatus.unsent
    public internal(set) var milestones: [Milestone: Stamp] = [:]
    /// Who looks out for the student now; `nil` before it is sent.
    public internal(set) var holder: Holder?
    public internal(set) var urgency = Urgency.within48Hours
    public internal(set) var senderOrganisationID: OrganisationID?
    /// The team it is with; `nil` where the recipient has not joined.
    public internal(set) var serviceID: ServiceID?
    public internal(set) var contactPointID: ContactPointID?
    public internal(set) var recipientOrganisationID: OrganisationID?
    /// Who took it on.
    public internal(set) var assigneeID: AccountID?
    /// Who gave it to them, until they have opened it since; `nil` where they took it themselves.
    var givenBy: AccountID?
    public internal(set) var requests: [ExchangeEvent.AskedRequest] = []
    public internal(set) var answers: [ExchangeRequestID: RequestAnswer] = [:]
    public internal(set) var attempts = 0
    public internal(set) var deadlines: Deadlines?
    /// Everyone of the recipient's team who opened it, with the first time each.
    public internal(set) var readers: [AccountID: Date] = [:]
    /// Everyone else of the recipient's organisation who looked at it, with the first time each.
    public internal(set) var lookers: [AccountID: Look] = [:]
    /// What the teams kept to that had it before; empty until it is handed on.
    public internal(set) var earlier: [ClockReading] = []
    /// When the present team was handed it; `nil` where it is the first.
    public internal(set) var handedOnAt: Date?
    public internal(set) var outcome: Outcome?
    /// The steps of the ladder that were taken since the clocks last began.
    public internal(set) var steps: Set<LadderStep> = []
    public internal(set) var consentWithdrawnAt: Date?
    /// The clocks that were overdue when the student withdrew consent, and were stopped by that.
    var overdueAtWithdrawal: [ClockReading] = []
    public internal(set) var keys: Set<String> = []

    public init() {}

    /// The state after events that were accepted when they happened. History is not judged again: a rule that changes
    /// later must not make an old exchange unreadable.
    public init(replaying events: some Sequence<ExchangeEvent>) {
        for event in events { replay(event) }
    }

    /// Things that are done once, or anew after a reopening.
    public enum Milestone: String, Sendable, CaseIterable {
        case drafted, sent, opened, acknowledged, contacted, ended
    }

    /// A time, and who.
    public struct Stamp: Sendable, Equatable {
        public let at: Date
        public let accountID: AccountID?
        public let organisationID: OrganisationID?
        /// Written down by the sender: who on the phone.
        public let named: String?
    }

    /// Who looks out for the student, by whose word and since when.
    public struct Holder: Sendable, Equatable {
        public let organisationID: OrganisationID
        /// The recipient's team in which it was accepted; `nil` for the sender, and where it was heard on the phone.
        public let serviceID: ServiceID?
        public let accountID: AccountID?
        public let named: String?
        public let since: Date
    }

    /// Since when somebody knows it who is not of the team, and as what.
    public struct Look: Sendable, Equatable {
        public let at: Date
        public let role: Role?
    }

    public struct RequestAnswer: Sendable, Equatable {
        public let accepted: Bool
        /// Why it was declined.
        public let reason: String?
        public let stamp: Stamp
    }
}
