import Database
import Directory
import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("Somebody looks who is not of the team")
struct OutsideLookTests {
    private func outsiders(_ bridge: Bridge) -> [Actor] {
        let governance = Actor(
            accountID: bridge.deputy.accountID, organisationID: bridge.university, role: .informationGovernanceLead,
            name: "Dev Patel")
        return [bridge.manager, governance]
    }

    @Test("it stops no clock, names nobody in the list, and stands in no call-back's way; the student sees who looked")
    func lookers() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            for actor in outsiders(bridge) {
                _ = try await bridge.store.exchange(id, as: actor)
                _ = try await bridge.store.exchange(id, as: actor)
            }
            let state = try await bridge.state(id)
            #expect(state.status == .sent && state.readers.isEmpty && state.milestones[.opened] == nil)
            #expect(try await bridge.events(id).filter { $0.kind == .looked }.count == 2)
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.first?.studentName == nil)
            let mine = try await bridge.store.exchanges(aboutMe: bridge.studentHerself)[0]
            #expect(mine.seenBy.isEmpty)
            #expect(Set(mine.lookedAtBy.map(\.name)) == ["Priya Shah", "Dev Patel"])
            #expect(Set(mine.lookedAtBy.compactMap(\.role)) == [.serviceManager, .informationGovernanceLead])
            let looks = try await bridge.count(
                "SELECT COUNT(*) AS count FROM audit_entry WHERE action IN ('exchange.looked', 'exchange.read')")
            #expect(looks == 4)
            try await bridge.store.recall(id, reason: "Wrong campus", by: bridge.nurse)
            #expect(try await bridge.state(id).status == .recalled)
        }
    }

    @Test("a deputy of another team's contact is of that team, and the team's own people open it as ever")
    func deputies() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            let (point, manager, now) = (bridge.contactPoint, bridge.manager, bridge.clock.now)
            try await bridge.engine.write { database in
                try database.execute(
                    """
                    INSERT INTO contact_holder (id, contact_point_id, rank, account_id, name)
                    VALUES (\(ContactHolderID(at: now)), \(point), 2, \(manager.accountID), \(manager.name))
                    """)
            }
            _ = try await bridge.store.exchange(id, as: manager)
            #expect(try await bridge.state(id).status == .opened)
            _ = try await bridge.store.exchange(id, as: bridge.ana)
            #expect(try await bridge.store.exchange(id, as: bridge.nurse).readers.count == 2)
        }
    }

    @Test("a manager who answers for it opens it by that, and nobody who may not answer does")
    func answering() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            let governance = outsiders(bridge)[1]
            let seen = try await bridge.store.exchange(id, as: governance)
            #expect(!seen.possible.contains(.acknowledged))
            let record = try await bridge.store.exchange(id, as: bridge.manager)
            #expect(record.possible.contains(.acknowledged))
            try await bridge.store.acknowledge(id, by: bridge.manager)
            #expect(try await bridge.state(id).status == .acknowledged)
            await #expect(throws: Forbidden.self) { try await bridge.store.acknowledge(id, by: governance) }
        }
    }

    @Test("the team that handed it on looks; it neither opens it for the next, nor answers in its place")
    func firstTeam() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.handOn(id)
            for actor in [bridge.sam, bridge.ana] { _ = try await bridge.store.exchange(id, as: actor) }
            #expect(try await bridge.state(id).status == .sent)
            _ = try await bridge.store.exchange(id, as: bridge.disabilityAdviser)
            #expect(try await bridge.state(id).status == .opened)
            for actor in [bridge.sam, bridge.ana] {
                #expect(try await bridge.store.exchange(id, as: actor).possible.isEmpty)
                await #expect(throws: Conflict("It was handed on to another team, which answers now.")) {
                    try await bridge.store.acknowledge(id, by: actor)
                }
            }
            try await bridge.store.acknowledge(id, by: bridge.disabilityAdviser)
            await #expect(throws: Conflict.self) { try await bridge.store.acceptHolding(id, by: bridge.sam) }
            let refusal = Refusal(.wrongTeam, redirect: "Wellbeing")
            try await bridge.store.decline(id, refusal, by: bridge.disabilityAdviser)
            await #expect(throws: Conflict("It was handed on to another team, which answers now.")) {
                try await bridge.store.reopen(id, note: "Ours after all", by: bridge.sam)
            }
            try await bridge.store.reopen(id, note: "Ours", by: bridge.disabilityAdviser)
        }
    }
}
