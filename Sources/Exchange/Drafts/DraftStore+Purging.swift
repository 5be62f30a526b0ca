import Audit
import Database
import Foundation
import Vocabulary

extension DraftStore {
    /// Removes drafts whose 24 hours are over. One in which somebody was named is counted first: as what it had ended as, and
    /// was only never closed, or as one that ran out. Each is a transaction, so that one that cannot be read keeps none of the
    /// others for longer than that.
    /// - Returns: how many went.
    /// - Throws: what went wrong with the first that stays, after all the others went.
    @discardableResult
    public func purge(as actor: Actor = .system) async throws -> Int {
        try actor.require(.runClocks)
        let now = clock.now
        let expired = try await engine.read { database in
            try database.rows("SELECT id FROM draft WHERE \(sql: Self.hasExpired(at: now)) ORDER BY expires_at, id")
                .map { row -> DraftID in try row("id") }
        }
        var removed = 0
        try await expired.eachByItself { id in
            removed += try await engine.write { try expire(id, by: actor, at: now, in: $0) }
        }
        return removed
    }

    private static func hasExpired(at now: Date) -> SQL { "expires_at <= \(now) AND awaits_task_id IS NULL" }

    /// - Returns: 1, or 0 where another process was quicker.
    private func expire(_ id: DraftID, by actor: Actor, at now: Date, in database: any Writing) throws -> Int {
        let row = try database.row("SELECT * FROM draft WHERE id = \(id) AND \(sql: Self.hasExpired(at: now))")
        guard let row else { return 0 }
        try count(try open(row), by: Self.author(of: row), at: now, in: database)
        try remove(id, in: database)
        try AuditTrail.record(AuditFact("draft.expired", "draft", id), by: actor, at: now, in: database)
        return 1
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
