import Accounts
import Crypto
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

@Suite("A sign-in on its way")
struct AttemptTests {
    @Test("comes back once, to the browser that began it, within ten minutes")
    func once() async throws {
        try await DoorWorld.with { world in
            let (store, id) = (world.attempts, world.provider.id)
            let secrets = try await store.begin(at: id, browser: nil, next: "/inbox")
            let other = try await store.begin(at: id, browser: nil)
            let another = SignInProviderID(at: world.clock.now)
            #expect(try await store.take(state: secrets.state, browser: other.browser, from: id) == nil)
            #expect(try await store.take(state: secrets.state, browser: secrets.browser, from: another) == nil)
            #expect(try await store.take(state: "", browser: "", from: id) == nil)
            let taken = try await store.take(state: secrets.state, browser: secrets.browser, from: id)
            #expect(taken?.next == "/inbox" && taken?.secrets == secrets)
            #expect(try await store.take(state: secrets.state, browser: secrets.browser, from: id) == nil)
            world.clock.advance(by: AttemptStore.life)
            #expect(try await store.take(state: other.state, browser: other.browser, from: id) == nil)
            try await store.purge()
            let left = try await world.engine.read { try $0.count("SELECT count(*) AS count FROM sign_in_attempt") }
            #expect(left == 0)
        }
    }

    @Test("two answers at the same moment are one answer and a refusal")
    func race() async throws {
        try await DoorWorld.with { world in
            let (store, id) = (world.attempts, world.provider.id)
            let secrets = try await store.begin(at: id, browser: nil)
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await store.take(state: secrets.state, browser: secrets.browser, from: id) != nil
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 1)
        }
    }

    @Test("tells the database nothing by which it could be finished, and two tabs do not disturb each other")
    func secrets() async throws {
        try await DoorWorld.with { world in
            let (store, id) = (world.attempts, world.provider.id)
            let one = try await store.begin(at: id, browser: nil)
            let two = try await store.begin(at: id, browser: one.browser)
            #expect(one.browser == two.browser && one.nonce != two.nonce && one.verifier != two.verifier)
            #expect(one.verifier.count == 43 && one.nonce != one.verifier)
            let digest = SHA256.hash(data: Data(one.verifier.utf8))
            #expect(one.challenge == Data(digest).base64URL)
            let planted = try await store.begin(at: id, browser: "short")
            #expect(planted.browser != "short")
            let rows = try await world.engine.read {
                try $0.rows("SELECT state_hash, browser_hash FROM sign_in_attempt")
            }
            let kept = try rows.flatMap { [try $0("state_hash") as String, try $0("browser_hash") as String] }
            #expect(rows.count == 3)
            #expect(Set(kept).isDisjoint(with: [one.state, one.browser, one.nonce, one.verifier]))
        }
    }

    @Test("leaves with everything that the standards ask for")
    func departure() async throws {
        try await DoorWorld.with { world in
            let secrets = try await world.attempts.begin(at: world.provider.id, browser: nil)
            let address = try await world.door().departure(to: world.provider, with: secrets)
            let parts = try #require(URLComponents(string: address))
            let fields = Dictionary(uniqueKeysWithValues: (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") })
            #expect(address.hasPrefix("https://sso.example.ac.uk/authorize?"))
            #expect(fields["response_type"] == "code" && fields["client_id"] == "bridge")
            #expect(fields["code_challenge"] == secrets.challenge && fields["code_challenge_method"] == "S256")
            #expect(fields["state"] == secrets.state && fields["nonce"] == secrets.nonce)
            #expect(fields["scope"] == "openid profile")
            #expect(fields["redirect_uri"] == "https://bridge.example/sign-in/providers/\(world.provider.id)/return")
        }
    }

    @Test("asks for two steps where the provider names a class that means them")
    func classes() async throws {
        try await DoorWorld.with { world in
            world.standIn.document(["acr_values_supported": "[\"plain\",\"https://refeds.org/profile/mfa\"]"])
            let secrets = try await world.attempts.begin(at: world.provider.id, browser: nil)
            let address = try await world.door().departure(to: world.provider, with: secrets)
            #expect(address.hasSuffix("&acr_values=https%3A%2F%2Frefeds.org%2Fprofile%2Fmfa"))
        }
    }
}
