import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("The recipient answers")
struct AnsweringTests {
    @Test("reading is opening, by name, once for each reader")
    func opening() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            let record = try await bridge.store.exchange(id, as: bridge.sam)
            #expect(record.state.status == .opened)
            #expect(record.readers.map(\.name) == ["Sam Reed"])
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            _ = try await bridge.store.exchange(id, as: bridge.ana)
            #expect(try await bridge.events(id).filter { $0.kind == .opened }.count == 2)
            #expect(
                try await bridge.count("SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'exchange.read'") == 1)
        }
    }

    @Test("the sender looking at it does not open it")
    func senderReads() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            let record = try await bridge.store.exchange(id, as: bridge.nurse)
            #expect(record.side == .sender)
            #expect(record.state.status == .sent)
        }
    }

    @Test("two acknowledge at once: one wins, the other is told who and when")
    func race() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            for actor in [bridge.sam, bridge.ana] { _ = try await bridge.store.exchange(id, as: actor) }
            let results = await withTaskGroup(of: Result<Void, any Error>.self) { group in
                for actor in [bridge.sam, bridge.ana] {
                    group.addTask {
                        do { return .success(try await bridge.store.acknowledge(id, by: actor)) } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let conflicts = results.compactMap { result -> Conflict? in
                if case .failure(let error) = result { error as? Conflict } else { nil }
            }
            #expect(conflicts.count == 1)
            let winner = try await bridge.state(id).milestones[.acknowledged]?.accountID
            let name = winner == bridge.sam.accountID ? "Sam Reed" : "Ana Costa"
            #expect(conflicts.first == Conflict("\(name) acknowledged this at 09:15."))
        }
    }

    @Test("a double click acknowledges once and complains of nothing")
    func doubleClick() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.acknowledge(id, by: bridge.sam)
            let attempt = ContactAttempt(way: .telephone, outcome: .noAnswer, key: "k1")
            try await bridge.store.recordContactAttempt(attempt, on: id, by: bridge.sam)
            try await bridge.store.recordContactAttempt(attempt, on: id, by: bridge.sam)
            #expect(try await bridge.state(id).attempts == 1)
            #expect(try await bridge.events(id).filter { $0.kind == .acknowledged }.count == 1)
        }
    }

    @Test("acknowledging before anybody has opened it is refused")
    func unread() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            await #expect(throws: Conflict("Nobody has opened it yet. Open it first.")) {
                try await bridge.store.acknowledge(id, by: bridge.sam)
            }
        }
    }

    @Test("the whole loop: acknowledged, taken, tried, reached, answered, closed")
    func loop() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(asking: [.checkInWithin48Hours, .holdSupport]))
            let record = try await bridge.store.exchange(id, as: bridge.sam)
            let requests = try #require(record.disclosure?.requests)
            try await bridge.store.acknowledge(id, taking: true, by: bridge.sam)
            try await bridge.store.recordContactAttempt(
                ContactAttempt(way: .telephone, outcome: .messageLeft), on: id, by: bridge.sam)
            try await bridge.store.recordStudentContacted(id, way: .inPerson, words: "Met in halls", by: bridge.sam)
            for request in requests {
                try await bridge.store.answer(request.id, of: id, NewRequestAnswer(accepted: true), by: bridge.sam)
            }
            #expect(try await bridge.state(id).holder?.organisationID == bridge.university)
            try await bridge.store.close(id, .supportInPlace, words: nil, by: bridge.sam)
            let state = try await bridge.state(id)
            #expect(state.status == .closed)
            #expect(state.assigneeID == bridge.sam.accountID)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange_clock") == 0)
            let told = try await bridge.outbox("exchange.closed")
            #expect(told.map(\.account) == [bridge.nurse.accountID])
        }
    }

    @Test("it is given only to somebody who can answer it")
    func assigning() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.take(id, colleague: bridge.ana.accountID, by: bridge.sam)
            #expect(try await bridge.state(id).assigneeID == bridge.ana.accountID)
            #expect(try await bridge.outbox("exchange.assigned").map(\.account) == [bridge.ana.accountID])
            for stranger in [bridge.nurse, bridge.disabilityAdviser] {
                await #expect(throws: InvalidInput.self) {
                    try await bridge.store.take(id, colleague: stranger.accountID, by: bridge.sam)
                }
            }
        }
    }

    @Test("handed on, the next team sees it, must acknowledge anew, and the first team can still read it")
    func handingOn() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            await #expect(throws: NotFound.self) { try await bridge.store.exchange(id, as: bridge.disabilityAdviser) }
            try await bridge.store.handOn(id, to: bridge.disability, reason: "Adjustments", by: bridge.sam)
            let row = try await bridge.store.inbox(.team, as: bridge.disabilityAdviser).rows.first
            #expect(row?.id == id)
            #expect(row?.state.status == .sent)
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.isEmpty)
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            _ = try await bridge.store.exchange(id, as: bridge.disabilityAdviser)
            try await bridge.store.acknowledge(id, by: bridge.disabilityAdviser)
            #expect(
                try await bridge.state(id).milestones[.acknowledged]?.accountID == bridge.disabilityAdviser.accountID)
        }
    }

    @Test("it is handed on only within the organisation, with a reason")
    func handingOnRefused() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            await #expect(throws: InvalidInput.self) {
                try await bridge.store.handOn(id, to: bridge.crisisTeam, reason: "theirs", by: bridge.sam)
            }
            await #expect(throws: InvalidInput.self) {
                try await bridge.store.handOn(id, to: bridge.disability, reason: " ", by: bridge.sam)
            }
        }
    }

    @Test("declining carries a reason and where it should go, and the sender goes on holding")
    func declining() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            await #expect(throws: InvalidInput.self) {
                try await bridge.store.decline(id, Refusal(.leftTheUniversity), by: bridge.sam)
            }
            try await bridge.store.decline(
                id, Refusal(.leftTheUniversity, redirect: "Left in June; now at York St John"), by: bridge.sam)
            let record = try await bridge.store.exchange(id, as: bridge.nurse)
            #expect(record.state.status == .declined)
            #expect(record.state.holder?.organisationID == bridge.trust)
            #expect(record.timeline.last?.event.words.redirect == "Left in June; now at York St John")
        }
    }

    @Test("by phone, the sender writes down what the recipient said, with the name of who said it")
    func byPhone() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(to: bridge.outside, asking: [.holdSupport]))
            let request = try #require(try await bridge.state(id).requests.first).id
            try await bridge.store.recordCall(PhoneCall(answered: false), on: id, by: bridge.nurse)
            #expect(try await bridge.state(id).owed == .acknowledged)
            try await bridge.store.recordCall(
                PhoneCall(answered: true, spokeTo: "Joan Miller"), on: id, by: bridge.nurse)
            await #expect(throws: InvalidInput.self) {
                try await bridge.store.answer(request, of: id, NewRequestAnswer(accepted: true), by: bridge.nurse)
            }
            let answer = NewRequestAnswer(accepted: true, named: "Joan Miller")
            try await bridge.store.answer(request, of: id, answer, by: bridge.nurse)
            let state = try await bridge.state(id)
            #expect(state.holder?.organisationID == bridge.outside)
            #expect(state.holder?.named == "Joan Miller")
        }
    }

    @Test("whoever acknowledges after a telephone call is told who was reached, not who called")
    func afterACall() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            try await bridge.store.recordCall(
                PhoneCall(answered: true, spokeTo: "Joan Miller"), on: id, by: bridge.nurse)
            await #expect(throws: Conflict("Joan Miller acknowledged this at 09:15.")) {
                try await bridge.store.acknowledge(id, by: bridge.sam)
            }
        }
    }
}
