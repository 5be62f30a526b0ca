import Database
import Exchange
import Foundation
import Logging
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge

@Suite("What comes round by itself")
struct SweepingTests {
    @Test("an exchange that cannot be swept, and a draft that cannot be read, keep nothing else of the round waiting")
    func apart() async throws {
        try await withGround { ground, settings in
            try await ground.engine.write { database in
                try addExchangeThatIsNone(database)
                try addDamagedDraft(database)
                try addLateQuestion(database)
                try database.execute("INSERT INTO request_count (minute, caller, taken) VALUES (0, 'a', 1)")
            }
            let stores = Stores(ground, settings, passwordRounds: 1 << 4)
            await Sweeping(ground, stores, every: .seconds(20), logger: Logger(label: "test")).round()
            let told = try await count("decision_task WHERE late_told_at IS NOT NULL", ground)
            #expect(told == 1)
            let counts = try await count("request_count", ground)
            #expect(counts == 0)
            let left = try await count("draft", ground)
            #expect(left == 1)
        }
    }

    @Test("after a round that took long the next ones keep their pause")
    func pause() async throws {
        let pause = Duration.milliseconds(50)
        var ticks = AsyncStream<Void>.ticking(every: pause).makeAsyncIterator()
        await ticks.next()
        try await Task.sleep(for: pause * 8)
        // One may wait. The two after it are a pause apart, however slow the machine is.
        let begun = ContinuousClock.now
        for _ in 0..<3 { await ticks.next() }
        #expect(ContinuousClock.now - begun >= pause)
    }

    private var now: Date { TestTime.mondayMorning }

    private func withGround(_ body: (Ground, Settings) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = try await Settings.read(environment: ["FOOTBRIDGE_DATA": folder.path])
        let ground = try await Ground.open(settings, clock: MovableClock(now))
        do { try await body(ground, settings) } catch {
            await ground.engine.close()
            throw error
        }
        await ground.engine.close()
    }

    private func count(_ rows: String, _ ground: Ground) async throws -> Int {
        try await ground.engine.read { try $0.count(SQL(stringLiteral: "SELECT count(*) AS count FROM \(rows)")) }
    }

    private func addExchangeThatIsNone(_ database: any Writing) throws {
        let (exchange, organisation) = (ExchangeID(at: now), OrganisationID(at: now))
        try database.execute(
            """
            INSERT INTO exchange_clock (exchange_id, sender_organisation_id, recipient_organisation_id, owed, due_at,
                next_step_at)
            VALUES (\(exchange), \(organisation), \(organisation), \(ExchangeClock.acknowledged), \(now), \(now))
            """
        )
    }

    private func addDamagedDraft(_ database: any Writing) throws {
        let (account, organisation, service) = (AccountID(at: now), OrganisationID(at: now), ServiceID(at: now))
        try database.execute(
            """
            INSERT INTO draft (id, account_id, organisation_id, service_id, answers_sealed, version, created_at,
                updated_at, expires_at)
            VALUES (\(DraftID(at: now)), \(account), \(organisation), \(service), \(Data()), 1, 0, 0, \(now))
            """
        )
    }

    private func addLateQuestion(_ database: any Writing) throws {
        let (task, exchange, person) = (DecisionTaskID(at: now), ExchangeID(at: now), PersonID(at: now))
        try database.execute(
            """
            INSERT INTO decision_task (id, exchange_id, person_id, organisation_id, role, questions, case_sealed,
                raised_by, raised_at, due_at)
            VALUES (\(task), \(exchange), \(person), \(OrganisationID(at: now)),
                \(Role.informationGovernanceLead), '', \(Data()), \(AccountID(at: now)), 0, \(now))
            """
        )
    }
}
