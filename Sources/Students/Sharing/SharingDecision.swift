import Database
import Foundation
import Vocabulary

/// The record of why information may, or may not, leave; made before anything does.
public struct SharingDecision: Sendable, Hashable {
    public enum Outcome: String, Sendable, SQLConvertible {
        case shared, notShared
    }

    public let id: SharingDecisionID
    public let personID: PersonID
    public let exchangeID: ExchangeID
    /// Whose decision it is: the sender's.
    public let organisationID: OrganisationID
    public let recipient: SharingRecipient
    public let outcome: Outcome
    /// `nil` where nothing is shared.
    public let basis: SharingBasis?
    public let categories: Set<InformationCategory>
    /// From here on it permits no new sharing.
    public let until: Date?
    public let consentID: ConsentID?
    /// To the student.
    public let explanation: String
    public let grounds: DecisionGrounds
    public let decidedBy: AccountID
    public let role: Role
    public let decidedAt: Date
    public let reviewOn: CalendarDate?

    /// What may leave at `moment` by this decision.
    public func permitted(at moment: Date) -> Set<InformationCategory> {
        outcome == .shared && (until.map { moment < $0 } ?? true) ? categories : []
    }
}

/// A decision that was put on record in the transaction that holds it. It is no `Sendable`, so it cannot leave that
/// transaction: whoever has one need not ask the database whether it is there.
public struct RecordedDecision {
    public let decision: SharingDecision
    /// Whether the student's own standing yes, without being asked first, is what it rests on.
    public let mayGoUnasked: Bool
}

/// What people judged and wrote; kept sealed.
public struct DecisionGrounds: Sendable, Hashable, Codable {
    public var capacity: Capacity
    public var atRisk: Judgement
    public var riskToOthers: Judgement
    public var reasons: SafeguardingReasons?
    /// Why a person decided not to share.
    public var notSharedBecause: String?

    init(_ facts: SharingFacts, notSharedBecause: String? = nil) {
        (capacity, atRisk, riskToOthers) = (facts.capacity, facts.atRisk, facts.riskToOthers)
        (reasons, self.notSharedBecause) = (facts.reasons, notSharedBecause)
    }
}
