import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("Who may not")
struct DenialTests {
    /// Everything that can be done to one exchange, by name.
    static let acts: [(String, @Sendable (Bridge, ExchangeID, Actor) async throws -> Void)] = [
        ("read", { _ = try await $0.store.exchange($1, as: $2) }),
        ("acknowledge", { try await $0.store.acknowledge($1, by: $2) }),
        ("take", { try await $0.store.take($1, by: $2) }),
        (
            "attempt",
            { bridge, id, actor in
                try await bridge.store.recordContactAttempt(.init(way: .visit, outcome: .notThere), on: id, by: actor)
            }
        ),
        ("contacted", { try await $0.store.recordStudentContacted($1, way: .visit, words: nil, by: $2) }),
        (
            "answer",
            { bridge, id, actor in
                let request = try await bridge.state(id).requests[0].id
                try await bridge.store.answer(request, of: id, .init(accepted: true), by: actor)
            }
        ),
        ("hold", { try await $0.store.acceptHolding($1, by: $2) }),
        ("hand on", { try await $0.handOn($1, by: $2) }),
        ("decline", { try await $0.store.decline($1, .init(.wrongTeam, redirect: "x"), by: $2) }),
        ("close", { try await $0.store.close($1, .couldNotReach, words: nil, by: $2) }),
        ("reopen", { try await $0.store.reopen($1, note: "x", by: $2) }),
        ("recall", { try await $0.store.recall($1, reason: "x", by: $2) }),
        ("enter in error", { try await $0.store.enterInError($1, reason: "x", by: $2) }),
        ("record a call", { try await $0.store.recordCall(.init(answered: true, spokeTo: "x"), on: $1, by: $2) }),
        ("write", { try await $0.store.write("x", in: $1, key: "k", by: $2) }),
    ]
    static let answering: Set = [
        "acknowledge", "take", "attempt", "contacted", "answer", "hold", "hand on", "decline", "close",
    ]
    static let following: Set = ["recall", "enter in error", "record a call"]

    @Test("a foreign organisation is told that there is no such exchange, whatever it tries")
    func foreign() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let somewhere = OrganisationID(at: bridge.clock.now)
            for role in Role.allCases where role != .student && role != .operator && role != .system {
                let stranger = Actor(
                    accountID: bridge.sam.accountID, organisationID: somewhere, role: role, name: "Nobody")
                for (name, act) in Self.acts {
                    let error = await #expect(throws: (any Error).self, "\(role) \(name)") {
                        try await act(bridge, id, stranger)
                    }
                    #expect(error is NotFound || error is Forbidden, "\(role) \(name): \(String(describing: error))")
                }
            }
        }
    }

    @Test("another team of the same organisation is told the same")
    func foreignTeam() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            for (name, act) in Self.acts {
                await #expect(throws: NotFound.self, "\(name)") { try await act(bridge, id, bridge.disabilityAdviser) }
            }
        }
    }

    @Test("the operator, a student and Footbridge itself do nothing to an exchange")
    func outsiders() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let op = Actor(accountID: bridge.sam.accountID, organisationID: nil, role: .operator, name: "Op")
            for actor in [op, bridge.studentHerself, .system] {
                for (name, act) in Self.acts {
                    await #expect(throws: Forbidden.self, "\(actor.role) \(name)") { try await act(bridge, id, actor) }
                }
            }
        }
    }

    @Test("the sender does not answer for a recipient that has a team here")
    func senderAnswers() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            for actor in [bridge.nurse, bridge.trustManager] {
                for (name, act) in Self.acts where Self.answering.contains(name) {
                    await #expect(throws: Forbidden.self, "\(name)") { try await act(bridge, id, actor) }
                }
            }
        }
    }

    @Test("the recipient does not recall, correct or phone for the sender")
    func recipientFollows() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            for actor in [bridge.sam, bridge.manager] {
                for (name, act) in Self.acts where Self.following.contains(name) {
                    await #expect(throws: Forbidden.self, "\(name)") { try await act(bridge, id, actor) }
                }
            }
        }
    }

    @Test("an information governance lead reads, and changes nothing")
    func governance() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            for (name, act) in Self.acts where name != "read" {
                await #expect(throws: Forbidden.self, "\(name)") { try await act(bridge, id, bridge.trustGovernance) }
            }
            let record = try await bridge.store.exchange(id, as: bridge.trustGovernance)
            #expect(record.possible.isEmpty)
        }
    }

    @Test("what was phoned to a university stays out of its inbox after it joins")
    func joinsLater() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(to: bridge.outside))
            let newcomer = Actor(
                accountID: bridge.sam.accountID, organisationID: bridge.outside, role: .serviceManager, name: "New")
            await #expect(throws: NotFound.self) { try await bridge.store.exchange(id, as: newcomer) }
            #expect(try await bridge.store.inbox(.team, as: newcomer).rows.isEmpty)
            #expect(try await bridge.store.inbox(.closed, as: newcomer).rows.isEmpty)
        }
    }

    @Test("what is due is told to whoever took it, in the organisation where they did, and to nobody else")
    func followUps() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.take(id, by: bridge.sam)
            let elsewhere = Actor(
                accountID: bridge.sam.accountID, organisationID: bridge.outside, role: .practitioner, name: "Sam Reed")
            #expect(try await bridge.store.followUps(as: bridge.sam).map(\.id) == [id])
            for actor in [bridge.ana, bridge.manager, bridge.disabilityAdviser, elsewhere] {
                #expect(try await bridge.store.followUps(as: actor).isEmpty)
            }
            for actor in [bridge.nurse, bridge.trustGovernance, bridge.studentHerself, .system] {
                await #expect(throws: Forbidden.self) { try await bridge.store.followUps(as: actor) }
            }
        }
    }

    @Test("the ledger is for managers and governance leads; lists are for staff")
    func lists() async throws {
        try await Bridge.open { bridge in
            let filter = LedgerFilter.recent(at: bridge.clock.now)
            for actor in [bridge.nurse, bridge.sam, bridge.studentHerself] {
                await #expect(throws: Forbidden.self) { try await bridge.store.ledger(filter, as: actor) }
            }
            await #expect(throws: Forbidden.self) { try await bridge.store.inbox(.team, as: bridge.studentHerself) }
            await #expect(throws: Forbidden.self) { try await bridge.store.sent(.open, as: bridge.studentHerself) }
            await #expect(throws: Forbidden.self) { try await bridge.store.exchanges(aboutMe: bridge.sam) }
        }
    }
}
