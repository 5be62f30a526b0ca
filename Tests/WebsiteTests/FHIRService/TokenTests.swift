import Accounts
import Foundation
import JWTKit
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge

@Suite("An access token")
struct TokenTests {
    @Test("is given to a system that signs, for a quarter of an hour, with what it is allowed")
    func given() async throws {
        try await ConnectedSystem.with(scopes: [.messages]) { system in
            let answer = try await system.askSigned(system.claims)
            #expect(answer.status == 200 && answer.body.contains("\"expires_in\":900"))
            #expect(answer.body.contains("\"scope\":\"system/Bundle.c\""))
            let token = try await system.token()
            #expect(try await system.call(.get, "/fhir/R4/Organization", token: token).status == 403)
            system.site.clock.advance(by: 901)
            #expect(try await system.call(.post, "/fhir/R4/$process-message", token: token).status == 401)
        }
    }

    @Test("has what was asked of what the system is allowed, a kind at a time or all kinds at once, and nothing beside")
    func scopes() async throws {
        try await ConnectedSystem.with(scopes: [.exchanges, .acts, .students, .messages]) { system in
            let cases: [(String, String?)] = [
                ("system/*.rs", "system/Patient.rs system/Task.rs"), ("system/Task.rs", "system/Task.rs"),
                ("system/Task.rus", "system/Task.rs system/Task.u"), ("system/*.c", "system/Bundle.c"),
                ("system/*.cruds", "system/Bundle.c system/Patient.rs system/Task.rs system/Task.u"),
                ("system/Consent.rs system/Task.u", "system/Task.u"),
                // Nothing that is wider than what was asked is given for it.
                ("system/Task.r", nil), ("system/*.d", nil), ("system/Consent.rs", nil), ("system/*.", nil),
                ("user/*.rs", nil), ("system/*.read", nil), ("system/Task.sr", nil),
            ]
            for (asked, granted) in cases {
                let answer = try await system.ask(try await system.signed(system.claims), scope: asked)
                #expect(answer.status == (granted == nil ? 400 : 200), "\(asked)")
                #expect(answer.body.contains(granted.map { "\"scope\":\"\($0)\"" } ?? "invalid_scope"), "\(asked)")
            }
        }
    }

    @Test(
        "of a university’s system never lets it hand in what nobody there would see, also where it was allowed before")
    func university() async throws {
        try await ConnectedSystem.with { trust in
            let university = try await trust.university(scopes: [.exchanges, .directory])
            let allow = { (scopes: String) in
                try await trust.site.ground.engine.write {
                    try $0.execute("UPDATE record_system SET scopes = \(scopes) WHERE id = \(university.id)")
                }
            }
            let ask = { (scope: String?) in
                try await university.ask(try await university.signed(university.claims), scope: scope)
            }
            try await allow("system/Bundle.c system/Consent.cu system/Task.rs")
            #expect(try await ask(nil).body.contains("\"scope\":\"system/Task.rs\""))
            #expect(try await ask("system/*.cruds").body.contains("\"scope\":\"system/Task.rs\""))
            #expect(try await ask("system/Bundle.c").body.contains("invalid_scope"))
            #expect(try await university.post(TestMessage().text).status == 403)
            try await allow("system/Bundle.c")
            let refused = try await ask(nil)
            #expect(refused.status == 400 && refused.body.contains("invalid_scope"))
        }
    }

    @Test("is not given for an assertion that was used, has run out, runs for too long, or is meant for somebody else")
    func refused() async throws {
        try await ConnectedSystem.with { system in
            let once = try await system.signed(system.claims)
            #expect(try await system.ask(once).status == 200)
            #expect(try await system.ask(once).body.contains("used before"))
            var (late, long, foreign, other) = (system.claims, system.claims, system.claims, system.claims)
            late.exp = system.site.clock.now.timeIntervalSince1970 - 11
            long.exp = system.site.clock.now.timeIntervalSince1970 + 311
            foreign.aud = "https://elsewhere.example/token"
            other.sub = RecordSystemID(at: system.site.clock.now).rawValue
            for claims in [late, long, foreign, other] {
                let answer = try await system.askSigned(claims)
                #expect(answer.status == 401 && answer.body.contains("invalid_client"))
            }
            var edge = system.claims
            edge.exp = system.site.clock.now.timeIntervalSince1970 - 9
            #expect(try await system.askSigned(edge).status == 200)
        }
    }

