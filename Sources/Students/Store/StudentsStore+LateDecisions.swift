import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// Tells who asked that no lead has decided in time, and reminds the leads: once for each question, whatever number of
    /// processes do it, and after an outage too. What one call leaves is done by the next.
    /// - Returns: of how many questions it told.
    @discardableResult
    public func tellOfLateDecisions(as actor: Actor = .system) async throws -> Int {
        try actor.require(.runClocks)
        let now = clock.now
        let late = Self.untoldLate(at: now)
        // Rarely is one: a read waits for no writer and lets none wait.
        guard try await engine.read({ try $0.row(late + " LIMIT 1") }) != nil else { return 0 }
        return try await engine.write { database in
            // Several processes come by at once; each takes what no other has in hand.
            let tasks = try database.rows(late + " ORDER BY due_at, id LIMIT 100 \(on: .holdingFreeRows)")
            for task in tasks { try Self.tell(ofLate: task, by: actor, at: now, in: database) }
            return tasks.count
        }
    }

    /// For how long after its time a question is told of at any hour, in seconds. What is late for longer, as after an outage or
    /// where older questions are told of for the first time, is told too, and wakes nobody.
    static let pressesFor: TimeInterval = 86_400

    /// What waits longer than it may, and nobody was told so.
    static func untoldLate(at now: Date) -> SQL {
        """
        SELECT id, person_id, organisation_id, raised_by, due_at FROM decision_task
        WHERE answered_at IS NULL AND late_told_at IS NULL AND due_at <= \(now)
        """
    }

    private static func tell(ofLate task: Row, by actor: Actor, at now: Date, in database: any Writing) throws {
        let (id, organisation): (DecisionTaskID, OrganisationID) = (try task("id"), try task("organisation_id"))
        let (asker, due): (AccountID, Date) = (try task("raised_by"), try task("due_at"))
        let canWait = due < now - pressesFor ? "1" : nil
        let payload = ["due": String(Int64(due.timeIntervalSince1970 * 1000)), "canWait": canWait]
        let told = OutboxEntry(
            "decision_task.late", subject: id, to: organisation, account: asker,
            payload: payload.merging(["team": try askingTeam(of: id, in: database)?.rawValue]) { a, _ in a })
        let reminded = OutboxEntry("decision_task.reminded", subject: id, to: organisation, payload: payload)
        for entry in [told, reminded] { try database.post(entry, at: now) }
        try database.execute("UPDATE decision_task SET late_told_at = \(now) WHERE id = \(id)")
        let fact = AuditFact("decision_task.late", "decision_task", id, person: try task("person_id"))
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    /// The team in which somebody began the notice that waits for the answer.
    /// - Returns: `nil` where none does.
    static func askingTeam(of task: DecisionTaskID, in database: any Reading) throws -> ServiceID? {
        try database.row("SELECT service_id FROM draft WHERE awaits_task_id = \(task)").map { try $0("service_id") }
    }
}
