import Accounts
import Crypto
import Foundation
import JWTKit
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

@Suite("A token that is not what it says")
struct ForgeryTests {
    /// One thing wrong with an otherwise honest token.
    enum Forgery: CaseIterable {
        case otherKey, otherAudience, severalAudiences, otherIssuer, otherNonce, noNonce, expired, ofTheFuture, tooOld
        case notYet, otherParty, unsigned, sharedKey, unknownKid, noSubject
    }

    @Test("opens nothing, and the record says that somebody tried", arguments: Forgery.allCases)
    func refused(forgery: Forgery) async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            let now = Int(world.clock.now.timeIntervalSince1970)
            await #expect(throws: SignInRefused.self) {
                try await world.signIn { Self.forge(forgery, &$0, now) }
            }
            #expect(try await world.refusals() == 1)
        }
    }

    private static func forge(_ forgery: Forgery, _ said: inout StandInProvider.Said, _ now: Int) {
        switch forgery {
        case .otherKey: said.key = ES256PrivateKey()
        case .otherAudience: said.claims["aud"] = "\"somebody-else\""
        case .severalAudiences: said.claims["aud"] = "[\"bridge\",\"somebody-else\"]"
        case .otherIssuer: said.claims["iss"] = "\"https://sso.elsewhere.example\""
        case .otherNonce: said.claims["nonce"] = "\"another\""
        case .noNonce: said.claims["nonce"] = .some(nil)
        case .expired: said.claims["exp"] = "\(now - 60)"
        case .ofTheFuture: said.claims["iat"] = "\(now + 61)"
        case .tooOld: said.claims["iat"] = "\(now - 661)"
        case .notYet: said.claims["nbf"] = "\(now + 61)"
        case .otherParty: said.claims["azp"] = "\"somebody-else\""
        case .unsigned: (said.algorithm, said.signature) = ("none", { _ in Data() })
        case .sharedKey:
            // The public key is known to all: as the secret of an HMAC it would let anybody sign.
            let secret = SymmetricKey(data: Data(said.key.publicKey.pemRepresentation.utf8))
            said.algorithm = "HS256"
            said.signature = { Data(HMAC<SHA256>.authenticationCode(for: $0, using: secret)) }
        case .unknownKid: said.kid = "two"
        case .noSubject: said.claims["sub"] = .some(nil)
        }
    }

    @Test("clocks may differ by a minute, one way and the other")
    func leeway() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            let now = Int(world.clock.now.timeIntervalSince1970)
            try await world.signIn { ($0.claims["iat"], $0.claims["exp"]) = ("\(now + 59)", "\(now + 359)") }
            try await world.signIn { ($0.claims["iat"], $0.claims["exp"]) = ("\(now - 359)", "\(now - 59)") }
            try await world.signIn { ($0.claims["aud"], $0.claims["azp"]) = ("[\"bridge\"]", "\"bridge\"") }
        }
    }

    @Test("keys may be changed at any time: one that is not known is looked for once, not more than once a minute")
    func rotation() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            world.clock.advance(by: 61)
            let next = ES256PrivateKey()
            world.standIn.publish([("two", next)])
            _ = world.standIn.asked()
            try await world.signIn { ($0.key, $0.kid) = (next, "two") }
            let keysAsked = { world.standIn.asked().filter { $0.url.hasSuffix("/keys") }.count }
            #expect(keysAsked() == 1)
            await #expect(throws: SignInRefused.self) { try await world.signIn { $0.kid = "three" } }
            await #expect(throws: SignInRefused.self) { try await world.signIn { $0.kid = "three" } }
            #expect(keysAsked() == 0)
            world.clock.advance(by: 61)
            await #expect(throws: SignInRefused.self) { try await world.signIn { $0.kid = "three" } }
            #expect(keysAsked() == 1)
        }
    }

    @Test("a token without kid is believed only where one key can have signed it")
    func withoutKid() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            try await world.signIn { $0.kid = nil }
            world.clock.advance(by: 3601)
            var key = ES256PrivateKey()
            world.standIn.say { key = $0.key }
            world.standIn.publish([("one", key), ("two", ES256PrivateKey())])
            await #expect(throws: SignInRefused.self) { try await world.signIn { $0.kid = nil } }
        }
    }

    @Test("what is told of the person must be about the same person")
    func userinfo() async throws {
        try await DoorWorld.with { world in
            world.standIn.document(["userinfo_endpoint": "\"\(world.standIn.issuer)/userinfo\""])
            world.standIn.tell(["sub": "\"s-1\"", "given_name": "\"Ruth\"", "family_name": "\"Alderson\""])
            let joined = try await world.signIn(invitation: try await world.invite())
            #expect(try await world.accounts.account(joined.accountID).name == "Ruth Alderson")
            world.standIn.tell(["sub": "\"s-2\""])
            await #expect(throws: SignInRefused.self) { try await world.signIn() }
        }
    }

    @Test("an answer of another provider, an error and a missing code are refused in words that show nothing of them")
    func replies() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            try await world.signIn(reply: ["iss": world.standIn.issuer])
            for reply in [
                ["iss": "https://sso.elsewhere.example"], ["error": "access_denied"], ["code": ""],
                ["error": "<script>"], ["error": "server_error"],
            ] {
                let refused = await #expect(throws: SignInRefused.self) { try await world.signIn(reply: reply) }
                #expect(refused?.message.contains("<") == false && refused?.message.contains("elsewhere") == false)
            }
            world.standIn.goDown()
            await #expect(throws: SignInRefused.self) { try await world.signIn() }
        }
    }
}
