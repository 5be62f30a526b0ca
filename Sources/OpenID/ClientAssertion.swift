import Accounts
import Foundation
import JWTKit

/// By which we prove to a provider who we are: `private_key_jwt` (OpenID Connect Core 1.0, section 9; RFC 7523).
struct ClientAssertion: JWTPayload {
    let iss: String
    let sub: String
    let aud: String
    let jti: String
    let iat: Int
    let exp: Int

    /// We only ever sign these.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// NHS England asks for RS512, and for at most five minutes.
    private static let preferred = ["RS512", "RS384", "RS256", "PS512", "PS384", "PS256"]
    private static let life: TimeInterval = 120

    init(client: String, audience: String, at now: Date) {
        (iss, sub, aud, jti) = (client, client, audience, UUID().uuidString)
        (iat, exp) = (Int(now.timeIntervalSince1970), Int((now + Self.life).timeIntervalSince1970))
    }

    /// - Parameter accepted: what the provider says it accepts; where it says nothing, what every provider must.
    static func algorithm(accepted: [String]?) -> String? {
        guard let accepted, !accepted.isEmpty else { return "RS256" }
        return preferred.first(where: accepted.contains)
    }

    func signed(with key: ProviderKey, algorithm: String) async throws -> String {
        let keys = JWTKeyCollection()
        let (pem, kid) = (key.privatePEM, JWKIdentifier(string: key.id.rawValue))
        let digest: DigestAlgorithm =
            algorithm.hasSuffix("512") ? .sha512 : algorithm.hasSuffix("384") ? .sha384 : .sha256
        if algorithm.hasPrefix("PS") {
            await keys.add(pss: try Insecure.RSA.PrivateKey(pem: pem), digestAlgorithm: digest, kid: kid)
        } else {
            await keys.add(rsa: try Insecure.RSA.PrivateKey(pem: pem), digestAlgorithm: digest, kid: kid)
        }
        return try await keys.sign(self, kid: kid)
    }
}
