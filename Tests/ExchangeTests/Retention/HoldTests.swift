import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("A legal hold")
struct HoldTests {
    private func place(_ bridge: Bridge, on id: ExchangeID, by lead: Actor) async throws -> LegalHoldID {
        let review = CalendarDate(bridge.clock.now).adding(days: 30)
        return try await bridge.retention.placeHold(on: id, because: "An inquest", reviewOn: review, by: lead)
    }

    @Test("while either organisation's stands, nothing of the student's goes for anybody, not even what was asked for")
    func beatsEverything() async throws {
        try await Bridge.open { bridge in
            let (first, second) = (try await bridge.ended(), try await bridge.ended())
            bridge.wait(years: 21)
            let lead = bridge.dataProtection
            let id = try await bridge.retention.makeReport(by: lead)
            let digest = try await bridge.retention.report(id, as: lead).digest
            let hold = try await place(bridge, on: first, by: bridge.trustGovernance)
            try await bridge.retention.confirm(id, digest: digest, because: "Looked through.", by: lead)
            try await bridge.retention.carryOut(id)
            let report = try await bridge.retention.report(id, as: lead)
            #expect(Set(report.items.map(\.id)) == [first, second])
            #expect(report.items.map(\.outcome) == [.left(.held), .left(.held)])
            for lead in [bridge.dataProtection, bridge.trustGovernance] {
                let id = try await bridge.retention.makeReport(by: lead)
                let report = try await bridge.retention.report(id, as: lead)
                #expect(report.items.isEmpty && report.held == 2)
            }
            try await bridge.retention.liftHold(hold, because: "It is over", by: bridge.trustGovernance)
            #expect(try await bridge.removeAll(by: lead).items.map(\.outcome) == [.released, .released])
        }
    }

    @Test("it says why and when it is looked at again; late reviews are known")
    func review() async throws {
        try await Bridge.open { bridge in
            let (store, lead) = (bridge.retention, bridge.trustGovernance)
            let id = try await place(bridge, on: try await bridge.ended(), by: lead)
            let hold = try await store.hold(id, as: lead)
            #expect(hold.reason == "An inquest" && hold.placedByName == "Ivo Petrov")
            let today = CalendarDate(bridge.clock.now)
            #expect(!hold.isOverdue(on: today.adding(days: 30)) && hold.isOverdue(on: today.adding(days: 31)))
            await #expect(throws: InvalidInput.self) { try await store.keepHold(id, reviewOn: today, by: lead) }
            await #expect(throws: InvalidInput.self) {
                try await store.keepHold(id, reviewOn: today.adding(days: 400), by: lead)
            }
            try await store.keepHold(id, reviewOn: today.adding(days: 90), by: lead)
            #expect(try await store.holds(as: lead).map(\.reviewOn) == [today.adding(days: 90)])
            await #expect(throws: InvalidInput.self) { try await store.liftHold(id, because: "", by: lead) }
            try await store.liftHold(id, because: "It is over", by: lead)
            #expect(try await store.holds(as: lead).isEmpty)
            await #expect(throws: Conflict.self) { try await store.liftHold(id, because: "Again", by: lead) }
        }
    }

    @Test("an organisation places one at a time, each its own, and lifts only that")
    func each() async throws {
        try await Bridge.open { bridge in
            let exchange = try await bridge.ended()
            let (store, trust, university) = (bridge.retention, bridge.trustGovernance, bridge.dataProtection)
            let id = try await place(bridge, on: exchange, by: trust)
            await #expect(throws: Conflict.self) { try await place(bridge, on: exchange, by: trust) }
            #expect(try await store.hold(on: exchange, as: university) == nil)
            await #expect(throws: NotFound.self) { try await store.hold(id, as: university) }
            await #expect(throws: NotFound.self) { try await store.liftHold(id, because: "x", by: university) }
            _ = try await place(bridge, on: exchange, by: university)
            let elsewhere = Actor(
                accountID: bridge.manager.accountID, organisationID: bridge.outside, role: .informationGovernanceLead,
                name: "Elsewhere")
            await #expect(throws: NotFound.self) { try await place(bridge, on: exchange, by: elsewhere) }
        }
    }
}
