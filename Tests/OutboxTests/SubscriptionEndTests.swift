import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("A subscription that ends by itself")
struct SubscriptionEndTests {
    private static let now = TestTime.mondayMorning
    private static let end = now + 60

    private static func actor(_ role: Role, _ organisation: OrganisationID? = nil) -> Actor {
        Actor(accountID: AccountID(at: now), organisationID: organisation, role: role, name: "")
    }

    private static func new(until end: Date?) throws -> NewSubscription {
        NewSubscription(
            .restHook, EndpointCriteria(), reason: "To know",
            at: try EndpointAddress(typed: "https://a.example", allowsPlain: false), token: "0123456789abcdef",
            until: end)
    }

    /// One that ends in a minute, of `system`.
    private struct Ending {
        let store: EndpointStore
        let clock: MovableClock
        let engine: any Engine
        let system: Actor
        let id: EndpointID

        var kept: KeptEndpoint? { get async throws { try await store.subscriptions(as: system).first } }

        func count(_ sql: SQL) async throws -> Int { try await engine.read { try $0.count(sql) } }

        var owed: Int { get async throws { try await count("SELECT count(*) AS count FROM delivery") } }

        var expired: Int {
            get async throws {
                try await count(
                    """
                    SELECT count(*) AS count FROM audit_entry
                    WHERE action = 'subscription.expired' AND role = 'system'
                    """)
            }
        }

        func owe() async throws {
            let delivery = Delivery(
                at: now, topic: "exchange.sent", subject: ExchangeID(at: now).rawValue,
                organisation: OrganisationID(at: now), to: .system(id), urgent: true)
            try await engine.write { try DeliveryQueue.add(delivery, departure: now, in: $0) }
        }

        func endpoint(at moment: Date) async throws -> Endpoint? {
            try await engine.read { try Endpoint.of(id, keys: store.keys, at: moment, in: $0) }
        }

        /// What is owed is being brought there.
        func visit() async throws -> EndpointVisit {
            let delivery = try #require(try await DeliveryQueue(engine: engine).takeForSystem(at: now))
            return EndpointVisit(delivery, to: try #require(try await endpoint(at: now)))
        }
    }

    private static func with(_ body: (Ending) async throws -> Void) async throws {
        try await withDatabase { engine in
            let clock = MovableClock(now)
            let store = EndpointStore(engine: engine, keys: KeyRing(), clock: clock, allowsPrivate: false)
            let system = actor(.recordSystem, OrganisationID(at: now))
            let id = try await store.subscribe(new(until: end), by: system)
            try await body(Ending(store: store, clock: clock, engine: engine, system: system, id: id))
        }
    }

    @Test("hears until that moment and nothing from then on, whether or not a round has been by")
    func moment() async throws {
        try await Self.with { ending in
            let system = try #require(ending.system.recordSystemID)
            let manager = Self.actor(.serviceManager, ending.system.organisationID)
            for (moment, hears) in [(Self.end - 1, true), (Self.end, false)] {
                ending.clock.advance(by: moment.timeIntervalSince(ending.clock.now))
                let listening = try await ending.engine.read { try ListeningEndpoint.all(at: moment, in: $0) }
                #expect(listening.isEmpty != hears)
                let endpoint = try await ending.endpoint(at: moment)
                #expect((endpoint != nil) == hears)
                #expect(try await ending.store.hearing(system, as: manager).isEmpty != hears)
                let kept = try #require(try await ending.kept)
                #expect(kept.standing == (hears ? .requested : .off) && kept.endsAt == Self.end)
                #expect(kept.trouble?.contains("by itself") ?? false == !hears)
            }
        }
    }

    @Test("loses what waits for it, and is recorded as ended, once, however many processes come by")
    func rounds() async throws {
        try await Self.with { ending in
            try await ending.owe()
            #expect(try await ending.store.endDue() == 0)
            #expect(try await ending.owed == 1)
            ending.clock.advance(by: 60)
            async let one = ending.store.endDue()
            async let other = ending.store.endDue()
            let ended = try await one + other
            #expect(ended == 1)
            #expect(try await ending.owed == 0)
            #expect(try await ending.expired == 1)
            #expect(try await ending.store.endDue() == 0)
            #expect(try await ending.kept?.standing == .off)
        }
    }

    @Test("is not brought back by what was under way, whatever is answered there, and leaves nothing to be tried again")
    func underWay() async throws {
        let answers: [@Sendable (DeliveryQueue, EndpointVisit, Date) async throws -> Void] = [
            { try await $0.arrived($1, at: $2) }, { try await $0.failed($1, "busy", at: $2) },
            { try await $0.gone($1, "gone", at: $2) },
        ]
        for answer in answers {
            for isFirst in [true, false] {
                try await Self.with { ending in
                    try await ending.owe()
                    let (queue, visit) = (DeliveryQueue(engine: ending.engine), try await ending.visit())
                    ending.clock.advance(by: 61)
                    if !isFirst { try await ending.store.endDue() }
                    try await answer(queue, visit, ending.clock.now)
                    if isFirst { try await ending.store.endDue() }
                    #expect(try await ending.kept?.standing == .off)
                    #expect(
                        try await ending.count(
                            "SELECT count(*) AS count FROM delivery WHERE delivered_at IS NULL") == 0)
                    #expect(try await ending.expired == 1)
                    #expect(try await ending.store.endDue() == 0)
                }
            }
        }
    }

    @Test("ends later, or never, where its system says so in time")
    func changed() async throws {
        for end in [Self.end + 60, nil] {
            try await Self.with { ending in
                try await ending.store.change(ending.id, to: Self.new(until: end), .goesOn, by: ending.system) { _ in }
                try await ending.owe()
                ending.clock.advance(by: 60)
                #expect(try await ending.store.endDue() == 0)
                #expect(try await ending.kept?.standing == .requested)
                #expect(try await ending.owed == 1)
                ending.clock.advance(by: 60)
                #expect(try await ending.store.endDue() == (end == nil ? 0 : 1))
            }
        }
    }

    @Test("begins anew after its end without what waited before, also where no round has been by")
    func anew() async throws {
        for hasBeenBy in [true, false] {
            try await Self.with { ending in
                try await ending.owe()
                ending.clock.advance(by: 60)
                if hasBeenBy { try await ending.store.endDue() }
                let later = try Self.new(until: Self.end + 60)
                try await ending.store.change(ending.id, to: later, .beginsAnew, by: ending.system) { _ in }
                #expect(try await ending.kept?.standing == .requested)
                #expect(try await ending.owed == 0)
                #expect(try await ending.store.endDue() == 0)
            }
        }
    }

    @Test("is ended by the clock alone")
    func denied() async throws {
        try await Self.with { ending in
            for role in Role.allCases where role != .system {
                await #expect(throws: Forbidden.self) { try await ending.store.endDue(as: Self.actor(role)) }
            }
        }
    }
}
