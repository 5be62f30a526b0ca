import Directory
import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("How an exchange ends, and begins again")
struct EndingTests {
    @Test("what nobody has read is recalled, and the recipient learns nothing of it")
    func recall() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.first?.studentName == nil)
            try await bridge.store.recall(id, reason: "Wrong campus", by: bridge.nurse)
            let record = try await bridge.store.exchange(id, as: bridge.sam)
            #expect(record.disclosure == nil)
            #expect(record.closedBecause != nil)
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.isEmpty)
            #expect(try await bridge.store.inbox(.closed, as: bridge.sam).rows.first?.studentName == nil)
        }
    }

    @Test("what somebody has read cannot be recalled")
    func recallAfterReading() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            await #expect(throws: Conflict.self) { try await bridge.store.recall(id, reason: "x", by: bridge.nurse) }
        }
    }

    @Test("entered in error, it is closed to the recipient and kept for the sender")
    func enteredInError() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.enterInError(id, reason: "Another Mia Lund", by: bridge.nurse)
            #expect(try await bridge.store.exchange(id, as: bridge.sam).disclosure == nil)
            let kept = try await bridge.store.exchange(id, as: bridge.nurse)
            #expect(kept.disclosure?.contents.count == 2)
            #expect(kept.timeline.last?.event.words.text == "Another Mia Lund")
        }
    }

    @Test("reopening needs a note, is open to both sides, and gives a new promise")
    func reopening() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged(asking: [.awarenessOnly])
            let request = try #require(try await bridge.state(id).requests.first).id
            try await bridge.store.answer(request, of: id, NewRequestAnswer(accepted: true), by: bridge.sam)
            try await bridge.store.close(id, .noActionNeeded, words: nil, by: bridge.sam)
            await #expect(throws: InvalidInput.self) { try await bridge.store.reopen(id, note: "", by: bridge.nurse) }
            bridge.clock.advance(by: 86_400)
            try await bridge.store.reopen(id, note: "Back in A&E last night", by: bridge.nurse)
            let state = try await bridge.state(id)
            #expect(state.status == .acknowledged)
            #expect(state.deadlines?.askedAt == bridge.clock.now)
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.map(\.id) == [id])
        }
    }

    @Test("what a team had that has closed since is opened again all the same, and its clocks begin anew")
    func reopeningOfClosedTeam() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged(asking: [.awarenessOnly])
            let request = try #require(try await bridge.state(id).requests.first).id
            try await bridge.store.answer(request, of: id, NewRequestAnswer(accepted: true), by: bridge.sam)
            try await bridge.store.close(id, .noActionNeeded, words: nil, by: bridge.sam)
            try await bridge.close(bridge.wellbeing, by: bridge.manager)
            bridge.clock.advance(by: 86_400)
            try await bridge.store.reopen(id, note: "Back in A&E last night", by: bridge.nurse)
            #expect(try await bridge.state(id).deadlines?.askedAt == bridge.clock.now)
        }
    }

    @Test("a call that was answered stands for an acknowledgement by a team that has joined, too")
    func call() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            await #expect(throws: InvalidInput.self) {
                try await bridge.store.recordCall(PhoneCall(answered: true), on: id, by: bridge.nurse)
            }
            try await bridge.store.recordCall(PhoneCall(answered: true, spokeTo: "Sam Reed"), on: id, by: bridge.nurse)
            #expect(try await bridge.state(id).milestones[.acknowledged]?.named == "Sam Reed")
        }
    }
}
