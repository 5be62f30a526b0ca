import Database
import Foundation
import Vocabulary

extension ExchangeStore {
    /// Writes one message in the thread, which both sides read.
    /// - Parameter key: from the form; the same key twice is one message.
    /// - Throws: `InvalidInput` on `message`, `Conflict` where the exchange was taken back.
    public func write(_ message: String?, in id: ExchangeID, key: String, by actor: Actor) async throws {
        try actor.require(.writeThread)
        let body = try TypedText.required(message, field: "message", called: "your message", most: Self.mostWords)
        let (keys, now) = (keys, clock.now)
        let organisations = try await engine.write { database -> Set<OrganisationID> in
            let file = try ExchangeFile.take(id, as: actor, keys: keys, in: database)
            try file.requireBothSides()
            let act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
            let status = file.state.status
            guard status.isLive || status == .closed || status == .declined else {
                throw Conflict(status.refusal(of: .opened))
            }
            try Self.note(body, key: key, act)
            return file.facts.organisations
        }
        announcements.announce(id, nil, to: organisations)
    }

    /// Adds a message in the name of the act's actor, and tells the other side.
    static func note(_ words: String, key: String, _ act: Act) throws {
        guard try insert(words, key: key, act) else { return }
        try act.audit("exchange.messageWritten")
        try act.tellOtherSide("exchange.message")
    }

    /// - Returns: whether it is new.
    private static func insert(_ body: String, key: String, _ act: Act) throws -> Bool {
        // Bound to the exchange and the writer, so that one person's key can never swallow another's message.
        let account = try act.actor.account()
        let once = "\(act.file.facts.id) \(account) \(key)"
        return try act.database.changes(
            """
            INSERT INTO message (id, exchange_id, at, account_id, organisation_id, body_sealed, idempotency_key)
            VALUES (\(MessageID(at: act.now)), \(act.file.facts.id), \(act.now), \(account),
                \(try act.actor.organisation()), \(act.keys.seal(body, "message.body")), \(once))
            ON CONFLICT DO NOTHING
            """
        ) > 0
    }
}
