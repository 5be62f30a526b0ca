import Audit
import Database
import Foundation
import Students
import Vocabulary

/// Where half-filled notices are kept: sealed, for 24 hours, and for nobody but the person who began them.
public struct DraftStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let announcements: ExchangeAnnouncements

    /// How long a draft waits after it was begun, in seconds.
    public static let lifetime: TimeInterval = 24 * 3600

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
        announcements = ExchangeAnnouncements(engine)
    }

    /// Begins a draft.
    /// - Throws: `Forbidden` where the actor sends in no team.
    public func begin(by actor: Actor) async throws -> StoredDraft {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.write { try begin(NoticeDraft(at: now), by: actor, at: now, in: $0) }
    }

    func begin(
        _ notice: NoticeDraft, by actor: Actor, at now: Date, in database: any Writing
    ) throws -> StoredDraft {
        let (account, organisation) = (try actor.account(), try actor.organisation())
        guard let service = actor.serviceID else { throw Forbidden("send as a member of a team") }
        let draft = StoredDraft(
            id: DraftID(at: now), notice: notice, version: 1, savedAt: now, expiresAt: now + Self.lifetime,
            awaits: nil, marks: [:])
        try database.execute(
            """
            INSERT INTO draft (id, account_id, organisation_id, service_id, answers_sealed, version, created_at,
                updated_at, expires_at)
            VALUES (\(draft.id), \(account), \(organisation), \(service), \(seal(draft)), 1, \(now), \(now),
                \(draft.expiresAt))
            """
        )
        try AuditTrail.record(AuditFact("draft.begun", "draft", draft.id), by: actor, at: now, in: database)
        return draft
    }

    /// The actor's drafts in this organisation, the latest first, and those that wait for a lead.
    public func drafts(of actor: Actor) async throws -> [ListedDraft] {
        try actor.require(.sendExchange)
        let (account, organisation, now) = (try actor.account(), try actor.organisation(), clock.now)
        return try await engine.read { database in
            let drafts = try database.rows(
                """
                SELECT * FROM draft WHERE account_id = \(account) AND organisation_id = \(organisation)
                    AND (expires_at > \(now) OR awaits_task_id IS NOT NULL)
                ORDER BY updated_at DESC, id DESC
                """
            ).map(open)
            let known = Set(drafts.compactMap(\.notice.who.known))
            let names = try StudentsStore.fullNames(of: known, keys: keys, in: database)
            return drafts.map { ListedDraft(draft: $0, name: $0.notice.who.known.flatMap { names[$0] }) }
        }
    }

    /// - Throws: `NotFound` for a draft that has expired, was sent, or is somebody else's.
    public func draft(_ id: DraftID, as actor: Actor) async throws -> StoredDraft {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.read { try draft(id, of: actor, at: now, in: $0) }
    }

    /// Removes a draft without a trace of what was in it.
    public func discard(_ id: DraftID, by actor: Actor) async throws {
        try actor.require(.sendExchange)
        let now = clock.now
        try await engine.write { database in
            _ = try draft(id, of: actor, at: now, in: database)
            try remove(id, in: database)
            try AuditTrail.record(AuditFact("draft.discarded", "draft", id), by: actor, at: now, in: database)
        }
    }

    func draft(_ id: DraftID, of actor: Actor, at now: Date, in database: any Reading) throws -> StoredDraft {
        let row = try database.row(
            """
            SELECT * FROM draft WHERE id = \(id) AND account_id = \(try actor.account())
                AND organisation_id = \(try actor.organisation()) AND expires_at > \(now) AND awaits_task_id IS NULL
            """
        )
        guard let row else { throw NotFound("draft") }
        return try open(row)
    }

    func remove(_ id: DraftID, in database: any Writing) throws {
        try database.execute("DELETE FROM draft WHERE id = \(id)")
    }
}
