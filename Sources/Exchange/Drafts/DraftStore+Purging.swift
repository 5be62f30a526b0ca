import Audit
import Database
import Foundation
import Vocabulary

extension DraftStore {
    /// Removes drafts whose 24 hours are over. One that had ended without a notice, and was only never closed, is
    /// counted first.
    /// - Returns: how many went.
    @discardableResult
    public func purge(as actor: Actor = .system) async throws -> Int {
        try actor.require(.runClocks)
        let now = clock.now
        let expired: SQL = "SELECT * FROM draft WHERE expires_at <= \(now) AND awaits_task_id IS NULL"
        // Rarely has one: a read waits for no writer and lets none wait.
        guard try await engine.read({ try $0.row(expired + "LIMIT 1") }) != nil else { return 0 }
        return try await engine.write { database in
            let expired = try database.rows(expired)
            for row in expired {
                let draft = try open(row)
                if let reason = draft.notice.endsBecause {
                    let author = try Self.author(of: row)
                    try UnsharedContact(reason, draft: draft.notice).insert(by: author, at: now, in: database)
                }
                try remove(draft.id, in: database)
                try AuditTrail.record(AuditFact("draft.expired", "draft", draft.id), by: actor, at: now, in: database)
            }
            return expired.count
        }
    }
}
