import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// Lays a case before the information governance leads of the sender. Asking twice about one exchange is one task.
    ///
    /// - Throws: `Conflict` where the rule does not ask for one: it can be shared, it is refused and nobody proposes
    ///   otherwise, or the clinician can decide.
    @discardableResult
    public static func raiseTask(
        _ laid: DecisionCase, about person: PersonID, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws -> DecisionTaskID {
        try actor.require(.sendExchange)
        var laid = laid
        laid.facts = try settled(laid.facts, about: .known(person), by: actor, at: now, keys: keys, in: database)
        let verdict = SharingRule.decide(laid.facts, at: now)
        guard case .personMustDecide(.informationGovernanceLead, let questions, let due) = verdict.outcome else {
            throw Conflict("This does not need an information governance lead. \(verdict.explanation)")
        }
        let open = try database.row(
            "SELECT id FROM decision_task WHERE exchange_id = \(laid.facts.exchangeID) AND answered_at IS NULL"
        )
        if let open { return try open("id") }
        let id = DecisionTaskID(at: now)
        try insert(id, laid, questions, due: due, about: person, by: actor, at: now, keys, in: database)
        let fact = AuditFact("decision_task.raised", "decision_task", id, person: person)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        try database.post(OutboxEntry("decision_task.raised", subject: id, to: laid.facts.sender), at: now)
        return id
    }

    /// Tasks of the own organisation: those that wait, the most urgent first, or those answered, newest first.
    public func tasks(answered: Bool, as actor: Actor) async throws -> [DecisionTask] {
        try actor.require(.decideWithoutConsent)
        let organisation = try actor.organisation()
        return try await engine.read { [keys] database in
            let which: SQL =
                answered
                ? "answered_at IS NOT NULL ORDER BY answered_at DESC LIMIT 50" : "answered_at IS NULL ORDER BY due_at"
            return try database.rows(
                """
                SELECT * FROM decision_task WHERE organisation_id = \(organisation)
                    AND \(sql: Self.kept("decision_task.exchange_id", by: organisation)) AND \(sql: which)
                """
            ).map { try Self.task($0, keys: keys, in: database) }
        }
    }

    /// By when each task of the own organisation that waits has to be answered; nothing of what it is about.
    public func taskDeadlines(as actor: Actor) async throws -> [(id: DecisionTaskID, dueAt: Date)] {
        try actor.require(.decideWithoutConsent)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            try database.rows(
                """
                SELECT id, due_at FROM decision_task WHERE organisation_id = \(organisation)
                    AND \(sql: Self.kept("decision_task.exchange_id", by: organisation)) AND answered_at IS NULL
                ORDER BY due_at, id LIMIT 500
                """
            ).map { (id: try $0("id"), dueAt: try $0("due_at")) }
        }
    }

    /// How many tasks of the own organisation wait.
    public func waitingTasks(as actor: Actor) async throws -> Int {
        try actor.require(.decideWithoutConsent)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            try database.count(
                """
                SELECT COUNT(*) AS count FROM decision_task WHERE organisation_id = \(organisation)
                    AND \(sql: Self.kept("decision_task.exchange_id", by: organisation)) AND answered_at IS NULL
                """
            )
        }
    }

    /// One task of the own organisation; reading it is audited, since it tells of the student.
    public func task(_ id: DecisionTaskID, as actor: Actor) async throws -> DecisionTask {
        try actor.require(.decideWithoutConsent)
        let now = clock.now
        return try await engine.write { [keys] database in
            let task = try Self.task(id, as: actor, keys: keys, in: database)
            let fact = AuditFact("decision_task.read", "decision_task", id, person: task.person.id)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return task
        }
    }

    static func task(
        _ id: DecisionTaskID, as actor: Actor, keys: KeyRing, in database: any Reading
    ) throws -> DecisionTask {
        let organisation = try actor.organisation()
        let row = try database.row(
            """
            SELECT * FROM decision_task WHERE id = \(id) AND organisation_id = \(organisation)
                AND \(sql: kept("decision_task.exchange_id", by: organisation))
            """
        )
        guard let row else { throw NotFound("decision task") }
        return try task(row, keys: keys, in: database)
    }

    static func task(_ row: Row, keys: KeyRing, in database: any Reading) throws -> DecisionTask {
        let laid = try keys.open(row("case_sealed"), "decision_task.case")
        let questions: String = try row("questions")
        return DecisionTask(
            id: try row("id"), exchangeID: try row("exchange_id"),
            person: try person(row("person_id"), keys: keys, in: database), organisationID: try row("organisation_id"),
            role: try row("role"),
            questions: try KeptJSON.read(from: questions),
            laidBefore: try KeptJSON.read(from: laid),
            raisedByName: try AccountStore.name(of: row("raised_by"), keys: keys, in: database),
            raisedByTeam: try raisedByTeam(row, in: database), raisedAt: try row("raised_at"), dueAt: try row("due_at"),
            answer: try taskAnswer(row, keys: keys, in: database)
        )
    }

    /// The team in which the clinician works now, and its telephone.
    private static func raisedByTeam(_ task: Row, in database: any Reading) throws -> String? {
        let (account, organisation): (AccountID, OrganisationID) = (
            try task("raised_by"), try task("organisation_id")
        )
        let row = try database.row(
            """
            SELECT COALESCE(s.name, o.name) AS team, COALESCE(s.telephone, o.telephone) AS telephone
            FROM membership m JOIN organisation o ON o.id = m.organisation_id LEFT JOIN service s ON s.id = m.service_id
            WHERE m.account_id = \(account) AND m.organisation_id = \(organisation) AND m.role = \(Role.clinician)
                AND m.ended_at IS NULL ORDER BY m.id LIMIT 1
            """
        )
        return try row.map { row in
            let telephone: String? = try row("telephone")
            return [try row("team"), telephone].compactMap(\.self).joined(separator: ", ")
        }
    }

    private static func taskAnswer(
        _ row: Row, keys: KeyRing, in database: any Reading
    ) throws -> DecisionTask.Answer? {
        guard let at: Date = try row("answered_at") else { return nil }
        let answer: String = try row("answer")
        return DecisionTask.Answer(
            shared: answer == SharingDecision.Outcome.shared.rawValue,
            byName: try AccountStore.name(of: row("answered_by"), keys: keys, in: database), at: at,
            decisionID: try row("decision_id")
        )
    }

    private static func insert(
        _ id: DecisionTaskID, _ laid: DecisionCase, _ questions: [SharingQuestion], due: Date, about person: PersonID,
        by actor: Actor, at now: Date, _ keys: KeyRing, in database: any Writing
    ) throws {
        let laidBefore = try KeptJSON.text(laid)
        let questions = try KeptJSON.text(questions)
        try database.execute(
            """
            INSERT INTO decision_task (id, exchange_id, person_id, organisation_id, role, questions, case_sealed,
                raised_by, raised_at, due_at)
            VALUES (\(id), \(laid.facts.exchangeID), \(person), \(laid.facts.sender),
                \(Role.informationGovernanceLead), \(questions), \(keys.seal(laidBefore, "decision_task.case")),
                \(actor.account()), \(now), \(due))
            """
        )
    }
}
