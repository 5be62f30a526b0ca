import Directory
import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("The sweeper takes each step when its time has come")
struct SweeperTests {
    static let ladder: [ExchangeEvent.Kind] = [.reminded, .deputyTold, .managerTold, .senderTold]

    @Test("step by step: the holder, the deputy and the manager, and at last the sender with a number to phone")
    func ladder() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(.presentation, .immediately))
            bridge.clock.advance(by: 29 * 60)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 0)
            bridge.clock.advance(by: 60)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 1)
            #expect(try await bridge.outbox("exchange.reminded").map(\.account) == [bridge.sam.accountID])
            bridge.clock.advance(by: 30 * 60)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 2)
            #expect(try await bridge.outbox("exchange.deputyTold").map(\.account) == [bridge.deputy.accountID])
            #expect(try await bridge.outbox("exchange.managerTold").map(\.account) == [bridge.manager.accountID])
            bridge.clock.advance(by: 15 * 60)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 1)
            let told = try #require(try await bridge.outbox("exchange.senderTold").first)
            #expect(told.account == bridge.nurse.accountID)
            #expect(told.payload.contains("0113 343 0000"))
            #expect(try await bridge.state(id).isUnanswered)
        }
    }

    @Test("after a day down, late steps happen once and in order, each with the time it was meant for")
    func downForADay() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(.presentation, .immediately))
            let sentAt = bridge.clock.now
            bridge.clock.advance(by: 24 * 3600)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 4)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 0)
            let steps = try await bridge.events(id).filter { Self.ladder.contains($0.kind) }
            #expect(steps.map(\.kind) == Self.ladder)
            #expect(steps.map { $0.detail.scheduledAt?.timeIntervalSince(sentAt) } == [1800, 3600, 3600, 4500])
            #expect(steps.allSatisfy { $0.at == bridge.clock.now })
        }
    }

    @Test("what was acknowledged in time is left in peace")
    func answered() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            bridge.clock.advance(by: 5 * 3600)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 0)
            try await bridge.store.enterInError(id, reason: "x", by: bridge.nurse)
            bridge.clock.advance(by: 90 * 86_400)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 0)
        }
    }

    @Test("whoever took it is reminded, rather than the holder of the contact point")
    func assignee() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.take(id, by: bridge.ana)
            bridge.clock.advance(by: 30 * 3600)
            try await bridge.sweeper.sweep(at: bridge.clock.now)
            #expect(try await bridge.outbox("exchange.reminded").map(\.account) == [bridge.ana.accountID])
        }
    }

    @Test("where the recipient has not joined, the sender's own people are told")
    func byPhone() async throws {
        try await Bridge.open { bridge in
            try await bridge.send(bridge.notice(.presentation, .immediately, to: bridge.outside))
            bridge.clock.advance(by: 2 * 3600)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 3)
            #expect(try await bridge.outbox("exchange.reminded").map(\.account) == [bridge.nurse.accountID])
            #expect(try await bridge.outbox("exchange.managerTold").map(\.account) == [bridge.trustManager.accountID])
        }
    }

    @Test("where the team has closed since, no step is left out: its organisation's manager is reminded in its stead")
    func closedTeam() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(.presentation, .immediately))
            bridge.clock.advance(by: 60)
            try await bridge.close(bridge.wellbeing, by: bridge.manager)
            bridge.clock.advance(by: 24 * 3600)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 4)
            let steps = try await bridge.events(id).filter { Self.ladder.contains($0.kind) }
            #expect(steps.map(\.kind) == Self.ladder)
            #expect(try await bridge.outbox("exchange.reminded").map(\.account) == [bridge.manager.accountID])
            #expect(try await bridge.outbox("exchange.managerTold").map(\.account) == [bridge.manager.accountID])
            #expect(try await bridge.outbox("exchange.senderTold").map(\.account) == [bridge.nurse.accountID])
        }
    }

    @Test("what is sent to people holds no name of the student and nothing anybody wrote")
    func payloads() async throws {
        try await Bridge.open { bridge in
            try await bridge.send(bridge.notice(.presentation, .immediately))
            bridge.clock.advance(by: 24 * 3600)
            try await bridge.sweeper.sweep(at: bridge.clock.now)
            for topic in Self.ladder {
                let entries = try await bridge.outbox("exchange.\(topic.rawValue)")
                #expect(!entries.isEmpty, "\(topic)")
                for entry in entries {
                    #expect(!entry.payload.contains("Mia") && !entry.payload.contains("Lund"))
                    #expect(entry.payload.contains("FB-"))
                }
            }
        }
    }
}
