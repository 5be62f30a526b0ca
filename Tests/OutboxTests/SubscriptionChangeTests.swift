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

    /// Something about another exchange each time.
    private static func owe(_ id: EndpointID, on engine: any Engine) async throws {
        let delivery = Delivery(
            at: now, topic: "exchange.sent", subject: ExchangeID(at: now).rawValue,
            organisation: OrganisationID(at: now), to: .system(id), urgent: true)
        try await engine.write { try DeliveryQueue.add(delivery, departure: now, in: $0) }
    }

    /// Takes what is due, and has it brought to where the endpoint is.
    private static func visit(_ id: EndpointID, _ keys: KeyRing, _ engine: any Engine) async throws -> EndpointVisit {
        let delivery = try #require(try await DeliveryQueue(engine: engine).takeForSystem(at: now))
        let endpoint = try #require(try await engine.read { try Endpoint.of(id, keys: keys, at: Self.now, in: $0) })
        return EndpointVisit(delivery, to: endpoint)
    }

    @Test("keeps the token where none is given, takes another, and is one of its own alone")
    func token() async throws {
        try await Self.with { store, _, keys, engine in
            let system = Self.system()
            let id = try await store.subscribe(Self.new("https://a.example"), by: system)
            try await store.subscribe(Self.new("https://b.example"), by: system)
            try await store.change(id, to: Self.new("https://c.example", token: nil), .goesOn, by: system) { _ in }
            let kept = try await engine.read { try Endpoint.of(id, keys: keys, at: Self.now, in: $0) }
            #expect(kept?.token == "0123456789abcdef" && kept?.address.host == "c.example")
            let other = try Self.new("https://c.example", token: "fedcba9876543210")
            try await store.change(id, to: other, .goesOn, by: system) { _ in }
            let changed = try await engine.read { try Endpoint.of(id, keys: keys, at: Self.now, in: $0) }
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
        try await Self.with { store, clock, keys, engine in
            let (system, new) = (Self.system(), try Self.new("https://a.example"))
            let id = try await store.subscribe(new, by: system)
            try await Self.owe(id, on: engine)
            let (queue, visit) = (DeliveryQueue(engine: engine), try await Self.visit(id, keys, engine))
            try await store.change(id, to: new, .isOff, by: system) { _ in }
            try await queue.arrived(visit, at: Self.now)
            let standing = { try await store.subscriptions(as: system).first?.standing }
            #expect(try await standing() == .off)
            #expect(try await engine.read { try $0.count("SELECT count(*) AS count FROM delivery") } == 0)
            #expect(try await engine.read { try ListeningEndpoint.all(at: Self.now, in: $0) }.isEmpty)
            clock.advance(by: 60)
            try await store.change(id, to: new, .beginsAnew, by: system) { _ in }
            #expect(try await standing() == .requested)
            try await queue.gone(visit, "gone", at: Self.now)
            #expect(try await standing() == .requested)
        }
    }

    @Test("takes no answer of its old address for one of the new, to which what was under way goes instead")
    func lateAnswers() async throws {
        let answers: [@Sendable (DeliveryQueue, EndpointVisit) async throws -> Void] = [
            { try await $0.arrived($1, at: Self.now) }, { try await $0.failed($1, "busy", at: Self.now) },
            { try await $0.gone($1, "gone", at: Self.now) },
        ]
        let standings: [[KeptEndpoint.Standing]] = [[.active, .requested], [.error, .requested], [.off, .requested]]
        for (answer, expected) in zip(answers, standings) {
            for (address, standing) in zip(["https://a.example", "https://b.example"], expected) {
                try await Self.with { store, _, keys, engine in
                    let (system, queue) = (Self.system(), DeliveryQueue(engine: engine))
                    let id = try await store.subscribe(Self.new("https://a.example"), by: system)
                    try await Self.owe(id, on: engine)
                    let visit = try await Self.visit(id, keys, engine)
                    try await Self.owe(id, on: engine)
                    try await store.change(id, to: Self.new(address), .beginsAnew, by: system) { _ in }
                    try await answer(queue, visit)
                    let kept = try #require(try await store.subscriptions(as: system).first)
                    #expect(kept.standing == standing)
                    if standing == .requested {
                        #expect(kept.waiting == 2 && kept.givenUp == 0 && kept.fault == nil)
                        let due = try await [queue.takeForSystem(at: Self.now), queue.takeForSystem(at: Self.now)]
                        #expect(due.contains { $0?.id == visit.delivery.id } && due.allSatisfy { $0?.attempts == 0 })
                    }
                }
            }
        }
    }

    @Test("leaves what is under way to who holds it by then, whatever a slow worker says of the old address")
    func tooLate() async throws {
        try await Self.with { store, _, keys, engine in
            let (system, queue) = (Self.system(), DeliveryQueue(engine: engine))
            let id = try await store.subscribe(Self.new("https://a.example"), by: system)
            try await Self.owe(id, on: engine)
            let slow = try await Self.visit(id, keys, engine)
            try await store.change(id, to: Self.new("https://b.example"), .beginsAnew, by: system) { _ in }
            let late = Self.now + DeliveryQueue.lease + 1
            #expect(try await queue.takeForSystem(at: late)?.id == slow.delivery.id)
            try await queue.failed(slow, "busy", at: late)
            #expect(try await queue.takeForSystem(at: late) == nil)
        }
    }

    @Test("has what waits tried at the new address at once, and what somebody is just sending left to them")
    func begunAnew() async throws {
        for isElsewhere in [true, false] {
            try await Self.with { store, _, keys, engine in
                let (system, queue) = (Self.system(), DeliveryQueue(engine: engine))
                let id = try await store.subscribe(Self.new("https://a.example"), by: system)
                try await Self.owe(id, on: engine)
                let failed = try await Self.visit(id, keys, engine)
                try await queue.failed(failed, "busy", at: Self.now)
                try await Self.owe(id, on: engine)
                _ = try await Self.visit(id, keys, engine)
                let new = try Self.new(isElsewhere ? "https://b.example" : "https://a.example")
                try await store.change(id, to: new, isElsewhere ? .beginsAnew : .goesOn, by: system) { _ in }
                let fault = try await store.subscriptions(as: system).first?.fault
                #expect(fault == (isElsewhere ? nil : "busy"))
                let due = try await queue.takeForSystem(at: Self.now)
                #expect(due?.id == (isElsewhere ? failed.delivery.id : nil) && due?.attempts ?? 0 == 0)
                #expect(try await queue.takeForSystem(at: Self.now) == nil)
            }
        }
    }

    @Test("is like the address that managers enter anew: what waits is tried there at once")
    func registeredAnew() async throws {
        try await Self.with { store, _, keys, engine in
            let (organisation, queue) = (OrganisationID(at: Self.now), DeliveryQueue(engine: engine))
            let manager = Actor(
                accountID: AccountID(at: Self.now), organisationID: organisation, role: .serviceManager, name: "")
            let id = try #require(EndpointID(organisation.rawValue))
            _ = try await store.register("https://a.example", by: manager)
            try await Self.owe(id, on: engine)
            let visit = try await Self.visit(id, keys, engine)
            try await queue.failed(visit, "busy", at: Self.now)
            _ = try await store.register("https://b.example", by: manager)
            let kept = try await store.overview(as: manager)
            #expect(kept?.fault == nil && kept?.waiting == 1)
            try await queue.gone(visit, "gone", at: Self.now)
            #expect(try await store.overview(as: manager)?.standing == .requested)
            #expect(try await queue.takeForSystem(at: Self.now)?.id == visit.delivery.id)
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
