import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("A subscription that its system changes")
struct SubscriptionChangeTests {
    private static let now = TestTime.mondayMorning

    private static func system() -> Actor {
        Actor(
            accountID: AccountID(at: now), organisationID: OrganisationID(at: now), role: .recordSystem, name: "")
    }

    private static func new(_ address: String, token: String? = "0123456789abcdef") throws -> NewSubscription {
        NewSubscription(
            .restHook, EndpointCriteria(), reason: "To know",
            at: try EndpointAddress(typed: address, allowsPlain: false), token: token)
    }

    private static func with(
        _ body: (EndpointStore, MovableClock, KeyRing, any Engine) async throws -> Void
    ) async throws {
        try await withDatabase { engine in
            let (keys, clock) = (KeyRing(), MovableClock(now))
            let store = EndpointStore(engine: engine, keys: keys, clock: clock, allowsPrivate: false)
            try await body(store, clock, keys, engine)
        }
    }

    @Test("keeps the token where none is given, takes another, and is one of its own alone")
    func token() async throws {
        try await Self.with { store, _, keys, engine in
            let system = Self.system()
            let id = try await store.subscribe(Self.new("https://a.example"), by: system)
            try await store.subscribe(Self.new("https://b.example"), by: system)
            try await store.change(id, to: Self.new("https://c.example", token: nil), .goesOn, by: system) { _ in }
            let kept = try await engine.read { try Endpoint.of(id, keys: keys, in: $0) }
            #expect(kept?.token == "0123456789abcdef" && kept?.address.host == "c.example")
            let other = try Self.new("https://c.example", token: "fedcba9876543210")
            try await store.change(id, to: other, .goesOn, by: system) { _ in }
            let changed = try await engine.read { try Endpoint.of(id, keys: keys, in: $0) }
            #expect(changed?.token == "fedcba9876543210")
            await #expect(throws: Conflict.self) {
                try await store.change(id, to: Self.new("https://b.example"), .goesOn, by: system) { _ in }
            }
            await #expect(throws: NotFound.self) {
                try await store.change(id, to: other, .isOff, by: Self.system()) { _ in }
            }
            await #expect(throws: InvalidInput.self) {
                try await store.subscribe(Self.new("https://d.example", token: nil), by: system)
            }
        }
    }

    @Test("is switched off with what waits for it, on again as if it were new, and not on by what was under way")
    func off() async throws {
        try await Self.with { store, clock, _, engine in
            let (system, new) = (Self.system(), try Self.new("https://a.example"))
            let id = try await store.subscribe(new, by: system)
            let (waiting, organisation) = (DeliveryID(at: Self.now), OrganisationID(at: Self.now))
            try await engine.write {
                try $0.execute(
                    """
                    INSERT INTO delivery (id, topic, subject_id, organisation_id, urgent, created_at, available_at,
                        endpoint, endpoint_id) VALUES (\(waiting), 'exchange.sent', '1', \(organisation), 0, 0, 0, 1, \(id))
                    """)
            }
            let queue = DeliveryQueue(engine: engine)
            let leased = try #require(try await queue.takeForSystem(at: Self.now))
            try await store.change(id, to: new, .isOff, by: system) { _ in }
            try await queue.arrived(leased, at: id, Self.now)
            let standing = { try await store.subscriptions(as: system).first?.standing }
            #expect(try await standing() == .off)
            #expect(try await engine.read { try $0.count("SELECT count(*) AS count FROM delivery") } == 0)
            #expect(try await engine.read { try ListeningEndpoint.all(in: $0) }.isEmpty)
            clock.advance(by: 60)
            try await store.change(id, to: new, .beginsAnew, by: system) { _ in }
            #expect(try await standing() == .requested)
        }
    }

    @Test("stays as it was where it is not what the system has seen")
    func outdated() async throws {
        try await Self.with { store, _, _, _ in
            let system = Self.system()
            let id = try await store.subscribe(Self.new("https://a.example"), by: system)
            await #expect(throws: Conflict.self) {
                try await store.change(id, to: Self.new("https://b.example"), .isOff, by: system) { kept in
                    throw Conflict(kept.address)
                }
            }
            let kept = try await store.subscriptions(as: system).first
            #expect(kept?.address == "https://a.example" && kept?.standing == .requested)
        }
    }
}
