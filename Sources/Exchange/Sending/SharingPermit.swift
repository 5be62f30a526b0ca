import Database
import Foundation
import Students
import Vocabulary

/// What a recorded sharing decision lets through; nothing is sent without one.
public struct SharingPermit {
    public let decisionID: SharingDecisionID
    public let categories: Set<InformationCategory>
    /// From when on it permits no new sharing, if ever; what was sent in time stays readable.
    public let until: Date?
    /// The decision, where it was recorded in this very transaction; any other is looked up once more.
    private let recorded: RecordedDecision?

    /// - Parameter until: when it lapses.
    public init(decisionID: SharingDecisionID, categories: Set<InformationCategory>, until: Date? = nil) {
        (self.decisionID, self.categories, self.until, recorded) = (decisionID, categories, until, nil)
    }

    /// What a decision that was recorded before lets through now.
    public init(_ decision: SharingDecision, at now: Date) {
        self.init(decisionID: decision.id, categories: decision.permitted(at: now), until: decision.until)
    }

    /// What a decision of this transaction lets through.
    public init(_ recorded: RecordedDecision, at now: Date) {
        let decision = recorded.decision
        (decisionID, categories, until) = (decision.id, decision.permitted(at: now), decision.until)
        self.recorded = recorded
    }
}

extension SharingPermit {
    /// Nothing leaves without a decision on record, made in this organisation, about this exchange, this person and that
    /// recipient, of which the team may have changed since; and by itself, nothing for which the student's own standing yes, without being asked, is not the reason.
    func require(for sending: Sending, in database: any Reading) throws {
        let isCovered = try recorded.map { covers(sending, by: $0) } ?? covers(sending, in: database)
        if !isCovered { throw Conflict("There is no sharing decision that permits this. Decide again.") }
    }

    private func covers(_ sending: Sending, by recorded: RecordedDecision) -> Bool {
        let (decision, notice) = (recorded.decision, sending.notice)
        return decision.exchangeID == notice.id && decision.personID == notice.personID
            && decision.organisationID == sending.organisation && decision.outcome == .shared
            && decision.recipient.organisationID == sending.team.organisation.id
            && decision.categories.isSuperset(of: categories)
            && (sending.actor.recordSystemID == nil || recorded.mayGoUnasked)
    }

    private func covers(_ sending: Sending, in database: any Reading) throws -> Bool {
        let reason: SQL =
            sending.actor.recordSystemID == nil
            ? "1 = 1"
            : """
            basis = \(SharingBasis.consent) AND EXISTS (SELECT 1 FROM consent c WHERE c.id = sharing_decision.consent_id
                AND c.decided_by = \(AnswerGiver.Kind.student) AND c.exchange_id IS NULL AND c.without_asking = 1)
            """
        let row = try database.row(
            """
            SELECT categories FROM sharing_decision WHERE id = \(decisionID) AND exchange_id = \(sending.notice.id)
                AND person_id = \(sending.notice.personID) AND organisation_id = \(sending.organisation)
                AND recipient_organisation_id = \(sending.team.organisation.id)
                AND outcome = \(SharingDecision.Outcome.shared) AND \(sql: reason)
            """
        )
        let kept = try row.map { Set<InformationCategory>(stored: try $0("categories")) }
        return kept?.isSuperset(of: categories) ?? false
    }
}
