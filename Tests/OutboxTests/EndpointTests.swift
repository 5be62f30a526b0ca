import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("Where an organisation's own system hears of things")
struct EndpointTests {
    private static let now = TestTime.mondayMorning

    private static func actor(_ role: Role, _ organisation: OrganisationID?) -> Actor {
        Actor(accountID: AccountID(at: now), organisationID: organisation, role: role, name: "")
    }

    @Test("is registered by a manager, whose token is new each time and kept sealed; no other organisation sees it")
    func register() async throws {
        try await withDatabase { engine in
            let (keys, organisation) = (KeyRing(), OrganisationID(at: Self.now))
            let store = EndpointStore(
                engine: engine, keys: keys, clock: MovableClock(Self.now), allowsPrivate: false)
            let manager = Self.actor(.serviceManager, organisation)
            let first = try await store.register("https://a.example.ac.uk/in", by: manager)
            let second = try await store.register(" https://b.example.ac.uk/in ", by: manager)
            #expect(first != second)
            let endpoint = try await engine.read { database in
                try database.row("SELECT id FROM endpoint").flatMap {
                    try Endpoint.of($0("id"), keys: keys, at: Self.now, in: database)
                }
            }
            #expect(endpoint?.token == second && endpoint?.address.host == "b.example.ac.uk")
            #expect(try await store.overview(as: manager)?.address == "https://b.example.ac.uk/in")
            let other = Self.actor(.serviceManager, OrganisationID(at: Self.now))
            #expect(try await store.overview(as: other) == nil)
            await #expect(throws: NotFound.self) { try await store.end(by: other) }
            try await store.end(by: manager)
            #expect(try await store.overview(as: manager) == nil)
        }
    }

    private static func new(_ address: String = "https://a.example/in", requester: OrganisationID? = nil) throws
        -> NewSubscription
    {
        NewSubscription(
            .restHook, EndpointCriteria(requester: requester), reason: "To know",
            at: try EndpointAddress(typed: address, allowsPlain: false), token: "0123456789abcdef")
    }

