import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("A cancellation that comes before what it takes back")
struct EarlyCancellationTests {
    @Test("finds nothing, each time; what comes after all waits for a person, and is then taken back")
    func early() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            for _ in 0..<2 {
                await #expect(throws: NotFound.self) { _ = try await bridge.cancel("a", from: system) }
                #expect(try await bridge.lastFate(of: system) == .tookNothingBack)
                bridge.clock.advance(by: 1)
            }
            #expect(try await bridge.hand(in: .admission, focus: "a", from: system).reasons == [.takenBack])
            #expect(try await bridge.hand(in: .crisisContact, focus: "b", from: system).sent != nil)
            bridge.clock.advance(by: 1)
            #expect(try await bridge.incoming.waiting(as: bridge.nurse).map(\.heldBecause) == [[.takenBack]])
            #expect(try await bridge.cancel("a", from: system) == .droppedUnsent)
            #expect(try await bridge.lastFate(of: system) == .tookBack)
            #expect(try await bridge.incoming.waiting(as: bridge.nurse).isEmpty)
            #expect(try await bridge.cancel("a", from: system) == nil)
            let kept = try await bridge.count(
                "SELECT COUNT(*) AS count FROM incoming_message WHERE cancels IS NOT NULL")
            #expect(kept == 1)
        }
    }

    @Test("is no other kind's of the same id, and is what was kept before kinds were")
    func kinds() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            #expect(try await bridge.hand(in: .admission, hoursAgo: 73, focus: "a Encounter", from: system).sent == nil)
            #expect(try await bridge.hand(in: .admission, hoursAgo: 73, focus: "b", from: system).sent == nil)
            bridge.clock.advance(by: 1)
            await #expect(throws: NotFound.self) { _ = try await bridge.cancel("a ServiceRequest", from: system) }
            #expect(try await bridge.incoming.waiting(as: bridge.nurse).count == 2)
            #expect(try await bridge.cancel("b ServiceRequest", from: system) == .droppedUnsent)
            #expect(try await bridge.cancel("a Encounter", from: system) == .droppedUnsent)
        }
    }
}

extension Bridge {
    /// - Returns: `nil` where it came before.
    fileprivate func cancel(_ focus: String, from system: RecordSystem) async throws -> Cancellation.Effect? {
        let name = "cancel-\(focus.replacing(" ", with: "-"))"
        let receipt = try await incoming.cancel(
            Cancellation(focusHash: focus, isMistake: false), request: name, contentHash: name, from: system)
        guard case .cancelled(let outcome) = receipt else { return nil }
        return outcome.effect
    }

    fileprivate func lastFate(of system: RecordSystem) async throws -> MessageArrival.Fate? {
        try await incoming.lastArrivals(from: system.id, as: trustManager).first?.fate
    }
}
