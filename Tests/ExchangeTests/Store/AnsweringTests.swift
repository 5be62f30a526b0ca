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

    @Test("who acknowledged in one tab and then takes it in another, takes it, unless somebody else did meanwhile")
    func secondTab() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.acknowledge(id, taking: true, by: bridge.sam)
            #expect(try await bridge.state(id).assigneeID == bridge.sam.accountID)
            try await bridge.store.take(id, by: bridge.ana)
            await #expect(throws: Conflict("Ana Costa has taken it.")) {
                try await bridge.store.acknowledge(id, taking: true, by: bridge.sam)
            }
            #expect(try await bridge.state(id).assigneeID == bridge.ana.accountID)
        }
    }

    @Test(
        "an attempt, and reaching the student, count from when they happened; not before the notice, not in the future")
    func earlier() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let sentAt = bridge.clock.now
            bridge.clock.advance(by: 3 * 86_400)
            for wrong in [sentAt - 3600, bridge.clock.now + 60] {
                let attempt = ContactAttempt(way: .telephone, outcome: .noAnswer, at: wrong)
                await #expect(throws: InvalidInput.self) {
                    try await bridge.store.recordContactAttempt(attempt, on: id, by: bridge.sam)
                }
                await #expect(throws: InvalidInput.self) {
                    try await bridge.store.recordStudentContacted(
                        id, way: .visit, words: nil, at: wrong, by: bridge.sam)
                }
            }
            try await bridge.store.recordStudentContacted(
                id, way: .visit, words: nil, at: sentAt + 3600, by: bridge.sam)
            let state = try await bridge.state(id)
            #expect(state.milestones[.contacted]?.at == sentAt + 3600)
            #expect(state.clocks.first { $0.clock == .contacted }?.lateness(at: bridge.clock.now) == 0)
            #expect(try await bridge.events(id).last?.at == bridge.clock.now)
        }
    }

    @Test("accepting to look out for the student answers the request for it, which cannot be declined any more")
    func oneAcceptance() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged(asking: [.holdSupport])
            let request = try #require(try await bridge.state(id).requests.first).id
            try await bridge.store.acceptHolding(id, by: bridge.sam)
            #expect(try await bridge.state(id).answers[request]?.accepted == true)
            await #expect(throws: Conflict("This request has been answered already.")) {
                let no = NewRequestAnswer(accepted: false, reason: "No")
                try await bridge.store.answer(request, of: id, no, by: bridge.sam)
            }
        }
    }

    @Test("who closes with support in place looks out for the student from then on, unless they declined to")
    func closingSettles() async throws {
        try await Bridge.open { bridge in
            for declines in [false, true] {
                let id = try await bridge.acknowledged(asking: [declines ? .holdSupport : .housingCheck])
                let request = try #require(try await bridge.state(id).requests.first).id
                let answer = NewRequestAnswer(accepted: !declines, reason: "We cannot")
                try await bridge.store.answer(request, of: id, answer, by: bridge.sam)
                try await bridge.store.recordStudentContacted(id, way: .visit, words: nil, by: bridge.sam)
                #expect(try await !bridge.state(id).recipientHolds)
                try await bridge.store.close(id, .supportInPlace, words: nil, by: bridge.sam)
                #expect(try await bridge.state(id).recipientHolds == !declines)
            }
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
            try await bridge.store.take(
                id, colleague: bridge.sam.accountID, words: " She trusts texts. ", by: bridge.ana)
            #expect(try await bridge.events(id).last?.words.text == "She trusts texts.")
            let long = String(repeating: "x", count: ExchangeStore.mostWords + 1)
            await #expect(throws: InvalidInput.self) {
                try await bridge.store.take(id, colleague: bridge.ana.accountID, words: long, by: bridge.sam)
            }
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
            try await bridge.handOn(id)
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
