import Crypto
import Database
import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("Keys that a record system publishes")
struct PublishedKeysTests {
    /// A system of a trust, and what stands at the address of its keys.
    private struct World {
        let engine: any Engine
        let clock = MovableClock(TestTime.mondayMorning)
        let trust: OrganisationID
        let web = Web()
        let id: RecordSystemID

        /// What is said there, and how often somebody asked.
        final class Web: Sendable {
            let state = Mutex((said: Result<String, KeysUnreadable>.success(""), asked: 0))

            func say(_ text: String) { state.withLock { $0.said = .success(text) } }
            func fail() { state.withLock { $0.said = .failure(KeysUnreadable("Could not connect.")) } }
            var asked: Int { state.withLock { $0.asked } }

            func answer() throws(KeysUnreadable) -> Data {
                let said = state.withLock { state in
                    state.asked += 1
                    return state.said
                }
                return Data(try said.get().utf8)
            }
        }

        var systems: RecordSystemStore { RecordSystemStore(engine: engine, clock: clock) }
        var published: PublishedKeys {
            PublishedKeys(systems: systems, clock: clock) { [web] (_: String) async throws(KeysUnreadable) -> Data in
                try web.answer()
            }
        }
        var manager: Actor {
            Actor(accountID: AccountID(at: clock.now), organisationID: trust, role: .serviceManager, name: "Bo")
        }

        /// The kids that count now for a signature that names one of them.
        func kids(_ named: String) async throws -> [String] {
            let system = try #require(try await systems.system(id))
            return try await published.keys(of: system, named: named).keys.map(\.kid)
        }

        var fault: String? { get async throws { try await systems.system(id)?.keysFault } }
    }

    private static func with(_ body: (World) async throws -> Void) async throws {
        try await withDatabase { engine in
            let (trust, team) = (OrganisationID(at: TestTime.mondayMorning), ServiceID(at: TestTime.mondayMorning))
            try await engine.write { database in
                try database.execute(
                    "INSERT INTO organisation (id, kind, name, legal_name, nation) VALUES (\(trust), 'trust', 'T', 'T', 'england')"
                )
                try database.execute(
                    "INSERT INTO service (id, organisation_id, kind, name, updated_at) VALUES (\(team), \(trust), 'x', 'Crisis', 0)"
                )
            }
            let clock = MovableClock(TestTime.mondayMorning)
            let manager = Actor(
                accountID: AccountID(at: clock.now), organisationID: trust, role: .serviceManager, name: "Bo")
            let id = try await RecordSystemStore(engine: engine, clock: clock).register(
                name: "Record", service: team, keys: .none,
                publishedAt: try KeysAddress(typed: "https://record.example.nhs.uk/keys"), scopes: [.messages],
                by: manager)
            try await body(World(engine: engine, trust: trust, id: id))
        }
    }

    private static func set(_ kids: String..., more: String = "") -> String {
        let keys = kids.map { kid in
            let point = P384.Signing.PrivateKey().publicKey.rawRepresentation
            let (x, y) = (Data(point.prefix(48)).base64URL, Data(point.suffix(48)).base64URL)
            return #"{"kty":"EC","crv":"P-384","kid":"\#(kid)","x":"\#(x)","y":"\#(y)"}"#
        }
        return #"{"keys":[\#((keys + (more.isEmpty ? [] : [more])).joined(separator: ","))]}"#
    }

    @Test("are read when the first signature comes, and kept for an hour")
    func kept() async throws {
        try await Self.with { world in
            world.web.say(Self.set("one"))
            let (first, second) = (try await world.kids("one"), try await world.kids("one"))
            #expect(first == ["one"] && second == ["one"] && world.web.asked == 1)
            world.clock.advance(by: 3601)
            world.web.say(Self.set("two"))
            #expect(try await world.kids("one") == ["two"])
            #expect(world.web.asked == 2)
        }
    }

