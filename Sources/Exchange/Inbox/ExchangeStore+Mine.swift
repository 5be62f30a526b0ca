import Database
import Foundation
import Students
import Vocabulary

extension ExchangeState {
    /// Whether somebody there still has to be reached by phone; nobody once the student has withdrawn consent.
    public func owesCall(_ facts: ExchangeFacts) -> Bool {
        let isReached = milestones[.acknowledged] != nil || status.isEnded || consentWithdrawnAt != nil
        // By what way it went says something of the first team only.
        let wentByPhone = facts.route == .phone && handedOnAt == nil
        return !isReached && (wentByPhone || isByPhone || deadlines?.mustPhone == true)
    }

    /// Whether a university that reads nothing here has yet to hear of it from anybody.
    public var isUntold: Bool { isByPhone && milestones[.acknowledged] == nil && !status.isEnded }
}

extension ExchangeStore {
    /// What the actor sent and has to act on: a call that is owed, nobody answered or reached the student, or it was
    /// declined lately. The longest overdue first.
    public func waitingForSender(as actor: Actor) async throws -> [ExchangeRow] {
        try actor.require(.sendExchange)
        let (keys, since) = (keys, clock.now - StudentsStore.declinedShownFor)
        let sent = try ExchangeScope.sent(by: actor)
        let own: SQL = "\(sql: sent) AND e.sender_account_id = \(try actor.account())"
        let organisation = try actor.organisation()
        return try await engine.read { database in
            let live = try database.rows(
                """
                SELECT e.* FROM exchange_clock c JOIN exchange e ON e.id = c.exchange_id
                WHERE c.sender_organisation_id = \(organisation) AND \(sql: own) ORDER BY c.due_at, e.id LIMIT 200
                """)
            let declined = try database.rows(
                """
                SELECT e.* FROM exchange e WHERE \(sql: own) AND EXISTS (SELECT 1 FROM exchange_event v
                    WHERE v.exchange_id = e.id AND v.kind = \(ExchangeEvent.Kind.declined) AND v.at > \(since))
                    AND \(sql: Self.hasEnded)
                ORDER BY e.created_at, e.id LIMIT 50
                """)
            return try RowReading(actor: actor, keys: keys, database: database).rows(live + declined).filter {
                let state = $0.state
                return state.owesCall($0.facts) || state.isUnanswered || state.isStudentUnreached
                    || state.status == .declined
            }
        }
    }
}
