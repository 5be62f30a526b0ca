import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge

@Suite("The demonstration area")
struct DemonstrationTests {
    /// Early on a Monday, a bank holiday at noon, and the night the clocks go back.
    static let openings = [(2026, 11, 23, 6 * 60), (2026, 12, 28, 12 * 60), (2026, 10, 25, 90)]

    @Test("its past can be played whenever it is opened, and every link of the record holds", arguments: openings)
    func plays(year: Int, month: Int, day: Int, minute: Int) async throws {
        let now = try #require(CalendarDate(year: year, month: month, day: day)).at(minute: minute)
        try await withWorld(at: now) { engine, _ in
            let exchanges = try await Self.count("SELECT count(*) AS count FROM exchange", engine)
            #expect(exchanges == 33)
            guard case .intact(let extent) = try await AuditTrail.verify(engine, keys: KeyRing()) else {
                Issue.record("the record is broken")
                return
            }
            #expect(extent.entries > 500)
        }
    }

    @Test("nothing in it happened later than the moment at which it is opened")
    func staysInThePast() async throws {
        let now = TestTime.fridayNight
        try await withWorld(at: now) { engine, _ in
            for later: SQL in [
                "SELECT count(*) AS count FROM exchange_event WHERE at > \(now)",
                "SELECT count(*) AS count FROM audit_entry WHERE at > \(now)",
            ] {
                let found = try await Self.count(later, engine)
                #expect(found == 0)
            }
        }
    }

    @Test("exchanges stand in every state that there is")
    func everyState() async throws {
        try await withWorld(at: TestTime.fridayNight) { engine, _ in
            let kinds = try await engine.read { database in
                try database.rows("SELECT DISTINCT kind FROM exchange_event").map { row -> String in try row("kind") }
            }
            let expected: Set = [
                "sent", "opened", "acknowledged", "taken", "contactTried", "studentContacted", "requestAccepted",
                "requestDeclined", "holdingAccepted", "handedOn", "declined", "closed", "reopened", "recalled",
                "enteredInError", "consentWithdrawn", "callRecorded", "callTried", "reminded", "senderTold",
            ]
            #expect(expected.subtracting(kinds).isEmpty, "missing: \(expected.subtracting(kinds).sorted())")
        }
    }

    @Test("a question that no lead answered in time has been told of, one that has time left has not")
    func lateDecision() async throws {
        try await withWorld(at: TestTime.fridayNight) { engine, _ in
            let tasks = try await Self.count("SELECT count(*) AS count FROM decision_task", engine)
            let late = try await Self.count(
                "SELECT count(*) AS count FROM decision_task WHERE late_told_at >= due_at", engine)
            let letters = try await Self.count(
                "SELECT count(*) AS count FROM delivery WHERE topic = 'decision_task.late'", engine)
            #expect(tasks == 2 && late == 1 && letters == 1)
        }
    }

    @Test("who is offered for one click has an account and something to look at")
    func people() async throws {
        try await withWorld(at: TestTime.mondayMorning) { engine, keys in
            let people = try await DemonstrationWorld.people(engine: engine, keys: keys)
            #expect(people.count == CastMember.all.count { $0.lookAt != nil } + 4)
            #expect(people.allSatisfy { !$0.lookAt.isEmpty })
        }
    }

    @Test("NHS numbers of the demonstration are valid, distinct, and from the range that is never issued")
    func numbers() throws {
        let numbers = try DemonstrationStudent.allCases.map { try NHSNumber($0.nhsNumber).digits }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.allSatisfy { $0.hasPrefix("999") })
    }

    private func withWorld(at now: Date, _ body: (any Engine, KeyRing) async throws -> Void) async throws {
        try await withDatabase(at: now) { engine in
            let keys = KeyRing()
            try await DemonstrationWorld.build(engine: engine, keys: keys, now: now)
            try await body(engine, keys)
        }
    }

    private static func count(_ sql: SQL, _ engine: any Engine) async throws -> Int {
        try await engine.read { try $0.count(sql) }
    }
}
