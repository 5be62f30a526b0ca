import Audit
import Foundation
import Vocabulary

extension DraftStore {
    /// Begins a draft with what a message says. The message waits until that draft is sent, so that nothing is lost when it
    /// is left lying.
    /// - Throws: `NotFound` for a message that is another team's, or is settled.
    public func begin(from id: IncomingMessageID, by actor: Actor) async throws -> StoredDraft {
        try actor.require(.sendExchange)
        let (account, now, keys) = (try actor.account(), clock.now, keys)
        return try await engine.write { database in
            let incoming = try IncomingStore.notice(try IncomingStore.open(id, of: actor, in: database), keys)
            let draft = try begin(NoticeDraft(from: incoming, at: now), by: actor, at: now, in: database)
            try database.execute(
                """
                UPDATE incoming_message
                SET exchange_id = \(draft.notice.exchangeID), taken_by = \(account), taken_at = \(now) WHERE id = \(id)
                """
            )
            let fact = AuditFact("message.taken", "incoming_message", id, detail: ["draft": draft.id.rawValue])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return draft
        }
    }
}
