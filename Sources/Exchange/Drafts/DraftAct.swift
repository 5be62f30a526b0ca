import Audit
import Database
import Directory
import Foundation
import Students
import Vocabulary

/// A draft being ended, within one transaction.
struct DraftAct {
    let review: DraftReview
    let actor: Actor
    let now: Date
    let keys: KeyRing
    let database: any Writing

    /// Whose open pages hear of what is sent.
    var sides: Set<OrganisationID> {
        Set([review.team?.organisation.id, actor.organisationID].compactMap(\.self))
    }

    func end(_ call: NoticeDraft.Call) throws -> DraftOutcome {
        if let reason = review.notice.endsBecause, reason != .refused { return try endWithoutAsking(reason) }
        let step = review.nextStep
        guard step == .check else { throw DraftUnfinished(step: step) }
        let isSending = review.endsBecause == nil && !review.awaitsLead
        let call = isSending ? try call.check(needed: review.phoneReason != nil) : nil
        let person = try recordAnswers()
        let facts = try facts(about: person)
        switch SharingRule.decide(facts, at: now).outcome {
        case .share: return .sent(try send(person, facts, call))
        case .personMustDecide(.informationGovernanceLead, _, _): return .awaitsLead(try ask(person, facts))
        case .personMustDecide: throw DraftUnfinished(step: .reasons)
        case .doNotShare: return try decline(person, facts)
        }
    }

    /// Tells nobody, whatever the rule would let through.
    func endUnshared() throws -> DraftOutcome {
        guard let reason = review.mayEndBecause else { throw DraftUnfinished(step: review.nextStep) }
        guard review.isConsentComplete, review.notice.statusEnds == nil else { return try endWithoutAsking(reason) }
        let person = try recordAnswers()
        let facts = try facts(about: person)
        if case .doNotShare = SharingRule.decide(facts, at: now).outcome { return try decline(person, facts) }
        try StudentsStore.recordNotShared(
            on: facts, because: nil, about: person, by: actor, at: now, keys: keys, in: database)
        return try count(reason)
    }

    /// Not a student, or not known to be one: nobody is put on record who was not there already.
    private func endWithoutAsking(_ reason: UnsharedReason) throws -> DraftOutcome {
        // What is on record may say where they study; that it was not known tonight does not replace it.
        if reason != .universityNotKnown, let known = review.subject?.known, let status = review.status {
            // Of somebody who did not say where they study, nothing is put down about it.
            let said = StudentStatus(status.answer)
            try StudentsStore.recordStatus(said, of: known.id, by: actor, at: now, keys: keys, in: database)
        }
        return try count(reason)
    }

    private func send(_ person: PersonOnRecord, _ facts: SharingFacts, _ call: CheckedCall?) throws -> ExchangeID {
        let recorded = try StudentsStore.recordDecision(
            on: facts, about: person, by: actor, at: now, keys: keys, in: database)
        return try send(by: SharingPermit(recorded, at: now), about: person.id, call)
    }

    /// Sends what `permit` lets through, and records the call that was made.
    func send(by permit: SharingPermit, about person: PersonID, _ call: CheckedCall?) throws -> ExchangeID {
        guard let team = review.team,
            let notice = review.newNotice(about: person, permitted: permit.categories, at: now)
        else { throw DraftUnfinished(step: .happened) }
        let file = try ExchangeStore.sending(
            notice, decision: permit, to: team, by: actor, at: now, keys: keys, in: database)
        if let call { try record(call, in: file) }
        return file.facts.id
    }

    private func record(_ call: CheckedCall, in file: ExchangeFile) throws {
        var act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
        try act.requireSending()
        let words = ExchangeEvent.Words(text: call.note, named: call.spokeTo)
        try act.add(call.spokeTo == nil ? .callTried : .callRecorded, words: words)
    }

    private func ask(_ person: PersonOnRecord, _ facts: SharingFacts) throws -> DecisionTaskID {
        let laid = DecisionCase(facts: facts, request: review.happening?.texts[.riskSummary])
        return try StudentsStore.raiseTask(laid, about: person.id, by: actor, at: now, keys: keys, in: database)
    }

    private func decline(_ person: PersonOnRecord, _ facts: SharingFacts) throws -> DraftOutcome {
        try StudentsStore.recordDecision(on: facts, about: person, by: actor, at: now, keys: keys, in: database)
        return try count(review.mayEndBecause ?? .noGround)
    }
}

extension DraftAct {
    /// Puts on record who it is and what they answered.
    private func recordAnswers() throws -> PersonOnRecord {
        let person = try personOnRecord()
        if let status = review.status {
            try StudentsStore.recordStatus(status, of: person.id, by: actor, at: now, keys: keys, in: database)
        }
        return person
    }

    private func personOnRecord() throws -> PersonOnRecord {
        switch review.subject {
        case .new(let new): return try StudentsStore.create(new, by: actor, at: now, keys: keys, in: database)
        case .known(let person):
            let typed = try? NHSNumber(review.notice.who.nhsNumber)
            if let typed, person.nhsNumber == nil {
                try StudentsStore.add(typed, to: person.id, by: actor, at: now, keys: keys, in: database)
            }
            return .known(person.id)
        case nil: throw DraftUnfinished(step: .who)
        }
    }

    /// The facts of the decision, with the answer as it now stands on record.
    private func facts(about person: PersonOnRecord) throws -> SharingFacts {
        guard var facts = review.facts else { throw DraftUnfinished(step: .student) }
        if let answer = review.answer {
            facts.answerNow = try StudentsStore.recordConsent(
                answer, of: person.id, by: actor, at: now, keys: keys, in: database)
        }
        return facts
    }

    /// Keeps that nothing was told, with no person in the row.
    func count(_ reason: UnsharedReason) throws -> DraftOutcome {
        try UnsharedContact(reason, of: review.draft).insert(by: actor, at: now, in: database)
        return .notShared(reason)
    }
}
