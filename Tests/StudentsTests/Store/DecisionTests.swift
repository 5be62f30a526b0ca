import Database
import Foundation
import Students
import Testing
import Vocabulary

@Suite("Decisions and the tasks they raise")
struct DecisionTests {
    private func decide(_ facts: SharingFacts, about person: PersonID, by actor: Actor, in town: Town) async throws
        -> SharingDecision
    {
        try await town.engine.write { [keys = town.keys, now = town.clock.now] in
            try StudentsStore.recordDecision(
                on: facts, about: .known(person), by: actor, at: now, keys: keys, in: $0
            ).decision
        }
    }

    @Test("a decision by consent is kept with its basis, and reads back the same")
    func byConsent() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let yes = try await town.record(
                NewConsent(to: town.leeds, for: nil, .given, categories: [.riskSummary], capacity: .has), of: sam
            )
            let facts = town.facts(answer: yes)
            let decision = try await decide(facts, about: sam, by: town.clinician, in: town)
            #expect(decision.basis == .consent && decision.consentID == yes.id)
            #expect(decision.permitted(at: town.clock.now) == [.riskSummary])
            let read = try await town.engine.read { [keys = town.keys] in
                try StudentsStore.decision(on: facts.exchangeID, keys: keys, in: $0)
            }
            #expect(read == decision)
        }
    }

    @Test("consent that somebody claims, and is not on record, counts for nothing")
    func claimed() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            var facts = town.facts()
            facts.consents = [Example.answer(.given, to: town.leeds)]
            facts.agreementInForce = true
            await #expect(throws: Conflict.self) { try await decide(facts, about: sam, by: town.clinician, in: town) }
        }
    }

    @Test("a refusal is kept, and counted, and shares nothing")
    func refusal() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let no = try await town.record(NewConsent(to: town.leeds, for: nil, .refused), of: sam)
            let decision = try await decide(town.facts(answer: no), about: sam, by: town.clinician, in: town)
            #expect(decision.outcome == .notShared)
            #expect(decision.permitted(at: town.clock.now).isEmpty)
        }
    }

    @Test("nobody decides for another organisation, nor without the role")
    func denied() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            for actor in [town.otherClinician, town.practitioner, town.oper] {
                await #expect(throws: Forbidden.self) {
                    try await decide(town.facts(), about: sam, by: actor, in: town)
                }
            }
        }
    }

    @Test("a case becomes a task with a clock; the leads of the sender see it, and asking twice is one task")
    func raised() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let facts = try await town.refused(sam)
            let id = try await town.raise(facts, about: sam)
            #expect(try await town.raise(facts, about: sam) == id)
            let tasks = try await town.students.tasks(answered: false, as: town.lead)
            #expect(tasks.map(\.id) == [id])
            #expect(tasks.first?.dueAt == town.clock.now + 3_600)
            #expect(tasks.first?.laidBefore.studentsWords == "Please don’t tell my tutor")
            #expect(tasks.first?.raisedByName == "Asha Patel")
            #expect(try await town.outbox("decision_task.raised") == [town.trust])
            #expect(try await town.students.tasks(answered: false, as: town.otherLead).isEmpty)
            #expect(try await town.students.waitingTasks(as: town.lead) == tasks.count)
            #expect(try await town.students.waitingTasks(as: town.otherLead) == 0)
            #expect(try await town.students.taskDeadlines(as: town.lead).map(\.id) == [id])
            #expect(try await town.students.taskDeadlines(as: town.otherLead).isEmpty)
        }
    }

    @Test("a refusal that nobody proposes to set aside raises no task")
    func noTask() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            var facts = try await town.refused(sam)
            facts.reasons = nil
            await #expect(throws: Conflict.self) { _ = try await town.raise(facts, about: sam) }
            #expect(try await town.audited("decision_task.raised") == 0)
        }
    }

    @Test("only an information governance lead of the sender reads and answers a task")
    func taskDenied() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let id = try await town.raise(town.refused(sam), about: sam)
            await #expect(throws: NotFound.self) { try await town.students.task(id, as: town.otherLead) }
            await #expect(throws: NotFound.self) { try await town.students.answer(id, Town.share, by: town.otherLead) }
            for actor in [town.clinician, town.practitioner, town.oper, try await town.signIn(sam)] {
                await #expect(throws: Forbidden.self) { try await town.students.task(id, as: actor) }
                await #expect(throws: Forbidden.self) { try await town.students.tasks(answered: false, as: actor) }
                await #expect(throws: Forbidden.self) { try await town.students.waitingTasks(as: actor) }
                await #expect(throws: Forbidden.self) { _ = try await town.students.taskDeadlines(as: actor) }
                await #expect(throws: Forbidden.self) { try await town.students.answer(id, Town.share, by: actor) }
            }
        }
    }

    @Test("the lead shares, with every limb in words: decision, task, audit and word to the clinician are one")
    func answered() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let id = try await town.raise(town.refused(sam), about: sam)
            let decision = try await town.students.answer(id, Town.share, by: town.lead)
            #expect(decision.basis == .refusalSetAside && decision.categories == [.contactHappened, .riskSummary])
            #expect(decision.role == .informationGovernanceLead)
            #expect(decision.grounds.reasons == Example.reasons())
            let task = try await town.students.task(id, as: town.lead)
            #expect(task.answer?.byName == "Priya Shah" && task.answer?.decisionID == decision.id)
            #expect(try await town.audited("decision_task.answered") == 1)
            #expect(try await town.outbox("decision_task.answered") == [town.trust])
            #expect(try await town.students.tasks(answered: true, as: town.lead).map(\.id) == [id])
        }
    }

    @Test("each limb without words is told beside its field, and the task stays open")
    func incomplete() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let id = try await town.raise(town.refused(sam), about: sam)
            let empty = TaskAnswer.share(
                [.contactHappened, .riskSummary], because: SafeguardingReasons(), atRisk: .yes, riskToOthers: .no)
            let error = await #expect(throws: InvalidInput.self) {
                try await town.students.answer(id, empty, by: town.lead)
            }
            let fields = ["necessity", "protection", "noConsent", "publicInterest", "proportionality", "reviewOn"]
            #expect(error?.faults.map(\.field) == fields)
            #expect(try await town.students.tasks(answered: false, as: town.lead).count == 1)
            #expect(try await town.audited("sharing_decision.recorded") == 0)
        }
    }

    @Test("the lead decides not to share, and says why; the second lead is told who was first")
    func notShared() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let id = try await town.raise(town.refused(sam), about: sam)
            await #expect(throws: InvalidInput.self) {
                try await town.students.answer(id, .doNotShare(because: " "), by: town.lead)
            }
            let decision = try await town.students.answer(id, .doNotShare(because: "She has a plan"), by: town.lead)
            #expect(decision.outcome == .notShared && decision.grounds.notSharedBecause == "She has a plan")
            let error = await #expect(throws: Conflict.self) {
                try await town.students.answer(id, Town.share, by: town.lead)
            }
            #expect(error?.message.contains("Priya Shah") == true)
        }
    }

    @Test("a student who says yes in the meantime is shared about by consent, not against a refusal")
    func changedMind() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            var facts = try await town.refused(sam)
            facts.answerNow = nil
            let id = try await town.raise(facts, about: sam)
            town.clock.advance(by: 60)
            let yes = NewConsent(
                to: town.leeds, for: nil, .given, categories: [.contactHappened, .riskSummary], capacity: .has)
            try await town.record(yes, of: sam)
            #expect(try await town.students.answer(id, Town.share, by: town.lead).basis == .consent)
        }
    }

    @Test("the student sees who did what with their record; a lead sees what concerns their organisation")
    func accessLog() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            _ = try await town.students.find(SoughtPerson(nhsNumber: NHSNumber("9434765919")), by: town.otherClinician)
            let student = try await town.signIn(sam)
            let own = try await town.students.accessLog(of: sam, as: student)
            let first = "name and date of birth for the first time"
            #expect(own.map(\.words) == ["looked you up by NHS number", "wrote down your \(first)"])
            #expect(own.map(\.name) == ["Tom Hill", "Asha Patel"])
            #expect(own.first?.organisationName == "Leeds and York Partnership NHS Foundation Trust")
            let lead = try await town.students.accessLog(of: sam, as: town.lead)
            #expect(lead.map(\.words) == ["wrote down the student’s \(first)"])
            #expect(try await town.audited("access_log.read") == 1)
        }
    }

    @Test("nobody else reads the access log")
    func accessLogDenied() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            await #expect(throws: NotFound.self) { try await town.students.accessLog(of: sam, as: town.otherLead) }
            for actor in [town.clinician, town.practitioner, town.oper] {
                await #expect(throws: Forbidden.self) { try await town.students.accessLog(of: sam, as: actor) }
            }
        }
    }
}
