import Database
import Directory
import Foundation
import Students
import TestSupport
import Vocabulary

@testable import Exchange

/// The clinician's way through a draft, on the small world of the store tests.
struct Night {
    let bridge: Bridge
    var drafts: DraftStore { DraftStore(engine: bridge.engine, keys: bridge.keys, clock: bridge.clock) }
    var nurse: Actor { bridge.nurse }

    static func with(at now: Date = TestTime.mondayMorning, _ body: (Night) async throws -> Void) async throws {
        try await Bridge.open(at: now) { try await body(Night(bridge: $0)) }
    }

    /// Saves one step as a page that was opened just now would.
    @discardableResult
    func save(
        _ step: DraftStep, _ id: DraftID, _ change: @escaping @Sendable (inout NoticeDraft) -> Void
    ) async throws -> StoredDraft {
        let seen = SeenDraft(try await drafts.draft(id, as: nurse))
        return try await drafts.save(step, of: id, seen: seen, by: nurse, change: change)
    }

    /// A draft about the known student (or a new person) with every step answered.
    func complete(
        to provider: OrganisationID? = nil, about new: NoticeDraft.Who? = nil,
        _ change: @escaping @Sendable (inout NoticeDraft) -> Void = { _ in }
    ) async throws -> StoredDraft {
        let id = try await drafts.begin(by: nurse).id
        let (person, university) = (bridge.student, provider ?? bridge.university)
        let now = bridge.clock.now
        try await save(.who, id) { draft in
            var who = new ?? NoticeDraft.Who()
            if new == nil { who.choice = .known(person) }
            draft.replaceWho(by: who)
        }
        return try await save(.happened, id) { draft in
            (draft.student.answer, draft.student.provider) = (.yes, university)
            (draft.consent.answer, draft.consent.askedFor) = (.given, university)
            draft.consent.categories = [.contactHappened, .riskSummary]
            draft.happened = Self.happened(now)
            change(&draft)
        }
    }

    /// The known student said no, and the clinician proposes to tell all the same: the task that a lead is laid before.
    func askedOfLead() async throws -> DecisionTaskID {
        let now = bridge.clock.now
        let draft = try await complete { draft in
            (draft.consent.answer, draft.reasons) = (.refused, Self.reasons(now))
        }
        let outcome = try await drafts.send(draft.id, version: draft.version, by: nurse)
        guard case .awaitsLead(let task) = outcome else { throw NotFound("a task for a lead") }
        return task
    }

    /// The trust's lead lets two categories through.
    func letThrough(_ task: DecisionTaskID) async throws {
        let now = bridge.clock.now
        let students = StudentsStore(engine: bridge.engine, keys: bridge.keys, clock: bridge.clock)
        let reasons = try Self.reasons(now).check(today: CalendarDate(now), age: 20).reasons
        let answer = TaskAnswer.share(
            [.contactHappened, .riskSummary], because: reasons, atRisk: .yes, riskToOthers: .no)
        try await students.answer(task, answer, by: bridge.trustGovernance)
    }

    /// Ari Lind, who is on nobody's record.
    static var somebodyNew: NoticeDraft.Who {
        var who = NoticeDraft.Who()
        (who.nhsNumber, who.givenName, who.familyName) = ("943 476 5919", "Ari", "Lind")
        (who.birthDate, who.choice) = (TypedDate(day: "9", month: "3", year: "2004"), .new)
        return who
    }

    static func happened(_ now: Date) -> NoticeDraft.Happened {
        var happened = NoticeDraft.Happened()
        (happened.kind, happened.when, happened.chosenAt) = (.crisisContact, .now, now)
        (happened.requests, happened.urgency) = ([.checkInWithin48Hours], .within48Hours)
        happened.texts = [.riskSummary: "Says she cannot stay safe alone.", .medication: "Not to be told."]
        return happened
    }

    static func reasons(_ now: Date) -> NoticeDraft.Reasons {
        var reasons = NoticeDraft.Reasons()
        (reasons.categories, reasons.capacity) = ([.contactHappened, .riskSummary], .has)
        (reasons.atRisk, reasons.riskToOthers, reasons.noConsentBecause) = (.yes, .no, .wouldPrejudiceProtection)
        for limb in NoticeDraft.Reasons.written { reasons.words[limb] = "Because of tonight." }
        reasons.reviewOn = TypedDate(CalendarDate(now).adding(days: 7))
        return reasons
    }
}

extension DraftOutcome {
    var exchange: ExchangeID {
        get throws {
            guard case .sent(let id) = self else { throw NotFound("a sent notice") }
            return id
        }
    }
}
