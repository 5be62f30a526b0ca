import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// Runs the rule on `facts`, with the consents as they stand in this transaction, and keeps the verdict.
    ///
    /// - Throws: `Conflict` where a person has yet to decide: that is `raiseTask`, or more answers from the clinician.
    @discardableResult
    public static func recordDecision(
        on facts: SharingFacts, about person: PersonOnRecord, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws -> RecordedDecision {
        let facts = try settled(facts, about: person, by: actor, at: now, keys: keys, in: database)
        let verdict = SharingRule.decide(facts, at: now)
        if case .personMustDecide = verdict.outcome {
            throw Conflict("This cannot be decided yet. \(verdict.explanation)")
        }
        let mayGoUnasked = verdict.ownStandingConsent(among: facts.consents)?.mayGoUnasked(at: now) == true
        if actor.recordSystemID != nil && !mayGoUnasked {
            throw Forbidden("send what the student has not agreed to in advance, without being asked")
        }
        let decision = try keep(
            verdict, facts, DecisionGrounds(facts), about: person.id, by: actor, at: now, keys, in: database)
        return RecordedDecision(decision: decision, mayGoUnasked: mayGoUnasked)
    }

    /// A person decides that nothing is shared, whatever the rule would have let through.
    @discardableResult
    public static func recordNotShared(
        on facts: SharingFacts, because reason: String?, about person: PersonOnRecord, by actor: Actor, at now: Date,
        keys: KeyRing, in database: any Writing
    ) throws -> SharingDecision {
        let facts = try settled(facts, about: person, by: actor, at: now, keys: keys, in: database)
        let verdict = SharingVerdict(
            outcome: .doNotShare(.decidedNotTo), consentID: nil, leftOut: [],
            explanation: SharingExplanation.notShared(.decidedNotTo, with: facts.recipientName), remarks: []
        )
        let grounds = DecisionGrounds(facts, notSharedBecause: reason)
        return try keep(verdict, facts, grounds, about: person.id, by: actor, at: now, keys, in: database)
    }

    /// The facts with what only the database knows for sure: who decides, and the consents of this moment.
    static func settled(
        _ facts: SharingFacts, about person: PersonOnRecord, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Reading
    ) throws -> SharingFacts {
        guard actor.may(.sendExchange) || actor.may(.decideWithoutConsent) || actor.may(.sendAsAgreed) else {
            throw Forbidden("decide about sharing")
        }
        guard try actor.organisation() == facts.sender else { throw Forbidden("decide for another organisation") }
        var facts = facts
        facts.decider = Decider(actor)
        // Everybody writes where the answers of somebody new would stand; who looked there would cross them all.
        facts.consents =
            person.isNew ? [] : try consents(of: person.id, except: facts.answerNow?.id, keys: keys, in: database)
        facts.agreementInForce = try agreementInForce(
            from: facts.sender, to: facts.recipient.organisationID, on: CalendarDate(now), in: database
        )
        return facts
    }

    /// Whether an agreement between the two is in force on `day`.
    public static func agreementInForce(
        from sender: OrganisationID, to recipient: OrganisationID, on day: CalendarDate, in database: any Reading
    ) throws -> Bool {
        try database.row(
            """
            SELECT id FROM sharing_agreement WHERE sender_organisation_id = \(sender)
                AND recipient_organisation_id = \(recipient) AND in_force_from <= \(day)
                AND (in_force_to IS NULL OR in_force_to >= \(day)) LIMIT 1
            """
        ) != nil
    }

    private static func keep(
        _ verdict: SharingVerdict, _ facts: SharingFacts, _ grounds: DecisionGrounds, about person: PersonID,
        by actor: Actor, at now: Date, _ keys: KeyRing, in database: any Writing
    ) throws -> SharingDecision {
        let decision = try SharingDecision(verdict, facts, grounds, about: person, by: actor, at: now)
        try insert(decision, keys: keys, in: database)
        let fact = AuditFact(
            "sharing_decision.recorded", "sharing_decision", decision.id, person: person,
            detail: [
                "outcome": decision.outcome.rawValue, "basis": decision.basis?.rawValue ?? "",
                "categories": decision.categories.stored,
            ]
        )
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        return decision
    }

    private static func insert(_ decision: SharingDecision, keys: KeyRing, in database: any Writing) throws {
        let grounds = try KeptJSON.text(decision.grounds)
        try database.execute(
            """
            INSERT INTO sharing_decision (id, person_id, exchange_id, organisation_id, recipient_organisation_id,
                recipient_service_id, outcome, basis, categories, until_at, consent_id, explanation, reasons_sealed,
                decided_by, decided_role, decided_at, review_on)
            VALUES (\(decision.id), \(decision.personID), \(decision.exchangeID), \(decision.organisationID),
                \(decision.recipient.organisationID), \(decision.recipient.serviceID), \(decision.outcome),
                \(decision.basis), \(decision.categories.stored), \(decision.until), \(decision.consentID),
                \(decision.explanation), \(keys.seal(grounds, "sharing_decision.reasons")), \(decision.decidedBy),
                \(decision.role), \(decision.decidedAt), \(decision.reviewOn))
            """
        )
    }
}

extension SharingDecision {
    fileprivate init(
        _ verdict: SharingVerdict, _ facts: SharingFacts, _ grounds: DecisionGrounds, about person: PersonID,
        by actor: Actor, at now: Date
    ) throws {
        (id, personID, exchangeID) = (SharingDecisionID(at: now), person, facts.exchangeID)
        (organisationID, recipient) = (facts.sender, facts.recipient)
        categories = verdict.outcome.categories
        if case .share(_, let basis, let until) = verdict.outcome {
            (outcome, self.basis, self.until) = (.shared, basis, until)
            reviewOn = basis == .consent ? nil : facts.reasons?.reviewOn
        } else {
            (outcome, basis, until, reviewOn) = (.notShared, nil, nil, nil)
        }
        (consentID, explanation, self.grounds) = (verdict.consentID, verdict.explanation, grounds)
        (decidedBy, role, decidedAt) = (try actor.account(), actor.role, now)
    }
}
