import Database
import Foundation
import Vocabulary

extension ExchangeStore {
    /// Writes one message in the thread, which both sides read.
    /// - Parameters:
    ///   - key: from the form; the same words with the same key are one message.
    ///   - known: nothing is written where this finds something for `system` already. It is asked in the same transaction,
    ///     so that two at the same moment do not both find nothing.
    /// - Returns: for a key that came before, the message it wrote then.
    /// - Throws: `InvalidInput` on `message`, `Conflict` where the exchange was taken back, consent withdrawn, or `known` finds
    ///   something.
    @discardableResult
    public func write(
        _ message: String?, in id: ExchangeID, key: String, unless known: ThreadQuery<Subjects.Message>? = nil,
        for system: Actor? = nil, by actor: Actor
    ) async throws -> WrittenMessage {
        try actor.require(.writeThread)
        let body = try TypedText.required(message, field: "message", called: "your message", most: Self.mostWords)
        let (keys, now) = (keys, clock.now)
        let (message, organisations) = try await engine.write { database -> (WrittenMessage, Set<OrganisationID>) in
            let file = try ExchangeFile.take(id, as: actor, keys: keys, in: database)
            try file.requireBothSides()
            let act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
            let status = file.state.status
            guard status.isLive || status == .closed || status == .declined else {
                throw Conflict(status.refusal(of: .opened))
            }
            if let known, try known.finds(as: system ?? actor, in: database) {
                throw Conflict("This was written already.")
            }
            if file.state.consentWithdrawnAt != nil {
                throw Conflict("The student has withdrawn consent, so nothing more about them is written here.")
            }
            let message = WrittenMessage(id: try Self.note(body, key: key, act), hasEnded: status.isEnded)
            return (message, file.facts.organisations)
        }
        announcements.announce(id, nil, to: organisations)
        return message
    }

    /// Adds a message in the name of the act's actor, and tells the other side.
    /// - Returns: the message of this key.
    @discardableResult
    static func note(_ words: String, key: String, _ act: Act) throws -> MessageID {
        let (message, isNew) = try insert(words, key: key, act)
        guard isNew else { return message }
        try act.audit("exchange.messageWritten")
        try act.tellOtherSide("exchange.message")
        try markUnread(act)
        return message
    }

    /// That the other side has not seen it, where one of their lists shows that.
    private static func markUnread(_ act: Act) throws {
        let (facts, state) = (act.file.facts, act.file.state)
        guard act.file.side(of: act.actor) == .sender else {
            return try act.file.markUnseen(at: act.now, in: act.database)
        }
        try act.file.markSeen(by: act.actor, at: act.now, in: act.database)
        if state.takesLateMessages {
            // Nobody works on it any more, so it comes up in the inbox of the team that had it last.
            try act.database.execute(
                """
                UPDATE exchange SET unread_message_at = \(act.now), unread_service_id = \(state.serviceID)
                WHERE id = \(facts.id)
                """)
        }
    }

    /// - Returns: the message of this key, and whether it is new.
    private static func insert(_ body: String, key: String, _ act: Act) throws -> (MessageID, Bool) {
        // Bound to the exchange, the writer and the words, so that a key can never swallow another message: not somebody else's,
        // and not what is typed into a page to which the browser has gone back.
        let account = try act.actor.account()
        let once = "\(act.file.facts.id) \(account) \(key) \(act.keys.blindIndex(body, "message.once"))"
        let id = MessageID(at: act.now)
        let isNew =
            try act.database.adds(
                """
                INSERT INTO message (id, exchange_id, at, account_id, organisation_id, body_sealed, idempotency_key)
                VALUES (\(id), \(act.file.facts.id), \(act.now), \(account),
                    \(try act.actor.organisation()), \(act.keys.seal(body, "message.body")), \(once))
                ON CONFLICT DO NOTHING
                """)
        if isNew { return (id, true) }
        let known = try act.database.row(
            "SELECT id FROM message WHERE exchange_id = \(act.file.facts.id) AND idempotency_key = \(once)")
        return (try known?("id") ?? id, false)
    }
}

/// A message as it was written.
public struct WrittenMessage: Sendable {
    public let id: MessageID
    /// Whether the exchange had ended, so that nobody is working on it.
    public let hasEnded: Bool
}
