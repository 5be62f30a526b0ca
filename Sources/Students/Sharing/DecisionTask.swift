import Foundation
import Vocabulary

/// What a clinician lays before an information governance lead.
public struct DecisionCase: Sendable, Hashable, Codable {
    public var facts: SharingFacts
    /// What the student said, as nearly as possible in their own words.
    public var studentsWords: String?
    /// What the clinician asks for, and why.
    public var request: String?

    public init(facts: SharingFacts, studentsWords: String? = nil, request: String? = nil) {
        (self.facts, self.studentsWords, self.request) = (facts, studentsWords, request)
    }
}

/// A decision that waits for a person, with a clock.
public struct DecisionTask: Sendable, Hashable {
    public let id: DecisionTaskID
    public let exchangeID: ExchangeID
    public let person: Person
    public let organisationID: OrganisationID
    public let role: Role
    public let questions: [SharingQuestion]
    public let laidBefore: DecisionCase
    public let raisedByName: String
    /// Where to get hold of them: `A&E liaison team, 0113 243 2799`.
    public let raisedByTeam: String?
    public let raisedAt: Date
    public let dueAt: Date
    public let answer: Answer?

    public struct Answer: Sendable, Hashable {
        public let shared: Bool
        public let byName: String
        public let at: Date
        public let decisionID: SharingDecisionID
    }

    /// Whether nobody has decided although the time for it has passed.
    public func isLate(at now: Date) -> Bool { answer == nil && dueAt < now }
}

/// What the information governance lead answers.
public enum TaskAnswer: Sendable, Hashable {
    /// Only of what the clinician asked for; the judgements replace the clinician's where the lead knows better.
    case share(
        Set<InformationCategory>, because: SafeguardingReasons, atRisk: Judgement, riskToOthers: Judgement
    )
    case doNotShare(because: String)
}
