import Audit
import Database
import Directory
import Foundation
import Students
import Vocabulary

/// How a draft ended.
public enum DraftOutcome: Sendable, Equatable {
    case sent(ExchangeID)
    /// An information governance lead has to decide first; the draft waits for them.
    case awaitsLead(DecisionTaskID)
    case notShared(UnsharedReason)
}

/// That a draft has ended.
struct DraftEnd: Sendable {
    let outcome: DraftOutcome
    /// Whose open pages hear of it.
    let sides: Set<OrganisationID>
}

/// The draft cannot be sent yet: this step is not complete.
public struct DraftUnfinished: Error, Equatable, Sendable {
    public let step: DraftStep
}

extension DraftStore {
    /// Ends a draft as its answers say: the person (chosen or new), their status, consent and the sharing decision are
    /// recorded, and a notice is sent, or a lead is asked, or that nothing was told is counted. One transaction.
    ///
    /// Sent twice, a draft is one notice. Open pages hear of it.
    /// - Parameters:
    ///   - version: that of the page on which the sender read what would leave.
    ///   - call: the phone call made before sending, where one was needed.
    /// - Throws: `Conflict` where the draft has changed since, `DraftUnfinished`, `InvalidInput` about the call.
    public func send(
        _ id: DraftID, version: Int, call: NoticeDraft.Call = .init(), by actor: Actor
    ) async throws -> DraftOutcome {
        try await finish(id, version: version, by: actor) { try $0.end(call) }
    }

    /// Ends a draft without telling anybody: the answers are kept, as far as there is a person to keep them about, and
    /// the contact is counted.
    /// - Throws: as `send`; `DraftUnfinished` where the student's answers do not lead here.
    public func end(_ id: DraftID, version: Int, by actor: Actor) async throws -> DraftOutcome {
        try await finish(id, version: version, by: actor) { try $0.endUnshared() }
    }

    private func finish(
        _ id: DraftID, version: Int, by actor: Actor,
        _ body: @escaping @Sendable (DraftAct) throws -> DraftOutcome
    ) async throws -> DraftOutcome {
        try actor.require(.sendExchange)
        let now = clock.now
        let end = try await engine.writeOptimistically { database -> DraftEnd in
            let draft: StoredDraft
            do { draft = try self.draft(id, of: actor, at: now, in: database) } catch let missing as NotFound {
                guard let earlier = try outcome(of: id, as: actor, in: database) else { throw missing }
                return DraftEnd(outcome: earlier, sides: [])
            }
            guard draft.version == version else {
                let message = "The draft was changed at \(UKTime.clock(draft.savedAt)), after this page was shown."
                throw Conflict("\(message) Read it again before you send it.")
            }
            let review = try review(draft, for: actor, at: now, in: database)
            let act = DraftAct(review: review, actor: actor, now: now, keys: keys, database: database)
            let outcome = try body(act)
            try settle(draft, outcome, by: actor, at: now, in: database)
            return DraftEnd(outcome: outcome, sides: act.sides)
        }
        announce(end)
        return end.outcome
    }

    /// Tells open pages of what was sent, after the commit.
    func announce(_ end: DraftEnd) {
        guard !end.sides.isEmpty, case .sent(let exchange) = end.outcome else { return }
        announcements.announce(exchange, .sent, to: end.sides)
    }

    /// What became of a draft that is no longer open, for who wrote it.
    /// - Throws: `NotFound` where the actor has no such draft, or deleted it.
    public func outcome(of id: DraftID, as actor: Actor) async throws -> DraftOutcome {
        try actor.require(.sendExchange)
        let outcome: DraftOutcome? = try await engine.read { try self.outcome(of: id, as: actor, in: $0) }
        guard let outcome else { throw NotFound("draft") }
        return outcome
    }

    private func outcome(of id: DraftID, as actor: Actor, in database: any Reading) throws -> DraftOutcome? {
        let (account, organisation) = (try actor.account(), try actor.organisation())
        let sent = try database.row(
            """
            SELECT id FROM exchange WHERE idempotency_key = \(DraftReview.key(of: id))
                AND sender_account_id = \(account) AND sender_organisation_id = \(organisation)
            """
        )
        if let sent { return DraftOutcome.sent(try sent("id")) }
        let waiting = try database.row(
            """
            SELECT awaits_task_id FROM draft WHERE id = \(id) AND account_id = \(account)
                AND organisation_id = \(organisation) AND awaits_task_id IS NOT NULL
            """
        )
        if let waiting { return DraftOutcome.awaitsLead(try waiting("awaits_task_id")) }
        let unshared = try database.row(
            """
            SELECT reason FROM unshared_contact WHERE id = \(id) AND account_id = \(account)
                AND organisation_id = \(organisation)
            """
        )
        return try unshared.map { row in DraftOutcome.notShared(try row("reason")) }
    }

    /// The draft itself is no longer needed, unless somebody has yet to decide about it.
    func settle(
        _ draft: StoredDraft, _ outcome: DraftOutcome, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        let detail: [String: String]
        switch outcome {
        case .sent(let exchange):
            try remove(draft.id, in: database)
            detail = ["exchange": exchange.rawValue]
        case .awaitsLead(let task):
            try database.execute("UPDATE draft SET awaits_task_id = \(task) WHERE id = \(draft.id)")
            detail = ["task": task.rawValue]
        case .notShared(let reason):
            try remove(draft.id, in: database)
            detail = ["notShared": reason.rawValue]
        }
        try AuditTrail.record(
            AuditFact("draft.ended", "draft", draft.id, detail: detail), by: actor, at: now, in: database)
    }
}
