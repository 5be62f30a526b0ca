import Foundation
import JWTKit
import Vocabulary

/// The public keys that a provider signs with (RFC 7517).
struct ProviderKeySet: Sendable {
    let keys: [Key]

    struct Key: Sendable, Decodable {
        let kty: String
        let kid: String?
        let use: String?
        let alg: String?
        let n: String?
        let e: String?
        let crv: String?
        let x: String?
        let y: String?
    }

    /// The algorithms that we believe. None without a key, and none whose key we would share (RFC 8725, section 3.1).
    static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    static func read(_ data: Data) throws(ProviderFault) -> ProviderKeySet {
        struct Loose: Decodable { let keys: [Maybe] }
        struct Maybe: Decodable {
            let key: Key?
            // A key of a kind that nobody knows yet must not hide the others.
            init(from decoder: any Decoder) { key = try? Key(from: decoder) }
        }
        guard let loose = try? JSONDecoder().decode(Loose.self, from: data) else {
            throw .answer("Its keys (jwks_uri) are no JWK Set.")
        }
        return ProviderKeySet(keys: loose.keys.compactMap(\.key))
    }

    private init(keys: [Key]) { self.keys = keys }

    /// Keys that may have signed with this algorithm; those of the name, where one is given.
    func candidates(_ algorithm: String, named kid: String?) -> [Key] {
        keys.filter { $0.fits(algorithm) && (kid == nil || $0.kid == kid) }
    }
}

extension ProviderKeySet.Key {
    /// The kind of key decides what it can sign: the word in the token never turns one kind into another.
    func fits(_ algorithm: String) -> Bool {
        guard ProviderKeySet.algorithms.contains(algorithm), use != "enc", alg == nil || alg == algorithm else {
            return false
        }
        switch (algorithm.prefix(2), kty) {
        case ("RS", "RSA"), ("PS", "RSA"): return isLongEnough
        case ("ES", "EC"): return crv == ["ES256": "P-256", "ES384": "P-384", "ES512": "P-521"][algorithm]
        case ("Ed", "OKP"): return crv == "Ed25519"
        default: return false
        }
    }

    /// 2048 bits (RFC 7518, section 3.3).
    private var isLongEnough: Bool {
        let size = n.flatMap { Data(base64URL: $0) }?.drop { $0 == 0 }.count ?? 0
        return (256...1024).contains(size) && e != nil
    }

    /// - Returns: `nil` where the key cannot be read as one for that algorithm.
    func verifier(for algorithm: String) async -> (any JWTAlgorithm)? {
        let keys = JWTKeyCollection()
        let digest: DigestAlgorithm =
            algorithm.hasSuffix("512") ? .sha512 : algorithm.hasSuffix("384") ? .sha384 : .sha256
        do {
            switch algorithm {
            case "RS256", "RS384", "RS512":
                await keys.add(
                    rsa: try Insecure.RSA.PublicKey(modulus: n ?? "", exponent: e ?? ""), digestAlgorithm: digest)
            case "PS256", "PS384", "PS512":
                await keys.add(
                    pss: try Insecure.RSA.PublicKey(modulus: n ?? "", exponent: e ?? ""), digestAlgorithm: digest)
            case "ES256": await keys.add(ecdsa: try ES256PublicKey(parameters: (x ?? "", y ?? "")))
            case "ES384": await keys.add(ecdsa: try ES384PublicKey(parameters: (x ?? "", y ?? "")))
            case "ES512": await keys.add(ecdsa: try ES512PublicKey(parameters: (x ?? "", y ?? "")))
            case "EdDSA": await keys.add(eddsa: try EdDSA.PublicKey(x: x ?? "", curve: .ed25519))
            default: return nil
            }
            return try await keys.getKey()
        } catch { return nil }
    }
}
