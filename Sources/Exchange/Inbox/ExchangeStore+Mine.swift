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
    /// What the actor sent and has to act on: a call that is owed, nobody answered or reached the student, it was declined
    /// lately, the other side wrote something that the actor has not seen, or the student took back their agreement. The
    /// longest overdue first, and none left out.
    public func waitingForSender(as actor: Actor) async throws -> [ExchangeRow] {
        try actor.require(.sendExchange)
        let keys = keys
        let lists = try [Self.perhapsWaiting(for: actor), declinedLately(by: actor), Self.unseen(by: actor)]
        return try await engine.read { database in
            var known: Set<String> = []
            let found = try lists.flatMap { try database.rows($0) }.filter { known.insert(try $0("id")).inserted }
            let reading = RowReading(actor: actor, keys: keys, database: database)
            return try stride(from: 0, to: found.count, by: 200).flatMap { start in
                try reading.rows(Array(found[start..<min(start + 200, found.count)])).filter(\.waitsForSender)
            }
        }
    }

    /// Everything that can wait, and more: what nobody acknowledged, or the sender was told of. The state has the last word.
    private static func perhapsWaiting(for actor: Actor) throws -> SQL {
        """
        SELECT e.* FROM exchange_clock c JOIN exchange e ON e.id = c.exchange_id
        WHERE c.sender_organisation_id = \(try actor.organisation()) AND \(sql: try own(actor))
            AND (c.owed = \(ExchangeClock.acknowledged) OR EXISTS (SELECT 1 FROM exchange_event v
                WHERE v.exchange_id = e.id AND v.kind = \(ExchangeEvent.Kind.senderTold)))
        ORDER BY c.due_at, e.id
        """
    }

    private func declinedLately(by actor: Actor) throws -> SQL {
        """
        SELECT e.* FROM exchange e WHERE \(sql: try Self.own(actor)) AND EXISTS (SELECT 1 FROM exchange_event v
            WHERE v.exchange_id = e.id AND v.kind = \(ExchangeEvent.Kind.declined)
                AND v.at > \(clock.now - StudentsStore.declinedShownFor))
            AND \(sql: Self.hasEnded)
        ORDER BY e.created_at, e.id
        """
    }

    private static func unseen(by actor: Actor) throws -> SQL {
        """
        SELECT e.* FROM exchange e WHERE \(sql: try own(actor)) AND e.sender_unread_at IS NOT NULL
        ORDER BY e.sender_unread_at, e.id
        """
    }

    private static func own(_ actor: Actor) throws -> SQL {
        "\(sql: try ExchangeScope.sent(by: actor)) AND e.sender_account_id = \(try actor.account())"
    }
}

extension ExchangeRow {
    fileprivate var waitsForSender: Bool {
        state.owesCall(facts) || state.isUnanswered || state.isStudentUnreached || state.status == .declined
            || hasUnseenNews
    }

    /// Whether the other side wrote something that who sent it has not seen; or the student withdrew consent, so that the
    /// recipient stops, and the sender's side is left with looking out for them.
    private var hasUnseenNews: Bool {
        facts.senderUnreadAt != nil && state.bringsNews
    }
}
