import Database
import Directory
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("Drafts are sent, asked about, or counted")
struct DraftSendingTests {
    @Test("with consent, the university is told what was agreed to, and nothing else")
    func consent() async throws {
        try await Night.with { night in
            let draft = try await night.complete()
            let outcome = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            let record = try await night.bridge.store.exchange(outcome.exchange, as: night.bridge.sam)
            let contents = record.disclosure?.contents ?? []
            #expect(Set(contents.map(\.category)) == [.contactHappened, .riskSummary])
            let happened = contents.first { $0.category == .contactHappened }?.text ?? ""
            #expect(
                happened.hasPrefix("Crisis contact, Crisis team, Leeds and York Partnership, Monday 23 November 2026"))
            #expect(record.disclosure?.explanation?.isEmpty == false)
        }
    }

    @Test("pressed twice, it is one notice")
    func twice() async throws {
        try await Night.with { night in
            let draft = try await night.complete()
            let first = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            let second = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            #expect(first == second)
            let sent = try await night.bridge.count("SELECT count(*) AS count FROM exchange")
            #expect(sent == 1)
            let left = try await night.drafts.drafts(of: night.nurse)
            #expect(left.isEmpty)
        }
    }

    @Test("pressed twice at the same moment, it is one notice")
    func atOnce() async throws {
        try await Night.with { night in
            let draft = try await night.complete()
            async let first = night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            async let second = night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            let (a, b) = try await (first, second)
            #expect(a == b)
        }
    }

    @Test("what was not shown is not sent: a draft changed since the page was shown is refused")
    func stale() async throws {
        try await Night.with { night in
            let draft = try await night.complete()
            try await night.save(.happened, draft.id) { $0.happened.texts[.riskSummary] = "Something else" }
            await #expect(throws: Conflict.self) {
                try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            }
            let sent = try await night.bridge.count("SELECT count(*) AS count FROM exchange")
            #expect(sent == 0)
        }
    }

    @Test("an unfinished draft is not sent, and says which step is missing")
    func unfinished() async throws {
        try await Night.with { night in
            let draft = try await night.complete { $0.happened.urgency = nil }
            await #expect(throws: DraftUnfinished(step: .happened)) {
                try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            }
            let recorded = try await night.bridge.count("SELECT count(*) AS count FROM consent")
            #expect(recorded == 0)
        }
    }

    @Test("somebody new is put on record with their answers")
    func newPerson() async throws {
        try await Night.with { night in
            let draft = try await night.complete(about: Night.somebodyNew)
            let outcome = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            let record = try await night.bridge.store.exchange(outcome.exchange, as: night.bridge.sam)
            #expect(record.disclosure?.person.fullName == "Ari Lind")
        }
    }

    @Test("“not a student” tells nobody, is counted, and puts nobody on record")
    func notAStudent() async throws {
        try await Night.with { night in
            let draft = try await night.complete { $0.student.answer = .no }
            let outcome = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            #expect(outcome == .notShared(.notAStudent))
            let counted = try await night.bridge.count("SELECT count(*) AS count FROM unshared_contact")
            #expect(counted == 1)
            let decided = try await night.bridge.count("SELECT count(*) AS count FROM sharing_decision")
            #expect(decided == 0)
        }
    }

    @Test("a refusal by a student with capacity is kept, decided, counted, and nothing is sent")
    func refusal() async throws {
        try await Night.with { night in
            let draft = try await night.complete { $0.consent.answer = .refused }
            let outcome = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            #expect(outcome == .notShared(.refused))
            let refused = try await night.bridge.count("SELECT count(*) AS count FROM consent WHERE answer = 'refused'")
            let decided = try await night.bridge.count(
                "SELECT count(*) AS count FROM sharing_decision WHERE outcome = 'notShared'")
            let sent = try await night.bridge.count("SELECT count(*) AS count FROM exchange")
            #expect((refused, decided, sent) == (1, 1, 0))
        }
    }

    @Test(
        "a no is not forgotten by the next draft: who could not be asked is the lead's to decide, not the clinician's")
    func earlierRefusal() async throws {
        try await Night.with { night in
            let no = try await night.complete { $0.consent.answer = .refused }
            _ = try await night.drafts.send(no.id, version: no.version, by: night.nurse)
            night.bridge.clock.advance(by: 60)
            let now = night.bridge.clock.now
            let silent: @Sendable (inout NoticeDraft) -> Void = {
                ($0.consent.answer, $0.consent.notAskedReason) = (.notAsked, .tooUnwell)
            }
            let again = try await night.complete(silent)
            let review = try await night.drafts.review(again.id, as: night.nurse)
            #expect(review.endsBecause == .refused)
            #expect(review.earlierRefusal != nil)
            let reasoned = try await night.complete { draft in
                silent(&draft)
                draft.reasons = Night.reasons(now)
            }
            let outcome = try await night.drafts.send(reasoned.id, version: reasoned.version, by: night.nurse)
            guard case .awaitsLead = outcome else { throw NotFound("task") }
            let sent = try await night.bridge.count("SELECT count(*) AS count FROM exchange")
            #expect(sent == 0)
            let asked = try await night.complete()
            let said = try await night.drafts.review(asked.id, as: night.nurse)
            #expect(said.refusal == nil)
            #expect(said.nextStep == .check)
        }
    }

    @Test("a refusal is set aside by a lead only: the draft waits, and is sent in the clinician's name when they agree")
    func lead() async throws {
        try await Night.with { night in
            let task = try await night.askedOfLead()
            let none = try await night.bridge.count("SELECT count(*) AS count FROM exchange")
            #expect(none == 0)
            try await night.letThrough(task)
            let heard = night.bridge.announcements.stream(for: night.bridge.university)
            let sent = try await night.drafts.releaseDecided()
            #expect(sent.count == 1)
            let told = await heard.first { $0.exchangeID != nil }
            #expect(told == .init(exchangeID: sent.first, change: .sent))
            let again = try await night.drafts.releaseDecided()
            #expect(again.isEmpty)
            let record = try await night.bridge.store.exchange(try #require(sent.first), as: night.bridge.sam)
            #expect(record.disclosure?.contents.map(\.category) == [.contactHappened, .riskSummary])
            #expect(record.facts.senderAccountID == night.nurse.accountID)
        }
    }

    @Test("that a lead is late, and has answered, is said of the team in which the clinician asked")
    func askingTeam() async throws {
        try await Night.with { night in
            let bridge = night.bridge
            let task = try await night.askedOfLead()
            bridge.clock.advance(by: 86_400)
            let students = StudentsStore(engine: bridge.engine, keys: bridge.keys, clock: bridge.clock)
            #expect(try await students.tellOfLateDecisions() == 1)
            try await night.letThrough(task)
            for topic in ["decision_task.late", "decision_task.answered"] {
                let said = try await bridge.outbox(topic)
                #expect(said.map(\.account) == [night.nurse.accountID], "\(topic)")
                #expect(said.allSatisfy { $0.payload.contains("\"team\":\"\(bridge.crisisTeam)\"") }, "\(topic)")
            }
            let reminded = try await bridge.outbox("decision_task.reminded")
            #expect(reminded.count == 1 && !reminded.contains { $0.payload.contains("team") })
        }
    }

    @Test("what a lead has let through is sent also where the clinician's team has closed while they decided")
    func closedTeam() async throws {
        try await Night.with { night in
            let bridge = night.bridge
            let task = try await night.askedOfLead()
            try await bridge.close(bridge.crisisTeam, by: bridge.trustManager)
            try await night.letThrough(task)
            let sent = try await night.drafts.releaseDecided()
            let record = try await bridge.store.exchange(try #require(sent.first), as: bridge.sam)
            #expect(record.facts.senderServiceID == bridge.crisisTeam)
        }
    }

    @Test("a decided draft that cannot be sent keeps none of the others waiting")
    func damaged() async throws {
        try await Night.with { night in
            let damaged = try await night.askedOfLead()
            night.bridge.clock.advance(by: 60)
            let whole = try await night.askedOfLead()
            night.bridge.clock.advance(by: 60)
            let own = try await night.askedOfLead()
            for task in [damaged, whole, own] {
                try await night.letThrough(task)
                night.bridge.clock.advance(by: 60)
            }
            try await night.bridge.engine.write {
                try $0.execute("UPDATE draft SET answers_sealed = \(Data()) WHERE awaits_task_id = \(damaged)")
            }
            // Whoever has just decided hears only of what they decided.
            let first = try await night.drafts.releaseDecided(own)
            #expect(first.count == 1)
            await #expect(throws: KeyFault.damaged) { try await night.drafts.releaseDecided() }
            let sent = try await night.bridge.count("SELECT count(*) AS count FROM exchange")
            #expect(sent == 2)
            let waiting = try await night.bridge.count("SELECT count(*) AS count FROM draft")
            #expect(waiting == 1)
        }
    }

    @Test("a lead who decides not to share ends the draft, counted")
    func leadDeclines() async throws {
        try await Night.with { night in
            let task = try await night.askedOfLead()
            let students = StudentsStore(
                engine: night.bridge.engine, keys: night.bridge.keys, clock: night.bridge.clock)
            try await students.answer(task, .doNotShare(because: "Not needed."), by: night.bridge.trustGovernance)
            let sent = try await night.drafts.releaseDecided()
            #expect(sent.isEmpty)
            let counted = try await night.bridge.count(
                "SELECT count(*) AS count FROM unshared_contact WHERE reason = 'leadDecidedNot'")
            #expect(counted == 1)
        }
    }

    @Test("closed and urgent, the call is asked for before sending, and stands as an acknowledgement")
    func closedAndUrgent() async throws {
        try await Night.with(at: TestTime.fridayNight) { night in
            let draft = try await night.complete { $0.happened.urgency = .immediately }
            let review = try await night.drafts.review(draft.id, as: night.nurse)
            #expect(review.phoneReason == .closed)
            await #expect(throws: InvalidInput.self) {
                try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            }
            let call = NoticeDraft.Call(made: .reached, spokeTo: "Jo Bell, security")
            let outcome = try await night.drafts.send(draft.id, version: draft.version, call: call, by: night.nurse)
            let state = try await night.bridge.state(outcome.exchange)
            #expect(state.milestones[.acknowledged]?.named == "Jo Bell, security")
        }
    }

    @Test("a university that has not joined is reached by phone, with the same clocks")
    func notJoined() async throws {
        try await Night.with { night in
            let draft = try await night.complete(to: night.bridge.outside)
            let review = try await night.drafts.review(draft.id, as: night.nurse)
            #expect(review.phoneReason == .notJoined)
            #expect(review.telephone == "01904 876 600")
            let call = NoticeDraft.Call(made: .noAnswer)
            let outcome = try await night.drafts.send(draft.id, version: draft.version, call: call, by: night.nurse)
            let state = try await night.bridge.state(outcome.exchange)
            #expect(state.deadlines != nil)
            #expect(state.milestones[.acknowledged] == nil)
        }
    }
}
