import Foundation
import JWTKit
import OpenID
import Synchronization
import Vocabulary

/// A sign-in provider without a network, which says whatever a test wants it to: the truth, or a forgery.
public final class StandInProvider: ProviderFetching {
    /// What the token endpoint hands out for any code.
    public struct Said: Sendable {
        public var key: ES256PrivateKey
        public var kid: String? = "one"
        public var algorithm = "ES256"
        /// Claims as JSON values; `nil` takes one out.
        public var claims: [String: String?] = [:]
        /// Signs in the place of `key`.
        public var signature: (@Sendable (Data) throws -> Data)?
    }

    public let issuer = "https://sso.example.ac.uk"
    private let clock: any Clock
    private let state: Mutex<State>

    private struct State {
        var said: Said
        var published: [(kid: String?, key: ES256PrivateKey)]
        var userinfo: [String: String] = [:]
        var document: [String: String] = [:]
        var asked: [ProviderQuestion] = []
        var isDown = false
    }

    public init(clock: any Clock) {
        let key = ES256PrivateKey()
        self.clock = clock
        state = Mutex(State(said: Said(key: key), published: [("one", key)]))
    }

    public func say(_ change: (inout Said) -> Void) { state.withLock { change(&$0.said) } }
    /// JSON values of claims that the userinfo endpoint tells.
    public func tell(_ claims: [String: String]) { state.withLock { $0.userinfo = claims } }
    /// JSON values that stand in its document in the place of the usual.
    public func document(_ fields: [String: String]) { state.withLock { $0.document = fields } }
    public func publish(_ keys: [(kid: String?, key: ES256PrivateKey)]) { state.withLock { $0.published = keys } }
    public func goDown() { state.withLock { $0.isDown = true } }

    /// Addresses that were asked, in order, since the last look.
    public func asked() -> [ProviderQuestion] {
        state.withLock { state in
            defer { state.asked = [] }
            return state.asked
        }
    }

    public func ask(_ question: ProviderQuestion) async throws -> Data {
        let (said, isDown) = state.withLock { state in
            state.asked.append(question)
            return (state.said, state.isDown)
        }
        if isDown { throw ProviderFault.unreachable("Could not connect to server.") }
        switch question.url.dropFirst(issuer.count) {
        case "/.well-known/openid-configuration":
            return Data(json(usual.merging(state.withLock { $0.document }) { $1 }).utf8)
        case "/keys": return Data(keySet.utf8)
        case "/token":
            let token = try await token(said)
            return Data(#"{"id_token":"\#(token)","access_token":"opaque","token_type":"bearer"}"#.utf8)
        case "/userinfo": return Data(json(state.withLock { $0.userinfo }).utf8)
        default: throw ProviderFault.answer("The answer has the status 404.")
        }
    }

    /// The claims of an honest token.
    public func honest(subject: String, audience: String, nonce: String) -> [String: String?] {
        let now = Int(clock.now.timeIntervalSince1970)
        return [
            "iss": "\"\(issuer)\"", "sub": "\"\(subject)\"", "aud": "\"\(audience)\"", "nonce": "\"\(nonce)\"",
            "iat": "\(now)", "exp": "\(now + 300)",
        ]
    }

    private var usual: [String: String] {
        [
            "issuer": "\"\(issuer)\"", "authorization_endpoint": "\"\(issuer)/authorize\"",
            "token_endpoint": "\"\(issuer)/token\"", "jwks_uri": "\"\(issuer)/keys\"",
            "response_types_supported": "[\"code\"]", "code_challenge_methods_supported": "[\"S256\"]",
            "token_endpoint_auth_methods_supported": "[\"private_key_jwt\"]",
            "token_endpoint_auth_signing_alg_values_supported": "[\"RS256\",\"RS512\"]",
            "id_token_signing_alg_values_supported": "[\"ES256\"]",
        ]
    }

    private var keySet: String {
        let keys = state.withLock { $0.published }.map { published in
            let point = published.key.parameters ?? ("", "")
            let url = { (text: String) in Data(base64Encoded: text)?.base64URL ?? text }
            let kid = published.kid.map { "\"kid\":\"\($0)\"," } ?? ""
            return "{\"kty\":\"EC\",\"crv\":\"P-256\",\(kid)\"x\":\"\(url(point.x))\",\"y\":\"\(url(point.y))\"}"
        }
        return "{\"keys\":[{\"kty\":\"of-the-future\"},\(keys.joined(separator: ","))]}"
    }

    private func token(_ said: Said) async throws -> String {
        let kid = said.kid.map { ",\"kid\":\"\($0)\"" } ?? ""
        let head = "{\"alg\":\"\(said.algorithm)\"\(kid)}"
        let claims = json(said.claims.compactMapValues { $0 })
        let text = [head, claims].map { Data($0.utf8).base64URL }.joined(separator: ".")
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: said.key)
        guard let forge = said.signature else {
            let signature = try await keys.getKey().sign(Data(text.utf8))
            return "\(text).\(Data(signature).base64URL)"
        }
        return "\(text).\(try forge(Data(text.utf8)).base64URL)"
    }

    private func json(_ fields: [String: String]) -> String {
        "{" + fields.map { "\"\($0.key)\":\($0.value)" }.sorted().joined(separator: ",") + "}"
    }
}
