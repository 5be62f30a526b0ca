import Audit
import Database
import Foundation
import Students
import Vocabulary

extension DraftStore {
    /// Ends every draft whose lead has decided: the notice is sent in the name of the clinician who wrote it, with what
    /// the lead let through, or it is counted that nothing was told.
    ///
    /// Called after a lead has answered, and by the sweeper, so that a decision made just before the power went is
    /// carried out too. One that cannot be ended keeps none of the others waiting.
    /// - Parameter only: the task that was decided, for who has just done so; `nil` for all.
    /// - Returns: what was sent; open pages hear of it.
    /// - Throws: what went wrong with the first that could not be ended, after all the others were.
    @discardableResult
    public func releaseDecided(_ only: DecisionTaskID? = nil) async throws -> [ExchangeID] {
        let now = clock.now
        let which: SQL = only.map { "AND decision_task.id = \($0)" } ?? ""
        let waiting = try await engine.read { database in
            try database.rows(
                """
                SELECT draft.id FROM draft JOIN decision_task ON decision_task.id = draft.awaits_task_id
                WHERE decision_task.answered_at IS NOT NULL \(sql: which) ORDER BY decision_task.answered_at
                """
            ).map { row -> DraftID in try row("id") }
        }
        var sent: [ExchangeID] = []
        try await waiting.eachByItself { id in
            guard let end = try await engine.write({ try release(id, at: now, in: $0) }) else { return }
            announce(end)
            if case .sent(let exchange) = end.outcome { sent.append(exchange) }
        }
        return sent
    }

    private func release(_ id: DraftID, at now: Date, in database: any Writing) throws -> DraftEnd? {
        let row = try database.row("SELECT * FROM draft WHERE id = \(id) AND awaits_task_id IS NOT NULL")
        guard let row else { return nil }
        let (draft, author) = (try open(row), try Self.author(of: row))
        let exchange = draft.notice.exchangeID
        guard let decision = try StudentsStore.decision(on: exchange, keys: keys, in: database) else { return nil }
        let review = try review(draft, for: author, at: now, in: database)
        let act = DraftAct(review: review, actor: author, now: now, keys: keys, database: database)
        let outcome: DraftOutcome =
            decision.permitted(at: now).isEmpty
            ? try act.count(.leadDecidedNot)
            : .sent(try act.send(by: SharingPermit(decision, at: now), about: decision.personID, nil))
        try settle(draft, outcome, by: author, at: now, in: database)
        return DraftEnd(outcome: outcome, sides: act.sides)
    }

    /// The clinician, in the team in which they began: the notice is theirs, whoever let it through.
    static func author(of row: Row) throws -> Actor {
        Actor(
            accountID: try row("account_id"), organisationID: try row("organisation_id"),
            serviceID: try row("service_id"), role: .clinician, name: "")
    }
}
