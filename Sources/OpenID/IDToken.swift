import Accounts
import Foundation
import JWTKit
import Vocabulary

/// An id token in its three parts, before anything in it is believed.
struct SignedToken: Sendable {
    let algorithm: String
    let keyName: String?
    let payload: Data
    private let signed: Data
    private let signature: Data

    /// - Throws: `ProviderFault` for what is no JWS with an algorithm that we believe.
    init(_ text: String) throws(ProviderFault) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let head = Data(base64URL: parts[0]).flatMap(Head.init), head.crit == nil,
            let payload = Data(base64URL: parts[1]), let signature = Data(base64URL: parts[2])
        else { throw .token("It is no signed JWT.") }
        guard ProviderKeySet.algorithms.contains(head.alg) else {
            throw .token("It is signed with an algorithm that is not accepted.")
        }
        (algorithm, keyName) = (head.alg, head.kid)
        (self.payload, self.signature) = (payload, signature)
        signed = Data("\(parts[0]).\(parts[1])".utf8)
    }

    /// `crit` names extensions that must be understood (RFC 7515, section 4.1.11); we understand none.
    private struct Head: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?

        init?(_ data: Data) {
            guard let head = try? JSONDecoder().decode(Head.self, from: data) else { return nil }
            self = head
        }
    }

    /// - Throws: `ProviderFault` where the key has not signed it.
    func verify(by key: ProviderKeySet.Key) async throws(ProviderFault) {
        let verifier = await key.verifier(for: algorithm)
        guard let verifier, (try? verifier.verify(signature, signs: signed)) == true else {
            throw .token("Its signature is not the provider’s.")
        }
    }
}

/// The claims of an id token (OpenID Connect Core 1.0, section 2), and the checks of section 3.1.3.7.
struct IDTokenClaims: Decodable {
    let iss: String
    let aud: Audience
    let azp: String?
    let exp: Double
    let iat: Double
    let nbf: Double?
    let nonce: String?

    struct Audience: Decodable {
        let values: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            values = try (try? [container.decode(String.self)]) ?? container.decode([String].self)
        }
    }

    /// How far clocks may differ, in seconds.
    static let leeway: TimeInterval = 60

    /// - Throws: `ProviderFault`, with the first thing wrong.
    func check(_ provider: SignInProvider, nonce expected: String, at now: Date) throws(ProviderFault) {
        let second = now.timeIntervalSince1970
        guard iss == provider.issuer else { throw .token("It is of another issuer (iss).") }
        // A token that others may use too could be one that they were given.
        guard aud.values == [provider.clientID] else { throw .token("It is meant for somebody else (aud).") }
        guard azp == nil || azp == provider.clientID else { throw .token("It was given to somebody else (azp).") }
        guard exp > second - Self.leeway else { throw .token("It has run out (exp).") }
        guard iat <= second + Self.leeway, (nbf ?? iat) <= second + Self.leeway else {
            throw .token("It is of the future (iat): one of the two clocks is wrong.")
        }
        guard iat >= second - AttemptStore.life - Self.leeway else { throw .token("It is too old (iat).") }
        guard nonce == expected else { throw .token("It answers another question (nonce).") }
    }
}