    @Test("is not given for another's key, an unknown kid, no signature, or junk; which ids exist is not told")
    func forged() async throws {
        try await ConnectedSystem.with { system in
            let stranger = try await system.signed(system.claims, by: ES384PrivateKey())
            let kid = try await system.signed(system.claims, kid: "two")
            var unknown = system.claims
            (unknown.iss, unknown.sub) = (
                "0193b0a0-0000-7000-8000-000000000000", "0193b0a0-0000-7000-8000-000000000000"
            )
            let answers = try await [stranger, kid, try await system.signed(unknown)].asyncMap {
                try await system.ask($0)
            }
            #expect(Set(answers.map(\.body)).count == 1 && answers.allSatisfy { $0.status == 401 })
            let parts = try await system.signed(system.claims).split(separator: ".").map(String.init)
            let none = Data("{\"alg\":\"none\",\"kid\":\"one\"}".utf8).base64EncodedString().replacing("=", with: "")
            for junk in ["", "a.b.c", "\(none).\(parts[1]).", parts[0] + "." + parts[1]] {
                #expect(try await system.ask(junk).status == 401)
            }
        }
    }

    @Test("is not given for an assertion whose header names what has to be understood, known system or not")
    func critical() async throws {
        try await ConnectedSystem.with { system in
            var unknown = system.claims
            (unknown.iss, unknown.sub) = (
                "0193b0a0-0000-7000-8000-000000000000", "0193b0a0-0000-7000-8000-000000000000"
            )
            let criticals: [JWTHeaderField] = [["https://example.org/must-know"], ["b64"], [], "exp"]
            for critical in criticals {
                for claims in [system.claims, unknown] {
                    let signed = try await system.signed(claims, header: ["crit": critical, "b64": true])
                    let answer = try await system.ask(signed)
                    #expect(answer.status == 401 && answer.says("crit") && answer.says("invalid_client"))
                }
            }
            let plain = try await system.signed(system.claims, header: ["https://example.org/must-know": true])
            #expect(try await system.ask(plain).status == 200)
        }
    }

    @Test("stops working when its system is shut out, or gets other keys")
    func revoked() async throws {
        try await ConnectedSystem.with { system in
            let store = system.site.installation.fhir.systems
            let manager = try await system.trustManager.actor()
            let token = try await system.token()
            let key = ES384PrivateKey()
            let keys = try PublicKeySet(typed: ConnectedSystem.keySet(key, kid: "two"))
            try await store.replace(keys: keys, of: system.id, by: manager)
            #expect(try await system.call(.get, "/fhir/R4/Organization", token: token).status == 401)
            #expect(try await system.askSigned(system.claims).status == 401)
            let fresh = try await system.signed(system.claims, by: key, kid: "two")
            #expect(try await system.ask(fresh).status == 200)
            try await store.revoke(system.id, by: manager)
            #expect(try await system.askSigned(system.claims, by: key, kid: "two").status == 401)
        }
    }

    @Test("keys are public, strong enough, and told apart")
    func keys() {
        let good = ConnectedSystem.keySet(ES384PrivateKey())
        #expect(throws: Never.self) { try PublicKeySet(typed: good) }
        let bad = [
            "", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2VjcmV0\"}]}",
            good.replacing("\"kid\":\"one\",", with: ""), good.replacing("P-384", with: "P-256"),
            good.replacing("\"kty\"", with: "\"d\":\"c2VjcmV0\",\"kty\""),
            "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
        ]
        for text in bad { #expect(throws: InvalidInput.self) { try PublicKeySet(typed: text) } }
    }
}

extension Array {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var mapped: [T] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
