import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("What can be done no more")
struct BarredTests {
    private func barred(
        _ kind: ExchangeEvent.Kind?, on id: ExchangeID, request: ExchangeRequestID? = nil, _ bridge: Bridge,
        for actor: Actor
    ) async throws -> String? {
        let record = try await bridge.store.exchange(id, as: actor)
        return record.whatBarred(kind, request: request, for: actor).map { "\($0.event.kind.rawValue), \($0.name)" }
    }

    @Test("names who closed it, whoever looked afterwards; and nobody before it was closed")
    func closed() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            #expect(try await barred(.contactTried, on: id, bridge, for: bridge.sam) == nil)
            try await bridge.store.decline(id, Refusal(.notOurStudent, redirect: "Not known"), by: bridge.ana)
            _ = try await bridge.store.exchange(id, as: bridge.manager)
            #expect(try await barred(.contactTried, on: id, bridge, for: bridge.sam) == "declined, Ana Costa")
            #expect(try await barred(nil, on: id, bridge, for: bridge.sam) == nil)
            try await bridge.store.enterInError(id, reason: "Another Mia Lund", by: bridge.nurse)
            #expect(try await barred(nil, on: id, bridge, for: bridge.sam) == "enteredInError, Grace Osei")
        }
    }

    @Test("names who answered this request, who read what was to be recalled, and who accepted")
    func answered() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged(asking: [.checkInWithin48Hours, .holdSupport])
            #expect(try await barred(.recalled, on: id, bridge, for: bridge.nurse) == "opened, Sam Reed")
            let requests = try await bridge.state(id).requests
            let checkIn = try #require(requests.first { $0.kind == .checkInWithin48Hours }).id
            let hold = try #require(requests.first { $0.kind == .holdSupport }).id
            try await bridge.store.answer(hold, of: id, NewRequestAnswer(accepted: true), by: bridge.ana)
            let second = try await barred(.requestAccepted, on: id, request: hold, bridge, for: bridge.sam)
            #expect(second == "requestAccepted, Ana Costa")
            #expect(try await barred(.requestAccepted, on: id, request: checkIn, bridge, for: bridge.sam) == nil)
            #expect(try await barred(.holdingAccepted, on: id, bridge, for: bridge.sam) == "holdingAccepted, Ana Costa")
        }
    }
}
