import Accounts
import FHIR
import Foundation
import Hummingbird
import JWTKit
import NIOCore
import Vocabulary

/// Why no token is given (RFC 6749, section 5.2).
struct TokenRefusal: Error {
    let code: String
    let words: String
    let status: HTTPResponse.Status
    /// What the system's manager may know, and a stranger may not.
    var insight: String?

    static func client(_ words: String, insight: String? = nil) -> TokenRefusal {
        TokenRefusal(code: "invalid_client", words: words, status: .unauthorized, insight: insight)
    }

    static let algorithm = client("Sign with RS384, RS512 or ES384.")
    static let critical = client("The assertion has crit in its header. Leave it out: no extension is understood here.")

    /// An unknown system and a wrong signature get one answer: nobody finds out which ids exist.
    static func signature(_ insight: String? = nil) -> TokenRefusal {
        client("No key of this client id and kid has signed this.", insight: insight)
    }

    static func request(_ code: String, _ words: String) -> TokenRefusal {
        TokenRefusal(code: code, words: words, status: .badRequest)
    }
}

/// What is asked of `/oauth/token`.
private struct TokenForm: Decodable {
    let grant_type: String?
    let client_assertion_type: String?
    let client_assertion: String?
    let scope: String?
}

extension FHIRService {
    /// Gives an access token to a record system that signs (client credentials with `private_key_jwt`).
    func token(_ request: Request) async -> Response {
        do { return FHIRAnswer(try await granted(request), .plain).response([:]) } catch let refusal as TokenRefusal {
            let body: JSONText.Value = [
                "error": .string(refusal.code), "error_description": .string(refusal.words),
            ]
            return FHIRAnswer(body, .plain, status: refusal.status).response([:])
        } catch {
            logger.error("a token was not given", metadata: ["error": "\(error)"])
            return FHIRAnswer(["error": "server_error"], .plain, status: .internalServerError).response([:])
        }
    }

    private func granted(_ request: Request) async throws -> JSONText.Value {
        let form = try await Self.form(request)
        guard form.grant_type == "client_credentials" else {
            throw TokenRefusal.request("unsupported_grant_type", "grant_type must be client_credentials.")
        }
        guard form.client_assertion_type == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            let text = form.client_assertion
        else { throw TokenRefusal.client("Prove who you are with a client_assertion of the type jwt-bearer.") }
        guard let head = AssertionHead(text) else { throw TokenRefusal.client("The assertion is no signed JWT.") }
        guard let id = head.issuer, let system = try await systems.system(id) else {
            throw head.refusal ?? .signature()
        }
        do { return try await granted(form.scope, text, head, to: system) } catch let refusal as TokenRefusal {
            try await systems.refused(id, because: refusal.insight ?? refusal.words)
            throw refusal
        }
    }

    private func granted(
        _ scope: String?, _ text: String, _ head: AssertionHead, to system: RecordSystem
    ) async throws -> JSONText.Value {
        let assertion = try await verified(text, head, of: system)
        let scopes = try Self.scopes(scope, of: system)
        let token = try await systems.token(
            for: system, scopes: scopes, assertion: assertion.jti,
            until: Date(timeIntervalSince1970: assertion.exp + 2 * Assertion.grace))
        guard let token else { throw TokenRefusal.client("This assertion was used before (jti).") }
        return [
            "access_token": .string(token), "token_type": "bearer",
            "expires_in": .number(Int(RecordSystemStore.tokenLifetime)), "scope": .string(SystemScope.written(scopes)),
        ]
    }

    private static func form(_ request: Request) async throws -> TokenForm {
        do {
            let body = String(buffer: try await request.body.collect(upTo: smallBody))
            return try URLEncodedFormDecoder().decode(TokenForm.self, from: body)
        } catch { throw TokenRefusal.request("invalid_request", "Send a form of at most 32 kilobytes.") }
    }

    private func verified(
        _ text: String, _ head: AssertionHead, of system: RecordSystem
    ) async throws -> Assertion {
        if let refusal = head.refusal { throw refusal }
        let set = try await published.keys(of: system, named: head.keyName)
        guard let key = set.keys.first(where: { $0.kid == head.keyName }) else {
            throw TokenRefusal.signature("The signature names a key that is not registered (\(head.spokenKey)).")
        }
        guard let keys = try await key.collection(for: head.algorithm) else {
            throw TokenRefusal.signature("The key (\(head.spokenKey)) cannot sign with \(head.algorithm).")
        }
        guard let assertion = try? await keys.verify(text, as: Assertion.self) else {
            throw TokenRefusal.signature(
                "The signature was not made with the key that it names (\(head.spokenKey)), or lacks one of iss, sub, aud, exp and jti."
            )
        }
        try assertion.check(system: system.id, audience: tokenAddress, at: clock.now)
        return assertion
    }

    private static func scopes(_ asked: String?, of system: RecordSystem) throws(TokenRefusal) -> Set<SystemScope> {
        let asked = asked ?? ""
        let granted = asked.isEmpty ? system.scopes : SystemScope.asked(asked).intersection(system.scopes)
        guard !granted.isEmpty else {
            throw .request("invalid_scope", "None of these scopes is granted to this client.")
        }
        return granted
    }
}
