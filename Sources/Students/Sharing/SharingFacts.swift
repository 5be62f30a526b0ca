import Foundation
import Vocabulary

/// A judgement that a person makes, or has not made.
public enum Judgement: String, Sendable, Codable, CaseIterable {
    case yes, no, notKnown

    public var title: String {
        switch self {
        case .yes: "Yes"
        case .no: "No"
        case .notKnown: "Not known"
        }
    }
}

/// Who is deciding, and for whom.
public struct Decider: Sendable, Hashable, Codable {
    public let role: Role
    public let organisationID: OrganisationID?

    public init(role: Role, organisation: OrganisationID?) { (self.role, organisationID) = (role, organisation) }

    public init(_ actor: Actor) { self.init(role: actor.role, organisation: actor.organisationID) }
}

/// Everything the sharing decision depends on, and nothing else.
public struct SharingFacts: Sendable, Hashable, Codable {
    public var exchangeID: ExchangeID
    public var sender: OrganisationID
    public var recipient: SharingRecipient
    /// For the explanation: "University of Leeds, Student Wellbeing".
    public var recipientName: String
    /// What the sender would like to tell.
    public var wanted: Set<InformationCategory>
    /// In whole years, now.
    public var age: Int
    /// Answers on record, in any order.
    public var consents: [Consent]
    /// What was answered just now; `nil` while nobody has asked or tried to.
    public var answerNow: Consent?
    /// The student's, now.
    public var capacity: Capacity
    /// Has needs for care and support, is experiencing or at risk of harm, and cannot protect themselves because of
    /// those needs (DPA 2018 Sch 1 para 18(3)).
    public var atRisk: Judgement
    public var riskToOthers: Judgement
    public var decider: Decider
    /// Set where somebody proposes to share without consent.
    public var reasons: SafeguardingReasons?
    public var agreementInForce: Bool
    /// Seconds within which a person must decide, where one must.
    public var decideWithin: TimeInterval

    public init(
        exchange: ExchangeID, sender: OrganisationID, recipient: SharingRecipient, recipientName: String,
        wanted: Set<InformationCategory>, age: Int, consents: [Consent] = [], answerNow: Consent? = nil,
        capacity: Capacity = .notAssessed, atRisk: Judgement = .notKnown, riskToOthers: Judgement = .notKnown,
        decider: Decider, reasons: SafeguardingReasons? = nil, agreementInForce: Bool = false,
        decideWithin: TimeInterval = 3_600
    ) {
        (exchangeID, self.sender, self.recipient, self.recipientName) = (exchange, sender, recipient, recipientName)
        (self.wanted, self.age, self.consents, self.answerNow) = (wanted, age, consents, answerNow)
        (self.capacity, self.atRisk, self.riskToOthers) = (capacity, atRisk, riskToOthers)
        (self.decider, self.reasons, self.agreementInForce) = (decider, reasons, agreementInForce)
        self.decideWithin = decideWithin
    }
}
