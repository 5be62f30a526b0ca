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

    static func client(_ words: String) -> TokenRefusal {
        TokenRefusal(code: "invalid_client", words: words, status: .unauthorized)
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
        let (system, assertion) = try await verified(text)
        let scopes = try Self.scopes(form.scope, of: system)
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
            let body = String(buffer: try await request.body.collect(upTo: 32_768))
            return try URLEncodedFormDecoder().decode(TokenForm.self, from: body)
        } catch { throw TokenRefusal.request("invalid_request", "Send a form of at most 32 kilobytes.") }
    }

    /// An unknown system and a wrong signature get one answer: nobody finds out which ids exist.
    private func verified(_ text: String) async throws -> (RecordSystem, Assertion) {
        guard let head = AssertionHead(text) else { throw TokenRefusal.client("The assertion is no signed JWT.") }
        guard ["RS384", "RS512", "ES384"].contains(head.algorithm) else {
            throw TokenRefusal.client("Sign with RS384, RS512 or ES384.")
        }
        let refused = TokenRefusal.client("No key of this client id and kid has signed this.")
        guard let id = head.issuer, let system = try await systems.system(id),
            let key = system.keys.keys.first(where: { $0.kid == head.keyName }),
            let keys = try await key.collection(for: head.algorithm),
            let assertion = try? await keys.verify(text, as: Assertion.self)
        else { throw refused }
        try assertion.check(system: id, audience: tokenAddress, at: clock.now)
        return (system, assertion)
    }

    private static func scopes(_ asked: String?, of system: RecordSystem) throws(TokenRefusal) -> Set<SystemScope> {
        guard let asked, !asked.isEmpty else { return system.scopes }
        let granted = SystemScope.read(asked).intersection(system.scopes)
        guard !granted.isEmpty else {
            throw .request("invalid_scope", "None of these scopes is granted to this client.")
        }
        return granted
    }
}
