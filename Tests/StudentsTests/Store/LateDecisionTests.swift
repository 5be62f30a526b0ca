import Database
import Foundation
import Testing
import Vocabulary

@testable import Students

@Suite("A question that no lead answers in time")
struct LateDecisionTests {
    private static let topics = ["decision_task.late", "decision_task.reminded"]

    /// The clinician has asked about Sam; the time to decide passes in an hour.
    private func with(_ body: (Town, DecisionTaskID) async throws -> Void) async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            try await body(town, try await town.raise(town.refused(sam), about: sam))
        }
    }

    private struct Word: Equatable {
        let topic: String
        let subject: String
        let organisation: OrganisationID?
        let account: AccountID?
        let payload: String
    }

    private func said(in town: Town) async throws -> [Word] {
        try await town.engine.read { database in
            try database.rows(
                "SELECT * FROM outbox_entry WHERE topic IN (\(list: Self.topics)) ORDER BY topic"
            ).map { row in
                Word(
                    topic: try row("topic"), subject: try row("subject_id"),
                    organisation: try row("recipient_organisation_id"), account: try row("recipient_account_id"),
                    payload: try row("payload"))
            }
        }
    }

    @Test("is told once to who asked it, and once to the leads of that organisation; nothing of whom it is about")
    func late() async throws {
        try await with { town, id in
            let due = town.clock.now + 3_600
            town.clock.advance(by: 3_599)
            let early = try await town.students.tellOfLateDecisions()
            #expect(early == 0)
            #expect(try await said(in: town).isEmpty)

            town.clock.advance(by: 1)
            #expect(try await town.students.tellOfLateDecisions() == 1)
            let payload = "{\"due\":\"\(Int64(due.timeIntervalSince1970 * 1000))\"}"
            let expected = [(Self.topics[0], town.clinician.accountID), (Self.topics[1], nil)].map { topic, account in
                Word(
                    topic: topic, subject: id.rawValue, organisation: town.trust, account: account, payload: payload)
            }
            #expect(try await said(in: town) == expected)
            #expect(try await town.audited("decision_task.late") == 1)
        }
    }

    @Test("is told of no second time: by the next sweep, after a restart, or when it is answered at last")
    func once() async throws {
        try await with { town, id in
            town.clock.advance(by: 86_400)
            #expect(try await town.students.tellOfLateDecisions() == 1)
            #expect(try await town.students.tellOfLateDecisions() == 0)
            let restarted = StudentsStore(engine: town.engine, keys: town.keys, clock: town.clock)
            town.clock.advance(by: 86_400)
            #expect(try await restarted.tellOfLateDecisions() == 0)
            try await town.students.answer(id, Town.share, by: town.lead)
            #expect(try await restarted.tellOfLateDecisions() == 0)
            #expect(try await said(in: town).count == 2)
        }
    }

    @Test("is told of at any hour for a day; what is late for longer is told of once too, and can wait for the morning")
    func longLate() async throws {
        for (late, canWait) in [(86_400.0, false), (86_401, true), (400 * 86_400, true)] {
            try await with { town, _ in
                town.clock.advance(by: 3_600 + late)
                #expect(try await town.students.tellOfLateDecisions() == 1)
                let said = try await said(in: town)
                #expect(said.map { $0.payload.contains("canWait") } == [canWait, canWait], "\(late)")
            }
        }
    }

    @Test("is told of once, however many processes come by at the same moment")
    func several() async throws {
        try await with { town, _ in
            town.clock.advance(by: 3_601)
            let told = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await town.students.tellOfLateDecisions() } }
                return try await group.reduce(0, +)
            }
            #expect(told == 1)
            #expect(try await said(in: town).count == 2)
        }
    }

    @Test("is told of alone: one that was answered in time tells nobody")
    func answered() async throws {
        try await with { town, id in
            try await town.students.answer(id, .doNotShare(because: "She has a plan"), by: town.lead)
            let kim = try await town.create(
                NewPerson(
                    nhsNumber: nil, givenName: "Kim", familyName: "Ali",
                    birthDate: CalendarDate(year: 2004, month: 5, day: 2)!))
            let other = try await town.raise(town.refused(kim), about: kim)
            town.clock.advance(by: 7_200)
            #expect(try await town.students.tellOfLateDecisions() == 1)
            #expect(try await said(in: town).allSatisfy { $0.subject == other.rawValue })
            #expect(try await said(in: town).count == 2)
        }
    }

    @Test("is told of by the clock alone")
    func denied() async throws {
        try await with { town, _ in
            town.clock.advance(by: 7_200)
            for actor in [town.clinician, town.lead, town.otherLead, town.practitioner, town.oper] {
                await #expect(throws: Forbidden.self) { try await town.students.tellOfLateDecisions(as: actor) }
            }
            let said = try await said(in: town)
            #expect(said.isEmpty)
        }
    }

    @Test("is looked for among what is not yet told of alone")
    func indexed() async throws {
        try await with { town, _ in
            guard town.engine.dialect == .sqlite else { return }
            let late = StudentsStore.untoldLate(at: town.clock.now)
            let plan = try await town.engine.read { database in
                try database.rows("EXPLAIN QUERY PLAN \(sql: late)").map { row -> String in try row("detail") }
            }
            #expect(plan.contains { $0.hasPrefix("SEARCH") && $0.contains("decision_task_late") }, "\(plan)")
        }
    }
}
