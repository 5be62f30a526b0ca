import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("An exchange is given to somebody")
struct GivenTests {
    private func given(to worker: Actor, _ bridge: Bridge) async throws -> ExchangeID {
        let id = try await bridge.acknowledged()
        try await bridge.store.take(id, colleague: worker.accountID, by: bridge.sam)
        return id
    }

    private func giver(in bridge: Bridge, as actor: Actor) async throws -> String? {
        try await bridge.store.inbox(.team, as: actor).rows.first?.givenByName
    }

    private func openings(_ id: ExchangeID, by actor: Actor, _ bridge: Bridge) async throws -> Int {
        try await bridge.events(id).count { $0.kind == .opened && $0.accountID == actor.accountID }
    }

    @Test("they are told by whom until they have opened it, and nobody else is")
    func told() async throws {
        try await Bridge.open { bridge in
            let id = try await given(to: bridge.ana, bridge)
            #expect(try await giver(in: bridge, as: bridge.ana) == "Sam Reed")
            #expect(try await giver(in: bridge, as: bridge.sam) == nil)
            #expect(try await bridge.store.exchange(id, as: bridge.sam).givenBy == nil)
            #expect(try await bridge.store.exchange(id, as: bridge.nurse).givenBy == nil)
            #expect(try await bridge.store.exchange(id, as: bridge.ana).givenBy == bridge.sam.accountID)
            #expect(try await bridge.store.exchange(id, as: bridge.ana).givenBy == nil)
            #expect(try await giver(in: bridge, as: bridge.ana) == nil)
        }
    }

    @Test("whoever had read it before opens it once more, and whoever takes it is given it by nobody")
    func again() async throws {
        try await Bridge.open { bridge in
            let id = try await given(to: bridge.sam, bridge)
            #expect(try await giver(in: bridge, as: bridge.sam) == nil)
            _ = try await bridge.store.exchange(id, as: bridge.ana)
            try await bridge.store.take(id, colleague: bridge.ana.accountID, by: bridge.sam)
            for _ in 0..<2 { _ = try await bridge.store.exchange(id, as: bridge.ana) }
            #expect(try await openings(id, by: bridge.ana, bridge) == 2)
            #expect(try await openings(id, by: bridge.sam, bridge) == 1)
        }
    }

    @Test("whoever has it reads it as one of the team, and a manager who has it not still looks from outside")
    func outsideTheTeam() async throws {
        try await Bridge.open { bridge in
            let other = try await bridge.acknowledged()
            let id = try await given(to: bridge.manager, bridge)
            let mine = try await bridge.store.exchange(id, as: bridge.manager)
            #expect(Set(mine.readers.map(\.name)) == ["Sam Reed", "Priya Shah"] && mine.lookers.isEmpty)
            let others = try await bridge.store.exchange(other, as: bridge.manager)
            #expect(others.readers.map(\.name) == ["Sam Reed"] && others.lookers.map(\.name) == ["Priya Shah"])
            try await bridge.handOn(id)
            _ = try await bridge.store.exchange(id, as: bridge.manager)
            #expect(try await bridge.state(id).status == .sent)
        }
    }

    @Test("it is said of nothing that nobody works on any more, and opening that leaves no new event")
    func ended() async throws {
        try await Bridge.open { bridge in
            let id = try await given(to: bridge.ana, bridge)
            try await bridge.store.decline(id, Refusal(.notOurStudent, redirect: "Not known"), by: bridge.sam)
            for _ in 0..<2 {
                #expect(try await bridge.store.exchange(id, as: bridge.ana).givenBy == nil)
            }
            #expect(try await openings(id, by: bridge.ana, bridge) == 1)
        }
    }
}
