import Accounts
import Foundation
import JWTKit
import OpenID
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

/// What stands at the addresses of keys.
private final class KeyHost: ProviderFetching {
    let said = Mutex<String?>(nil)

    func ask(_ question: ProviderQuestion) async throws -> Data {
        guard let text = said.withLock({ $0 }) else {
            throw ProviderFault.unreachable("Could not connect to server.")
        }
        return Data(text.utf8)
    }
}

@Suite("Testing a connection")
struct ConnectionTestTests {
    private static func test(_ system: ConnectedSystem) async throws -> TestAnswer {
        try await system.trustManager.post("/record-systems/\(system.id)/test")
    }

    @Test("shows the keys, that nothing has come yet, and afterwards what came")
    func steps() async throws {
        try await ConnectedSystem.with { system in
            let before = try await Self.test(system)
            #expect(before.status == 200 && before.says("The key “one” can sign with ES384."))
            #expect(before.says("It has not been given a token yet.") && before.says("handed in no message yet"))
            let posted = try await system.post(TestMessage().text)
            #expect(posted.status == 200)
            let after = try await Self.test(system)
            #expect(after.says("It was last given a token") && after.says("waits for a person of the team"))
            #expect(after.says("nothing is wrong"))
            for secret in ["Whitby", "9434765919", "hopeless", "2006"] { #expect(!after.says(secret)) }
        }
    }

    @Test("says of a message that it was begun, set aside or sent, as it was")
    func fates() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let nurse = system.world.nurse
            let path = try await system.waitingMessage()
            _ = try await nurse.post(path)
            #expect(try await Self.test(system).says("somebody of the team has begun a notice from it"))
            _ = try await nurse.post(path + "/set-aside")
            let page = try await Self.test(system)
            #expect(page.says("was set aside by a person of the team") && !page.says("became a notice"))
        }
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            #expect(try await Self.test(system).says("became a notice"))
        }
    }

    @Test("says why a token was last refused, in more words than the system itself is told")
    func refusals() async throws {
        try await ConnectedSystem.with { system in
            let answer = try await system.askSigned(system.claims, kid: "two")
            #expect(!answer.body.contains("not registered"))
            let page = try await Self.test(system)
            #expect(page.says("names a key that is not registered (kid “two”)") && page.says("To mend:"))
            system.site.clock.advance(by: 2)
            _ = try await system.askSigned(system.claims, by: ES384PrivateKey())
            #expect(try await Self.test(system).says("was not made with the key that it names"))
            system.site.clock.advance(by: 2)
            var late = system.claims
            late.exp = system.site.clock.now.timeIntervalSince1970 - 60
            _ = try await system.askSigned(late)
            #expect(try await Self.test(system).says("has run out (exp)"))
            system.site.clock.advance(by: 2)
            _ = try await system.token()
            let mended = try await Self.test(system)
            #expect(mended.says("It has signed in since.") && mended.says("nothing is wrong"))
        }
    }

    @Test("shows what a stranger wrote as words, and never more than a few of them")
    func junk() async throws {
        try await ConnectedSystem.with { system in
            let kid = "<script>" + String(repeating: "k", count: 500)
            _ = try await system.askSigned(system.claims, kid: kid)
            let page = try await Self.test(system)
            #expect(!page.says("<script>k") && !page.says(String(repeating: "k", count: 61)))
        }
    }

    @Test("is for managers of the system’s own organisation, and not for a system that is shut out")
    func denied() async throws {
        try await ConnectedSystem.with { system in
            let path = "/record-systems/\(system.id)/test"
            #expect(try await system.world.manager.post(path).status == 404)
            #expect(try await system.world.nurse.post(path).status == 403)
            #expect(try await system.site.stranger.post(path).status == 303)
            _ = try await system.trustManager.post("/record-systems/\(system.id)/revocation")
            #expect(try await system.trustManager.post(path).status == 404)
        }
    }

    @Test(
        "a system that publishes its keys signs in with them, changes them by itself, and its page says what is wrong")
    func published() async throws {
        let host = KeyHost()
        try await ConnectedSystem.with(network: host) { system in
            let (first, second) = (ES384PrivateKey(), ES384PrivateKey())
            let manager = system.trustManager
            let form = [
                ("name", "Ward record"), ("service", system.world.crisisTeam.rawValue), ("scopes", "system/Bundle.c"),
                ("keysAddress", "https://record.example.nhs.uk/keys.json"),
            ]
            let path = try #require(try await manager.post("/record-systems", form).location)
            #expect(try await manager.get(path).says("Could not connect to server."))
            #expect(try await manager.post(path + "/test").says("No key of it is known"))

            host.said.withLock { $0 = ConnectedSystem.keySet(first) }
            let tested = try await manager.post(path + "/test")
            #expect(tested.says("read just now at https://record.example.nhs.uk/keys.json"))
            let id = try #require(RecordSystemID(String(path.split(separator: "/").last ?? "")))
            let ward = ConnectedSystem(
                world: system.world, id: id, key: first, trustManager: manager, organisation: system.organisation)
            #expect(try await ward.askSigned(ward.claims).status == 200)

            host.said.withLock { $0 = ConnectedSystem.keySet(second, kid: "two") }
            system.site.clock.advance(by: 61)
            #expect(try await ward.askSigned(ward.claims, by: second, kid: "two").status == 200)
            #expect(try await ward.askSigned(ward.claims).status == 401)
        }
    }

    @Test("keys are pasted or published, not both, and a bad address comes back beside its field")
    func typed() async throws {
        try await ConnectedSystem.with { system in
            let path = "/record-systems/\(system.id)/keys"
            let keys = ("keys", ConnectedSystem.keySet(ES384PrivateKey()))
            let both = try await system.trustManager.post(path, [keys, ("keysAddress", "https://a.example/k")])
            #expect(both.status == 422 && both.says("not both"))
            let plain = try await system.trustManager.post(path, [("keysAddress", "http://a.example/k")])
            #expect(plain.status == 422 && plain.says("begins with https://") && plain.says("http://a.example/k"))
        }
    }
}
