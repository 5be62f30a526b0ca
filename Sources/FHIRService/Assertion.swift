import Accounts
import Foundation
import JWTKit
import Vocabulary

/// A signed statement by which a record system proves who it is (RFC 7523; NHS England: RS512; SMART: RS384, ES384).
struct Assertion: JWTPayload {
    let iss: String
    let sub: String
    let aud: Audience
    let exp: Double
    let jti: String
    let nbf: Double?

    /// Times are checked where the clock is.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// One audience, or several.
    struct Audience: Codable, Sendable {
        let values: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            values = try (try? [container.decode(String.self)]) ?? container.decode([String].self)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(values)
        }
    }

    /// The longest that an assertion may still work, in seconds, and how far clocks may differ.
    static let longest: TimeInterval = 300
    static let grace: TimeInterval = 10

    /// - Throws: `TokenRefusal` in words for whoever connects a system; nothing in it is secret.
    func check(system: RecordSystemID, audience: String, at now: Date) throws(TokenRefusal) {
        guard sub == iss, iss == system.rawValue else { throw .client("iss and sub must both be the client id.") }
        guard aud.values.contains(audience) else { throw .client("aud must be \(audience).") }
        let left = exp - now.timeIntervalSince1970
        guard left > -Self.grace else { throw .client("The assertion has run out (exp).") }
        guard left <= Self.longest + Self.grace else {
            throw .client("exp must be at most \(Int(Self.longest)) seconds ahead.")
        }
        guard (nbf ?? 0) <= now.timeIntervalSince1970 + Self.grace else {
            throw .client("The assertion begins later (nbf).")
        }
        guard (1...200).contains(jti.utf8.count) else { throw .client("jti must be an id of its own.") }
    }
}

/// Who says to have signed, read before anything is believed.
struct AssertionHead {
    let algorithm: String
    let keyName: String?
    let issuer: RecordSystemID?
    private let hasCritical: Bool

    /// - Returns: `nil` for what is no signed JWT.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let head = Self.decode(Head.self, parts[0]),
            let claims = Self.decode(Claims.self, parts[1])
        else { return nil }
        (algorithm, keyName, issuer) = (head.alg, head.kid, claims.iss.flatMap(RecordSystemID.init))
        hasCritical = head.crit != nil
    }

    /// Why it is not even held against a key; `nil` where it is.
    var refusal: TokenRefusal? {
        guard ["RS384", "RS512", "ES384"].contains(algorithm) else { return .algorithm }
        // Whoever does not understand what it names has to refuse it (RFC 7515, section 4.1.11), and nothing of it is here.
        return hasCritical ? .critical : nil
    }

    /// The name of the key, fit to be shown whoever wrote it.
    var spokenKey: String { keyName.map { "kid “\(TypedText.clean($0).prefix(60))”" } ?? "no kid" }

    private struct Head: Decodable {
        let alg: String
        let kid: String?
        let crit: Unread?
    }

    /// Something that is there, whatever it is.
    private struct Unread: Decodable {
        init(from decoder: any Decoder) {}
    }

    private struct Claims: Decodable {
        let iss: String?
    }

    private static func decode<T: Decodable>(_ type: T.Type, _ part: String) -> T? {
        Data(base64URL: part).flatMap { try? JSONDecoder().decode(type, from: $0) }
    }
}

extension PublicKeySet.Key {
    /// The key for one algorithm; `nil` where it is not made for that.
    func collection(for algorithm: String) async throws -> JWTKeyCollection? {
        let keys = JWTKeyCollection()
        switch (algorithm, kty) {
        case ("RS384", "RSA"), ("RS512", "RSA"):
            guard let n, let e else { return nil }
            let key = try Insecure.RSA.PublicKey(modulus: n, exponent: e)
            await keys.add(
                rsa: key, digestAlgorithm: algorithm == "RS384" ? .sha384 : .sha512, kid: JWKIdentifier(string: kid))
        case ("ES384", "EC"):
            guard let x, let y else { return nil }
            await keys.add(ecdsa: try ES384PublicKey(parameters: (x, y)), kid: JWKIdentifier(string: kid))
        default: return nil
        }
        return keys
    }
}