    @Test("is subscribed by a record system, the same once, and no more than it can be asked to keep in order")
    func subscribed() async throws {
        try await withDatabase { engine in
            let (keys, organisation) = (KeyRing(), OrganisationID(at: Self.now))
            let store = EndpointStore(engine: engine, keys: keys, clock: MovableClock(Self.now), allowsPrivate: false)
            let (system, other) = (Self.actor(.recordSystem, organisation), Self.actor(.recordSystem, organisation))
            let id = try await store.subscribe(Self.new(), by: system)
            await #expect(throws: Conflict.self) { try await store.subscribe(Self.new(), by: system) }
            #expect(try await store.subscriptions(as: system).map(\.id) == [id])
            #expect(try await store.subscriptions(as: other).isEmpty)
            await #expect(throws: NotFound.self) { try await store.unsubscribe(id, by: other) }
            #expect(try await store.subscriptions(of: Self.actor(.serviceManager, organisation)).map(\.id) == [id])
            let stranger = Self.actor(.serviceManager, OrganisationID(at: Self.now))
            #expect(try await store.subscriptions(of: stranger).isEmpty)
            await #expect(throws: NotFound.self) { try await store.endSubscription(id, by: stranger) }
            for number in 1..<EndpointStore.mostSubscriptions {
                try await store.subscribe(Self.new("https://a.example/\(number)"), by: system)
            }
            await #expect(throws: Conflict.self) {
                try await store.subscribe(Self.new("https://b.example"), by: system)
            }
            try await store.unsubscribe(id, by: system)
            try await store.subscribe(Self.new(), by: system)
        }
    }

    @Test("is shown of one record system with its organisation's own address, to its own managers, until it is gone")
    func hearing() async throws {
        try await withDatabase { engine in
            let (keys, organisation) = (KeyRing(), OrganisationID(at: Self.now))
            let store = EndpointStore(engine: engine, keys: keys, clock: MovableClock(Self.now), allowsPrivate: false)
            let (system, other) = (Self.actor(.recordSystem, organisation), Self.actor(.recordSystem, organisation))
            let id = try await store.subscribe(Self.new(), by: system)
            try await store.subscribe(Self.new("https://b.example/in"), by: other)
            let manager = Self.actor(.serviceManager, organisation)
            _ = try await store.register("https://c.example/in", by: manager)
            let own = try #require(system.recordSystemID)
            let addresses = try await Set(store.hearing(own, as: manager).map(\.address))
            #expect(addresses == ["https://a.example/in", "https://c.example/in"])
            let stranger = Self.actor(.serviceManager, OrganisationID(at: Self.now))
            #expect(try await store.hearing(own, as: stranger).isEmpty)
            for role in Role.allCases where role != .serviceManager {
                let actor = Self.actor(role, organisation)
                await #expect(throws: Forbidden.self) { try await store.hearing(own, as: actor) }
            }
            try await engine.write { try $0.execute("UPDATE endpoint SET gone_at = 1 WHERE id = \(id)") }
            #expect(try await store.hearing(own, as: manager).map(\.address) == ["https://c.example/in"])
        }
    }

    @Test("is nobody else's to keep")
    func denied() async throws {
        try await withDatabase { engine in
            let store = EndpointStore(
                engine: engine, keys: KeyRing(), clock: MovableClock(Self.now), allowsPrivate: false)
            for role in Role.allCases where role != .serviceManager {
                let actor = Self.actor(role, OrganisationID(at: Self.now))
                await #expect(throws: Forbidden.self) { try await store.register("https://a.example", by: actor) }
                await #expect(throws: Forbidden.self) { try await store.overview(as: actor) }
                await #expect(throws: Forbidden.self) { try await store.end(by: actor) }
                await #expect(throws: Forbidden.self) { try await store.subscriptions(of: actor) }
                await #expect(throws: Forbidden.self) {
                    try await store.endSubscription(EndpointID(at: Self.now), by: actor)
                }
            }
            for role in Role.allCases where role != .recordSystem {
                let actor = Self.actor(role, OrganisationID(at: Self.now))
                await #expect(throws: Forbidden.self) { try await store.subscribe(Self.new(), by: actor) }
                await #expect(throws: Forbidden.self) { try await store.subscriptions(as: actor) }
                await #expect(throws: Forbidden.self) {
                    try await store.change(EndpointID(at: Self.now), to: Self.new(), .isOff, by: actor) { _ in }
                }
                await #expect(throws: Forbidden.self) {
                    try await store.unsubscribe(EndpointID(at: Self.now), by: actor)
                }
            }
        }
    }

    @Test(
        "is an address on the web, encrypted, that hides nothing",
        arguments: [
            "", "example.ac.uk", "http://a.example", "ftp://a.example", "https://", "https://user:secret@a.example",
            "https://a.example/#here", "https://a.example/\u{e9}", "file:///etc/passwd", "https://a b.example",
        ])
    func addresses(_ typed: String) {
        #expect(throws: InvalidInput.self) { try EndpointAddress(typed: typed, allowsPlain: false) }
    }

    @Test(
        "says by itself that it is inside a private network only where the operator lets it be there",
        arguments: [
            "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/in", "https://127.1:8443/",
            "https://10.1.2.3/in", "https://192.168.1.1/", "https://169.254.169.254/latest", "https://[::1]/",
            "https://[::ffff:10.0.0.1]/", "https://[fe80::1%25eth0]/", "https://[fd12::1]:8443/", "https://localhost/",
            "https://LOCALHOST:8443/", "https://in.localhost./",
        ])
    func privateNetwork(_ typed: String) throws {
        let fault = #expect(throws: InvalidInput.self) { try EndpointAddress(typed: typed, allowsPlain: false) }
        #expect(fault?.faults.first?.message.contains("private network") == true)
        #expect(throws: Never.self) { try EndpointAddress(typed: typed, allowsPlain: true) }
    }

    @Test("may be a number that is everybody's", arguments: ["https://8.8.8.8/in", "https://[2606:4700::1111]:8443/"])
    func numbers(_ typed: String) {
        #expect(throws: Never.self) { try EndpointAddress(typed: typed, allowsPlain: false) }
    }

    @Test("may be unencrypted where the operator lets it be inside the own network")
    func plain() throws {
        let address = try EndpointAddress(typed: "http://engine.internal:8000/in", allowsPlain: true)
        #expect(address.host == "engine.internal" && address.port == 8000)
    }

    @Test("is told of what the guide says, and of nothing else")
    func guide() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/guides/hear-what-happens.md").standardized
        let rows = try String(contentsOf: guide, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `") && $0.count(where: { $0 == "|" }) == 5 }
        let wanted = EndpointTopic.allCases.map { topic in
            let sides = topic.sides.map(\.rawValue).joined(separator: " and ")
            let status = topic.standing.map { "`\($0.taskStatus)`" } ?? "–"
            return "| `\(topic.code)` | \(sides) | \(topic.sides.contains(.sender) ? "sender" : "–") | \(status) |"
        }
        #expect(rows.map(String.init) == wanted)
    }
}
