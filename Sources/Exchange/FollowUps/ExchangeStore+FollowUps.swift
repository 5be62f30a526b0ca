import Database
import Foundation
import Vocabulary

/// Something that a person has taken, and when its next step is due; nothing of what it is about.
public struct FollowUp: Sendable, Equatable, Identifiable {
    public let id: ExchangeID
    public let dueAt: Date
}

extension ExchangeStore {
    /// What the actor has taken and not finished, by what is due next.
    public func followUps(as actor: Actor) async throws -> [FollowUp] {
        try actor.require(.answerExchange)
        let (organisation, account) = (try actor.organisation(), try actor.account())
        return try await engine.read { database in
            try database.rows(
                """
                SELECT exchange_id, due_at FROM exchange_clock
                WHERE taken_by = \(account) AND recipient_organisation_id = \(organisation)
                ORDER BY due_at, exchange_id LIMIT 500
                """
            ).map { FollowUp(id: try $0("exchange_id"), dueAt: try $0("due_at")) }
        }
    }
}
