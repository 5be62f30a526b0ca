import Accounts
import Crypto
import CryptoExtras
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

@Suite("Our own keys for a provider")
struct OwnKeyTests {
    @Test("prove to the token endpoint who we are, in the algorithm that it prefers to hear from the NHS")
    func assertion() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            let question = try #require(world.standIn.asked().first { $0.url.hasSuffix("/token") })
            let form = Dictionary(uniqueKeysWithValues: question.form ?? [])
            let parts = (form["client_assertion"] ?? "").split(separator: ".").map(String.init)
            let head = String(decoding: Data(base64URL: parts[0]) ?? Data(), as: UTF8.self)
            let claims = String(decoding: Data(base64URL: parts[1]) ?? Data(), as: UTF8.self)
            let key = try #require(try await world.providers.ownKeys(for: world.provider.id).first)
            #expect(head.contains("RS512") && head.contains(key.id.rawValue))
            #expect(claims.replacing("\\/", with: "/").contains("\"aud\":\"https://sso.example.ac.uk/token\""))
            #expect(form["client_secret"] == nil && form["code_verifier"]?.count == 43)
            let jwk = try key.publicJWK()
            let (n, e) = (try #require(Data(base64URL: jwk.n)), try #require(Data(base64URL: jwk.e)))
            let signature = _RSA.Signing.RSASignature(rawRepresentation: try #require(Data(base64URL: parts[2])))
            let digest = SHA512.hash(data: Data("\(parts[0]).\(parts[1])".utf8))
            let isOurs = try _RSA.Signing.PublicKey(n: n, e: e)
                .isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5)
            #expect(isOurs)
        }
    }

    @Test("change in two steps, so that a provider knows the next one before it is used")
    func changeOver() async throws {
        try await DoorWorld.with { world in
            let (store, id, actor) = (world.providers, world.provider.id, DoorWorld.actor(.operator))
            let first = try await store.ownKeys(for: id).map(\.id)
            await #expect(throws: Conflict.self) { try await store.changeOver(id, by: actor) }
            try await store.makeNextKey(for: id, by: actor)
            await #expect(throws: Conflict.self) { try await store.makeNextKey(for: id, by: actor) }
            let both = try await store.ownKeys(for: id).map(\.id)
            #expect(both.count == 2 && both.first == first.first)
            try await store.changeOver(id, by: actor)
            #expect(try await store.ownKeys(for: id).map(\.id) == [both[1]])
        }
    }

    @Test("are sealed in the database, and no private number is published")
    func sealed() async throws {
        try await DoorWorld.with { world in
            let sealed: Data? = try await world.engine.read {
                try $0.row("SELECT private_sealed FROM provider_key")?("private_sealed")
            }
            let kept = try #require(sealed)
            #expect(kept.range(of: Data("PRIVATE KEY".utf8)) == nil)
            let key = try #require(try await world.providers.ownKeys(for: world.provider.id).first)
            let published = String(decoding: try JSONEncoder().encode(try key.publicJWK()), as: UTF8.self)
            #expect(!published.contains("\"d\"") && !published.contains("\"p\""))
        }
    }
}
