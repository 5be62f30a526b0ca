import Database
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("What a team's own system sees of its exchanges")
struct OverviewTests {
    /// Exchanges in every state they can be in.
    private func all(_ bridge: Bridge) async throws -> [ExchangeID] {
        let (store, sam, nurse) = (bridge.store, bridge.sam, bridge.nurse)
        var ids = [try await bridge.send()]
        let opened = try await bridge.send()
        _ = try await store.exchange(opened, as: sam)
        let called = try await bridge.send()
        try await store.recordCall(PhoneCall(answered: true, spokeTo: "Jo"), on: called, by: nurse)
        let taken = try await bridge.acknowledged()
        try await store.take(taken, by: sam)
        let (handed, passed) = (try await bridge.acknowledged(), try await bridge.acknowledged())
        for id in [handed, passed] {
            try await bridge.handOn(id)
        }
        _ = try await store.exchange(passed, as: bridge.disabilityAdviser)
        let recalled = try await bridge.send()
        try await store.recall(recalled, reason: "Wrong", by: nurse)
        let wrong = try await bridge.acknowledged()
        try await store.enterInError(wrong, reason: "Wrong", by: nurse)
        let declined = try await bridge.acknowledged()
        try await store.decline(declined, Refusal(.wrongTeam, redirect: "Unknown"), by: sam)
        let reopened = try await bridge.acknowledged()
        try await store.decline(reopened, Refusal(.wrongTeam, redirect: "Unknown"), by: sam)
        try await store.reopen(reopened, note: "After all", by: nurse)
        let (closed, closedInError) = (try await self.closed(bridge), try await self.closed(bridge))
        try await store.enterInError(closedInError, reason: "Wrong", by: nurse)
        let closedAndOpen = try await self.closed(bridge)
        try await store.reopen(closedAndOpen, note: "After all", by: nurse)
        ids += [opened, called, taken, handed, passed, recalled, wrong, declined, reopened]
        ids += [closed, closedInError, closedAndOpen]
        return ids + [try await bridge.acknowledged()]
    }

    private func closed(_ bridge: Bridge) async throws -> ExchangeID {
        let id = try await bridge.acknowledged()
        for request in try await bridge.state(id).openRequests {
            try await bridge.store.answer(
                request, of: id, NewRequestAnswer(accepted: false, reason: "Away"), by: bridge.sam)
        }
        try await bridge.store.close(id, .noActionNeeded, words: nil, by: bridge.sam)
        return id
    }

    @Test("is found by how far it has come, how it ended, and by whether it is told, exactly as its events say")
    func filters() async throws {
        try await Bridge.open { bridge in
            let ids = try await all(bridge)
            for actor in [
                bridge.system(of: bridge.university, bridge.wellbeing),
                bridge.system(of: bridge.trust, bridge.crisisTeam),
            ] {
                let page = PageRequest(most: 100)
                let found = try await bridge.store.overviews([], page, as: actor)
                #expect(Set(found.items.map(\.id)) == Set(ids) && found.total == ids.count)
                for standing in Standing.allCases {
                    let expected = found.items.filter { $0.state.standing == standing }.map(\.id)
                    let filtered = try await bridge.store.overviews([.standings([standing])], page, as: actor)
                    #expect(Set(filtered.items.map(\.id)) == Set(expected), "\(standing)")
                    #expect(filtered.total == expected.count)
                }
                for outcome in Outcome.allCases {
                    let expected = found.items.filter { $0.state.outcome == outcome }.map(\.id)
                    let filtered = try await bridge.store.overviews([.outcomes([outcome])], page, as: actor)
                    #expect(Set(filtered.items.map(\.id)) == Set(expected), "\(outcome)")
                }
                #expect(found.items.contains { $0.state.outcome == .noActionNeeded })
                #expect(try await bridge.store.overviews([.outcomes([])], page, as: actor).total == 0)
                let told = try await bridge.store.overviews([.told], page, as: actor)
                #expect(Set(told.items.map(\.id)) == Set(found.items.filter(\.isTold).map(\.id)))
                let collected = try await bridge.store.collect(ids, as: actor)
                #expect(Set(collected.map(\.facts.id)) == Set(told.items.map(\.id)))
                for team in [bridge.wellbeing, bridge.disability] {
                    let expected = found.items.filter { $0.state.serviceID == team }.map(\.id)
                    let filtered = try await bridge.store.overviews([.with([team])], page, as: actor)
                    #expect(Set(filtered.items.map(\.id)) == Set(expected))
                }
            }
        }
    }

    @Test("is nothing for a person's own session, another organisation, or a system that acts for itself")
    func denied() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let system = bridge.system(of: bridge.university, bridge.wellbeing)
            await #expect(throws: Forbidden.self) {
                let page = PageRequest()
                _ = try await bridge.store.overviews([], page, as: bridge.sam)
            }
            await #expect(throws: Forbidden.self) { _ = try await bridge.store.collect([id], as: bridge.sam) }
            await #expect(throws: Forbidden.self) { _ = try await bridge.store.exchange(id, as: system) }
            await #expect(throws: Forbidden.self) {
                try await bridge.store.close(id, .noActionNeeded, words: nil, by: system)
            }
            let stranger = bridge.system(of: bridge.outside, bridge.wellbeing)
            #expect(try await bridge.store.overviews([], PageRequest(), as: stranger).total == 0)
            #expect(try await bridge.store.collect([id], as: stranger).isEmpty)
        }
    }

    @Test("changes by nobody who has not seen its last version")
    func versions() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let system = bridge.system(of: bridge.university, bridge.wellbeing)
            let version = try await bridge.store.overview(id, as: system).version
            await #expect(throws: Outdated.self) {
                try await bridge.store.expecting(version - 1).take(id, by: bridge.sam)
            }
            try await bridge.store.expecting(version).take(id, by: bridge.sam)
            #expect(try await bridge.store.overview(id, as: system).version == version + 1)
        }
    }

    @Test("comes in the order of what changed, so that a change is met once more at the end")
    func changes() async throws {
        try await Bridge.open { bridge in
            let system = bridge.system(of: bridge.university, bridge.wellbeing)
            var ids: [ExchangeID] = []
            for _ in 0..<3 {
                ids.append(try await bridge.send())
                bridge.clock.advance(by: 60)
            }
            var page = PageRequest(most: 2)
            let first = try await bridge.store.overviews([], by: .changed, page, as: system)
            #expect(first.items.map(\.id) == [ids[0], ids[1]] && first.total == 3)
            _ = try await bridge.store.exchange(ids[0], as: bridge.sam)
            page.after = first.next
            let second = try await bridge.store.overviews([], by: .changed, page, as: system)
            #expect(second.items.map(\.id) == [ids[2], ids[0]] && second.next == nil)
        }
    }

    @Test("asks no more for ten than for one")
    func questions() async throws {
        try await Bridge.open { bridge in
            let (engine, store) = bridge.questioned
            let system = bridge.system(of: bridge.university, bridge.wellbeing)
            var asked: [Int] = []
            for _ in 0..<10 {
                _ = try await bridge.acknowledged()
                let list = {
                    _ = try await store.overviews([.standings([.acknowledged]), .told], PageRequest(), as: system)
                }
                asked.append(try await engine.statements(of: list).count)
            }
            #expect(asked[0] == asked[9] && asked[9] <= 9)
        }
    }
}

extension Bridge {
    /// The record system of a team.
    func system(of organisation: OrganisationID, _ team: ServiceID) -> Actor {
        Actor(accountID: nil, organisationID: organisation, serviceID: team, role: .recordSystem, name: "Case record")
    }
}
