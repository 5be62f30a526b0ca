import Audit
import Database
import Foundation
import Students
import Testing
import Vocabulary

@testable import Exchange

@Suite("Removing what has reached its time")
struct RemovalTests {
    @Test("the university's side goes first: it is gone for the university everywhere, and the NHS keeps it")
    func released() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.ended()
            let reference = try await bridge.store.exchange(id, as: bridge.nurse).facts.reference
            bridge.wait(years: 6)
            let report = try await bridge.removeAll(by: bridge.dataProtection)
            #expect(report.items.map(\.outcome) == [.released] && report.items.map(\.reference) == [nil])
            for reader in [bridge.sam, bridge.manager, bridge.dataProtection] {
                await #expect(throws: NotFound.self) { try await bridge.store.exchange(id, as: reader) }
                await #expect(throws: NotFound.self) { try await bridge.store.find(reference: reference, as: reader) }
                #expect(try await bridge.store.inbox(.closed, as: reader).rows.isEmpty)
                #expect(try await bridge.store.exchanges(about: bridge.student, as: reader).isEmpty)
                let students = StudentsStore(engine: bridge.engine, keys: bridge.keys, clock: bridge.clock)
                await #expect(throws: NotFound.self) { try await students.record(of: bridge.student, as: reader) }
            }
            let ever = LedgerFilter(
                from: CalendarDate(year: 2020, month: 1, day: 1)!, to: CalendarDate(bridge.clock.now))
            #expect(try await bridge.store.ledger(ever, as: bridge.manager).total == 0)
            #expect(try await bridge.store.ledger(ever, as: bridge.trustManager).total == 1)
            #expect(try await bridge.store.exchange(id, as: bridge.nurse).disclosure?.contents.count == 2)
        }
    }

    @Test("the student goes on seeing it, and is told which side has removed it, until both have")
    func student() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            bridge.wait(years: 6)
            try await bridge.removeAll(by: bridge.dataProtection)
            let mine = try await bridge.store.exchanges(aboutMe: bridge.studentHerself)
            #expect(mine.map(\.contents.count) == [2])
            #expect(mine[0].keptBy.map { $0.releasedAt != nil } == [false, true])
            #expect(mine[0].keptBy.map(\.policy.years) == [20, 6])
            bridge.wait(years: 15)
            try await bridge.removeAll(by: bridge.trustGovernance)
            #expect(try await bridge.store.exchanges(aboutMe: bridge.studentHerself).isEmpty)
        }
    }

    @Test("with both sides gone no row is left of the exchange, and none of a student to whom nothing else refers")
    func gone() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            try await bridge.engine.write { try $0.execute("UPDATE account SET person_id = NULL") }
            bridge.wait(years: 20)
            let report = try await bridge.removeAll(by: bridge.trustGovernance)
            #expect(report.items.map(\.outcome) == [.removed])
            #expect(try await bridge.traces() == [:])
            let acts = try await bridge.engine.read { database in
                try AuditTrail.entries(about: bridge.student, in: database).map(\.action)
            }
            #expect(acts.starts(with: ["person.removed", "exchange.removed"]))
            guard case .intact = try await AuditTrail.verify(bridge.engine, keys: bridge.keys) else {
                Issue.record("the record must hold")
                return
            }
        }
    }

    @Test("what was answered to the record system that it came from goes too, given up or not, and no other answer")
    func answers() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.ended()
            try await bridge.answered(to: "first", about: id, givenUpAt: bridge.clock.now)
            try await bridge.answered(to: "second", about: id, givenUpAt: nil)
            try await bridge.answered(to: "other", about: ExchangeID(at: bridge.clock.now), givenUpAt: bridge.clock.now)
            bridge.wait(years: 6)
            try await bridge.removeAll(by: bridge.dataProtection)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM delivery") == 3)
            bridge.wait(years: 14)
            #expect(try await bridge.removeAll(by: bridge.trustGovernance).items.map(\.outcome) == [.removed])
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM incoming_message") == 1)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM delivery") == 1)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM delivery WHERE subject_id = 'other'") == 1)
        }
    }

    @Test("a student with an account of their own stays on record, and so does one with a later exchange")
    func personStays() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            bridge.wait(years: 20)
            try await bridge.removeAll(by: bridge.trustGovernance)
            #expect(try await bridge.traces() == ["person": 1])
        }
        try await Bridge.open { bridge in
            let first = try await bridge.ended()
            bridge.wait(years: 6)
            let second = try await bridge.ended()
            try await bridge.removeAll(by: bridge.dataProtection)
            bridge.wait(years: 14)
            // The NHS counts from its last contact with the student, which was the second.
            let id = try await bridge.retention.makeReport(by: bridge.trustGovernance)
            #expect(try await bridge.retention.report(id, as: bridge.trustGovernance).items.isEmpty)
            let kept = try await bridge.store.exchanges(about: bridge.student, as: bridge.nurse).map(\.facts.id)
            #expect(kept == [second, first])
        }
    }

    @Test("nobody can add to what the other side no longer has, or open it again")
    func sealedOff() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.ended()
            bridge.wait(years: 6)
            try await bridge.removeAll(by: bridge.dataProtection)
            await #expect(throws: Conflict.self) { try await bridge.store.reopen(id, note: "Again", by: bridge.nurse) }
            await #expect(throws: Conflict.self) {
                try await bridge.store.write("Hello?", in: id, key: "k", by: bridge.nurse)
            }
            #expect(try await bridge.store.exchange(id, as: bridge.nurse).possible.isEmpty)
        }
    }

    @Test("reading an exchange does not prolong its time")
    func reading() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.ended()
            bridge.wait(years: 6)
            _ = try await bridge.store.exchange(id, as: bridge.dataProtection)
            #expect(try await bridge.removeAll(by: bridge.dataProtection).items.map(\.outcome) == [.released])
        }
    }

    @Test("cut off between two transactions, it goes on where it was")
    func resumed() async throws {
        try await Bridge.open { bridge in
            for _ in 0..<5 { _ = try await bridge.ended() }
            bridge.wait(years: 6)
            let lead = bridge.dataProtection
            let id = try await bridge.retention.makeReport(by: lead)
            let digest = try await bridge.retention.report(id, as: lead).digest
            try await bridge.retention.confirm(id, digest: digest, because: "Looked through.", by: lead)
            #expect(try await bridge.retention.step(id, most: 2))
            #expect(try await bridge.retention.report(id, as: lead).items.compactMap(\.outcome).count == 2)
            #expect(try await bridge.retention.report(id, as: lead).finishedAt == nil)
            try await bridge.retention.carryOutAsked()
            try await bridge.retention.carryOutAsked()
            let report = try await bridge.retention.report(id, as: lead)
            #expect(report.items.allSatisfy { $0.outcome == .released } && report.finishedAt != nil)
            let released = try await bridge.count(
                "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'exchange.released'")
            #expect(released == 5)
        }
    }

    @Test("a removal that cannot go on keeps none of the others waiting")
    func apart() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            bridge.wait(years: 6)
            let lead = bridge.dataProtection
            var reports: [RetentionReportID] = []
            for _ in 0..<2 {
                let id = try await bridge.retention.makeReport(by: lead)
                let digest = try await bridge.retention.report(id, as: lead).digest
                try await bridge.retention.confirm(id, digest: digest, because: "Looked through.", by: lead)
                reports.append(id)
                bridge.clock.advance(by: 60)
            }
            let damaged = reports[0]
            try await bridge.engine.write {
                try $0.execute("UPDATE retention_report SET confirmed_by = '' WHERE id = \(damaged)")
            }
            await #expect(throws: DatabaseFault.self) { try await bridge.retention.carryOutAsked() }
            let report = try await bridge.retention.report(reports[1], as: lead)
            #expect(report.items.map(\.outcome) == [.released] && report.finishedAt != nil)
        }
    }
}

extension Bridge {
    /// A message of a record system of which an exchange came, and the sealed answer to it.
    fileprivate func answered(to message: String, about exchange: ExchangeID, givenUpAt: Date?) async throws {
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO incoming_message (id, record_system_id, organisation_id, service_id, request_id,
                    content_hash, received_at, exchange_id)
                VALUES (\(message), 's', \(trust), \(crisisTeam), \(message), \(message), 0, \(exchange))
                """)
            try database.execute(
                """
                INSERT INTO delivery (id, topic, subject_id, organisation_id, urgent, created_at, available_at, endpoint,
                    given_up_at, content_sealed)
                VALUES (\(message), 'mesh.answer', \(message), \(trust), 1, 0, 0, 2, \(givenUpAt),
                    \(keys.seal("held", "delivery.content")))
                """)
        }
    }
}
