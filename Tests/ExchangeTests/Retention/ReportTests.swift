import Database
import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("The report before anything is removed")
struct ReportTests {
    @Test("it holds what has reached its time and nothing else, and making it removes nothing")
    func made() async throws {
        try await Bridge.open { bridge in
            let old = try await bridge.ended()
            bridge.wait(years: 5)
            let young = try await bridge.ended()
            _ = try await bridge.acknowledged()
            bridge.wait(years: 1)
            let before = try await bridge.traces()
            let id = try await bridge.retention.makeReport(by: bridge.dataProtection)
            let report = try await bridge.retention.report(id, as: bridge.dataProtection)
            #expect(report.items.map(\.id) == [old] && report.years == 6 && report.isOpen(at: bridge.clock.now))
            #expect(try await bridge.traces() == before)
            #expect(try await bridge.store.exchange(young, as: bridge.sam).facts.id == young)
        }
    }

    @Test("what never ended is counted, and is never in it")
    func unended() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.acknowledged()
            bridge.wait(years: 30)
            let id = try await bridge.retention.makeReport(by: bridge.dataProtection)
            let report = try await bridge.retention.report(id, as: bridge.dataProtection)
            #expect(report.items.isEmpty && report.waiting == 1)
        }
    }

    @Test("what changed after it was read is left, and said")
    func stale() async throws {
        try await Bridge.open { bridge in
            let (first, second) = (try await bridge.ended(), try await bridge.ended())
            bridge.wait(years: 6)
            let lead = bridge.dataProtection
            let id = try await bridge.retention.makeReport(by: lead)
            let digest = try await bridge.retention.report(id, as: lead).digest
            try await bridge.store.reopen(first, note: "She is back", by: bridge.nurse)
            try await bridge.retention.confirm(id, digest: digest, because: "Looked through.", by: lead)
            try await bridge.retention.carryOut(id)
            let outcomes = try await bridge.retention.report(id, as: lead).items.map { ($0.id, $0.outcome) }
            #expect(outcomes.first { $0.0 == first }?.1 == .left(.notEnded))
            #expect(outcomes.first { $0.0 == second }?.1 == .released)
            #expect(try await bridge.store.exchange(first, as: bridge.sam).facts.id == first)
        }
    }

    @Test("a longer time that was chosen since counts")
    func longer() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            bridge.wait(years: 6)
            let lead = bridge.dataProtection
            let id = try await bridge.retention.makeReport(by: lead)
            let digest = try await bridge.retention.report(id, as: lead).digest
            try await bridge.retention.keep(for: 10, by: lead)
            try await bridge.retention.confirm(id, digest: digest, because: "Looked through.", by: lead)
            try await bridge.retention.carryOut(id)
            #expect(try await bridge.retention.report(id, as: lead).items.map(\.outcome) == [.left(.timeNotReached)])
        }
    }

    @Test("it serves for a week, once, with reasons, and only as it was read")
    func refusals() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            bridge.wait(years: 6)
            let (lead, store) = (bridge.dataProtection, bridge.retention)
            let id = try await store.makeReport(by: lead)
            let digest = try await store.report(id, as: lead).digest
            await #expect(throws: InvalidInput.self) {
                try await store.confirm(id, digest: digest, because: " ", by: lead)
            }
            await #expect(throws: Conflict.self) {
                try await store.confirm(id, digest: "another", because: "Read", by: lead)
            }
            bridge.clock.advance(by: RetentionReport.lifetime)
            await #expect(throws: Conflict.self) {
                try await store.confirm(id, digest: digest, because: "Read", by: lead)
            }
            try await store.carryOut(id)
            #expect(try await bridge.count("SELECT COUNT(recipient_released_at) AS count FROM exchange") == 0)
            let next = try await store.makeReport(by: lead)
            await #expect(throws: NotFound.self, "the one that ran out is gone") {
                try await store.report(id, as: lead)
            }
            try await store.confirm(next, digest: digest, because: "Read", by: lead)
            await #expect(throws: Conflict.self, "a second time") {
                try await store.confirm(next, digest: digest, because: "Read", by: lead)
            }
        }
    }

    @Test(
        "only an information governance lead of the whole organisation may; another organisation's report is not found")
    func denials() async throws {
        try await Bridge.open { bridge in
            let exchange = try await bridge.ended()
            bridge.wait(years: 6)
            let store = bridge.retention
            let id = try await store.makeReport(by: bridge.dataProtection)
            let ofOneTeam = Actor(
                accountID: bridge.manager.accountID, organisationID: bridge.university, serviceID: bridge.wellbeing,
                role: .informationGovernanceLead, name: "Of one team")
            for other in [bridge.nurse, bridge.sam, bridge.manager, bridge.studentHerself, .system, ofOneTeam] {
                await #expect(throws: Forbidden.self) { try await store.makeReport(by: other) }
                await #expect(throws: Forbidden.self) { try await store.report(id, as: other) }
                await #expect(throws: Forbidden.self) { try await store.keep(for: 1, by: other) }
                await #expect(throws: Forbidden.self) {
                    try await store.confirm(id, digest: "", because: "x", by: other)
                }
                await #expect(throws: Forbidden.self) {
                    try await store.placeHold(
                        on: exchange, because: "x", reviewOn: CalendarDate(bridge.clock.now).adding(days: 9), by: other)
                }
            }
            let trust = bridge.trustGovernance
            await #expect(throws: NotFound.self) { try await store.report(id, as: trust) }
            await #expect(throws: NotFound.self) { try await store.confirm(id, digest: "", because: "x", by: trust) }
            await #expect(throws: Forbidden.self) { try await store.tally(as: trust) }
        }
    }

    @Test("a university chooses from 1 to 20 years; the NHS chooses nothing")
    func policy() async throws {
        try await Bridge.open { bridge in
            let store = bridge.retention
            for years in [nil, 0, 21, -6] {
                await #expect(throws: InvalidInput.self) { try await store.keep(for: years, by: bridge.dataProtection) }
            }
            #expect(try await store.policy(as: bridge.dataProtection).isDefault)
            try await store.keep(for: 3, by: bridge.dataProtection)
            #expect(try await store.policy(as: bridge.dataProtection).years == 3)
            await #expect(throws: Conflict.self) { try await store.keep(for: 3, by: bridge.trustGovernance) }
            #expect(try await store.policy(as: bridge.trustGovernance).years == 20)
        }
    }

    @Test("the operator is told numbers by organisation")
    func tally() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.ended()
            bridge.wait(years: 6)
            let operating = Actor(accountID: nil, organisationID: nil, role: .operator, name: "Operator")
            let tallies = try await bridge.retention.tally(as: operating)
            #expect(tallies.map(\.organisation) == ["Leeds", "Leeds and York Partnership"])
            #expect(tallies.map(\.kept) == [1, 1] && tallies.map(\.due) == [1, 0])
        }
    }

    @Test("the walk through what is old enough finds its place by an index, on either side")
    func indexed() async throws {
        try await Bridge.open { bridge in
            guard bridge.engine.dialect == .sqlite else { return }
            for (side, index) in [
                (ExchangeSide.sender, "exchange_sender_kept"), (.recipient, "exchange_recipient_kept"),
            ] {
                let kept = RetentionReading.kept(by: bridge.university, on: side)
                let sql: SQL = """
                    EXPLAIN QUERY PLAN SELECT e.id FROM exchange e WHERE \(sql: kept)
                        AND e.created_at <= 1 ORDER BY e.created_at, e.id LIMIT 200
                    """
                let plan = try await bridge.engine.read { database in
                    try database.rows(sql).map { row -> String in try row("detail") }
                }
                #expect(
                    plan.contains { $0.contains(index) } && !plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
            }
        }
    }
}
