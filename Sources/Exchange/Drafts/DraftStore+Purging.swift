import Audit
import Database
import Foundation
import Vocabulary

extension DraftStore {
    /// Removes drafts whose 24 hours are over. One in which somebody was named is counted first: as what it had ended as, and
    /// was only never closed, or as one that ran out.
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
                try count(draft, by: Self.author(of: row), at: now, in: database)
                try remove(draft.id, in: database)
                try AuditTrail.record(AuditFact("draft.expired", "draft", draft.id), by: actor, at: now, in: database)
            }
            return expired.count
        }
    }

    private func count(_ draft: StoredDraft, by author: Actor, at now: Date, in database: any Writing) throws {
        if let reason = draft.notice.endsBecause {
            try UnsharedContact(reason, of: draft).insert(by: author, at: now, in: database)
        } else if !draft.notice.who.isEmpty {
            let ranOut = UnsharedContact(.ranOut, of: draft)
            try ranOut.insert(by: author, at: now, endedAt: draft.expiresAt, in: database)
        }
    }

    /// When the actor began each draft that ran out unsent in the last seven days, the earliest first. Nothing else of them
    /// is kept.
    public func ranOut(of actor: Actor) async throws -> [Date] {
        try actor.require(.sendExchange)
        let (account, organisation, now) = (try actor.account(), try actor.organisation(), clock.now)
        return try await engine.read { database in
            try database.rows(
                """
                SELECT at FROM unshared_contact WHERE organisation_id = \(organisation) AND account_id = \(account)
                    AND reason = \(UnsharedReason.ranOut) AND at > \(now - 7 * 86_400) ORDER BY at
                """
            ).map { row in
                let endedAt: Date = try row("at")
                return endedAt - Self.lifetime
            }
        }
    }
}
