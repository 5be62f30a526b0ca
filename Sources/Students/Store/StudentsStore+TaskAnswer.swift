import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// An information governance lead of the sender decides. Task, decision, audit and the word to the clinician are
    /// one transaction.
    ///
    /// - Throws: `InvalidInput` naming each limb without an answer (`necessity`, …, `reviewOn`), `Conflict` where a
    ///   colleague was first or the facts no longer allow it.
    @discardableResult
    public func answer(_ id: DecisionTaskID, _ answer: TaskAnswer, by actor: Actor) async throws -> SharingDecision {
        try actor.require(.decideWithoutConsent)
        let now = clock.now
        return try await engine.write { [keys] database in
            let task = try Self.task(id, as: actor, keys: keys, in: database)
            if let earlier = task.answer {
                throw Conflict("\(earlier.byName) answered this on \(UKTime.full(earlier.at)).")
            }
            let decision = try Self.decide(task, answer, by: actor, at: now, keys: keys, in: database)
            try Self.close(task, decision, by: actor, at: now, in: database)
            return decision
        }
    }

    private static func decide(
        _ task: DecisionTask, _ answer: TaskAnswer, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws -> SharingDecision {
        var facts = task.laidBefore.facts
        switch answer {
        case .doNotShare(let reason):
            let reason = try TypedText.required(reason, field: "notSharedBecause", called: "why not", most: 2_000)
            return try recordNotShared(
                on: facts, because: reason, about: .known(task.person.id), by: actor, at: now, keys: keys, in: database
            )
        case .share(let categories, let reasons, let atRisk, let riskToOthers):
            facts.wanted.formIntersection(categories)
            (facts.reasons, facts.atRisk, facts.riskToOthers) = (reasons, atRisk, riskToOthers)
            facts.age = task.person.age(on: CalendarDate(now))
            try requireComplete(facts, about: .known(task.person.id), by: actor, at: now, keys: keys, in: database)
            return try recordDecision(
                on: facts, about: .known(task.person.id), by: actor, at: now, keys: keys, in: database
            ).decision
        }
    }

    private static func requireComplete(
        _ facts: SharingFacts, about person: PersonOnRecord, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Reading
    ) throws {
        guard !facts.wanted.isEmpty else {
            throw InvalidInput("categories", "Choose what is shared, or decide not to share.")
        }
        try facts.wanted.requireContactHappened()
        let settled = try settled(facts, about: person, by: actor, at: now, keys: keys, in: database)
        switch SharingRule.decide(settled, at: now).outcome {
        case .share: return
        case .doNotShare:
            throw InvalidInput(
                "atRisk", "The law allows sharing without consent only to protect somebody who is under 18 or at risk."
            )
        case .personMustDecide(_, let questions, _):
            throw InvalidInput(questions.compactMap { $0.fault(because: settled.reasons?.noConsentBecause) })
        }
    }

    private static func close(
        _ task: DecisionTask, _ decision: SharingDecision, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        try database.execute(
            """
            UPDATE decision_task SET answered_by = \(actor.account()), answered_at = \(now),
                answer = \(decision.outcome), decision_id = \(decision.id)
            WHERE id = \(task.id) AND answered_at IS NULL
            """
        )
        let detail = ["answer": decision.outcome.rawValue]
        let fact = AuditFact("decision_task.answered", "decision_task", task.id, person: task.person.id, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        let raised = try database.row("SELECT raised_by FROM decision_task WHERE id = \(task.id)")
        let told: AccountID? = try raised.flatMap { try $0("raised_by") }
        let entry = OutboxEntry(
            "decision_task.answered", subject: task.id, to: task.organisationID, account: told,
            payload: ["answer": decision.outcome.rawValue, "team": try askingTeam(of: task.id, in: database)?.rawValue])
        try database.post(entry, at: now)
    }
}

extension SharingQuestion {
    /// As a fault beside the field of the same name.
    func fault(because reason: NoConsentReason?) -> FieldFault? {
        switch self {
        case .askTheStudent, .whichAnswerStands: nil
        case .limb(.review): FieldFault("reviewOn", "Enter the day, today or later, on which this is looked at again.")
        case .limb(.protection):
            FieldFault(
                "protection", "Say who is to be protected: under 18, or at risk, of what, and why they cannot do it.")
        case .limb(.noConsent) where reason == .cannotBeGiven:
            FieldFault(
                "noConsentBecause", "They can decide, and have answered: choose another reason, and say why in words.")
        case .limb(.noConsent) where reason == .refused:
            FieldFault("noConsentBecause", "Nobody said no: choose another reason, and say why in words.")
        case .limb(.noConsent): FieldFault("noConsent", "Choose why there is no consent, and say it in words.")
        case .limb(.necessity): FieldFault("necessity", "Say what harm could come to them, and how telling helps.")
        case .limb(.publicInterest): FieldFault("publicInterest", "Say why protecting them outweighs confidentiality.")
        case .limb(.proportionality):
            FieldFault("proportionality", "Say why these categories, this team, and nothing more.")
        }
    }
}
