import Audit
import Database
import Foundation
import Vocabulary

/// A question to an information governance lead, for the clinician who asked it.
public struct AskedDecision: Sendable {
    public let task: DecisionTask
    /// Why nothing is shared, as the lead wrote it to the clinician; `nil` while it waits, and where it is shared.
    public let notSharedBecause: String?
}

extension StudentsStore {
    /// How long what was declined, a question to a lead or a notice, stays in the list of who sent it, in seconds.
    public static let declinedShownFor: TimeInterval = 7 * 86_400

    /// A question that the actor asked, and its answer; reading is audited, since it tells of the student.
    /// - Throws: `NotFound` where somebody else asked it.
    public func askedDecision(_ id: DecisionTaskID, as actor: Actor) async throws -> AskedDecision {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.write { [keys] database in
            let rows = try database.rows("SELECT * \(sql: Self.asked(by: actor)) AND id = \(id)")
            guard let row = rows.first else { throw NotFound("decision task") }
            let asked = try Self.asked(row, keys: keys, in: database)
            let fact = AuditFact("decision_task.read", "decision_task", id, person: asked.task.person.id)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return asked
        }
    }

    /// What the actor asked and a lead declined in the last days, the latest first.
    public func declinedDecisions(as actor: Actor) async throws -> [AskedDecision] {
        try actor.require(.sendExchange)
        let since = clock.now - Self.declinedShownFor
        return try await engine.read { [keys] database in
            try database.rows(
                """
                SELECT * \(sql: Self.asked(by: actor)) AND answer = \(SharingDecision.Outcome.notShared)
                    AND answered_at > \(since) ORDER BY answered_at DESC, id DESC LIMIT 50
                """
            ).map { try Self.asked($0, keys: keys, in: database) }
        }
    }

    /// What the actor asked and no lead has decided although the time for it has passed, the longest late first.
    public func lateDecisions(as actor: Actor) async throws -> [AskedDecision] {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.read { [keys] database in
            try database.rows(
                """
                SELECT * \(sql: Self.asked(by: actor)) AND answered_at IS NULL AND due_at < \(now)
                    ORDER BY due_at, id LIMIT 50
                """
            ).map { try Self.asked($0, keys: keys, in: database) }
        }
    }

    private static func asked(by actor: Actor) throws -> SQL {
        let organisation = try actor.organisation()
        return """
            FROM decision_task WHERE raised_by = \(try actor.account()) AND organisation_id = \(organisation)
                AND \(sql: kept("decision_task.exchange_id", by: organisation))
            """
    }

    private static func asked(_ row: Row, keys: KeyRing, in database: any Reading) throws -> AskedDecision {
        let task = try task(row, keys: keys, in: database)
        guard let answer = task.answer, !answer.shared else { return AskedDecision(task: task, notSharedBecause: nil) }
        let decided = try database.row("SELECT * FROM sharing_decision WHERE id = \(answer.decisionID)")
        let because = try decided.map { try decision($0, keys: keys).grounds.notSharedBecause }
        return AskedDecision(task: task, notSharedBecause: because ?? nil)
    }
}