    @Test("are read anew when a key is named that is not among them, but no more than once a minute")
    func rotated() async throws {
        try await Self.with { world in
            world.web.say(Self.set("one"))
            _ = try await world.kids("one")
            world.web.say(Self.set("one", "two"))
            #expect(try await world.kids("two") == ["one"])
            #expect(world.web.asked == 1)
            world.clock.advance(by: 61)
            #expect(try await world.kids("two") == ["one", "two"])
            for _ in 0..<5 { _ = try await world.kids("never") }
            #expect(world.web.asked == 2)
        }
    }

    @Test("count for a day while their address does not answer, and no longer")
    func outage() async throws {
        try await Self.with { world in
            world.web.say(Self.set("one"))
            _ = try await world.kids("one")
            world.web.fail()
            world.clock.advance(by: 23 * 3600)
            #expect(try await world.kids("one") == ["one"])
            #expect(try await world.fault == "Could not connect.")
            world.clock.advance(by: 2 * 3600)
            #expect(try await world.kids("one") == [])
            world.web.say(Self.set("one"))
            world.clock.advance(by: 61)
            #expect(try await world.kids("one") == ["one"])
            #expect(try await world.fault == nil)
        }
    }

    @Test(
        "that were read while a clock ran ahead are read anew once it goes back, and count no more where they cannot be"
    )
    func readAhead() async throws {
        try await Self.with { world in
            let now = world.clock.now
            for canBeRead in [true, false] {
                world.web.say(Self.set("one"))
                world.clock.set(now + 400 * 3600)
                let ahead = try await world.kids("one")
                world.clock.set(now)
                if canBeRead { world.web.say(Self.set("two")) } else { world.web.fail() }
                let back = try await world.kids("one")
                #expect(ahead == ["one"] && back == (canBeRead ? ["two"] : []))
            }
        }
    }

    @Test("that another machine read, whose clock is a little ahead, are as good as read now")
    func readBeside() async throws {
        try await Self.with { world in
            world.web.say(Self.set("one"))
            _ = try await world.kids("one")
            world.clock.advance(by: -ClockDifference.bearable)
            #expect(try await world.kids("one") == ["one"])
            #expect(world.web.asked == 1)
        }
    }

    @Test("are taken where they can be used; what stands there besides does no harm")
    func others() async throws {
        try await Self.with { world in
            world.web.say(Self.set("one", "one", more: #"{"kty":"OKP","crv":"Ed25519","kid":"new","x":"AA"}"#))
            let kids = try await world.kids("one")
            #expect(kids == ["one"])
        }
    }

    @Test(
        "are not taken from what is no JWK Set, holds no usable key, or shows a private one",
        arguments: [
            "", "[]", "<html>", #"{"keys":[]}"#, #"{"keys":[{"kty":"EC","crv":"P-384","kid":"a","x":"AA","y":"AA"}]}"#,
            #"{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}]}"#, #"{"keys":[{"d":"AA"}]}"#,
        ])
    func refused(_ text: String) async throws {
        try await Self.with { world in
            world.web.say(text)
            let (kids, fault) = (try await world.kids("a"), try await world.fault)
            #expect(kids == [] && fault != nil)
        }
    }

    @Test("that come late do not stand in the place of what a manager has pasted meanwhile")
    func replaced() async throws {
        try await Self.with { world in
            let before = try #require(try await world.systems.system(world.id))
            let pasted = try PublicKeySet(typed: Self.set("pasted"))
            try await world.systems.replace(keys: pasted, of: world.id, by: world.manager)
            world.web.say(Self.set("late"))
            try await world.published.readAnew(before)
            #expect(try await world.kids("pasted") == ["pasted"])
        }
    }

    @Test(
        "have an address by https, or on this machine, and nothing else in it",
        arguments: [
            "", "keys", "http://record.example.nhs.uk/keys", "ftp://a.example/k", "https://user@a.example/k",
            "https://",
            "https://a.example/k#part", "javascript:alert(1)",
        ])
    func address(_ text: String) {
        #expect(throws: InvalidInput.self) { try KeysAddress(typed: text) }
        #expect(throws: Never.self) { try KeysAddress(typed: " https://a.example:8443/k?x=1 ") }
    }
}
