import Foundation
import Vocabulary

/// The public keys that a record system signs with: a JWK Set (RFC 7517), each key with a `kid` of its own.
public struct PublicKeySet: Sendable, Equatable, Codable {
    public let keys: [Key]

    /// One key: RSA with 2048 bits or more, or on the curve P-384.
    public struct Key: Sendable, Equatable, Codable {
        public let kid: String
        public let kty: String
        /// RSA: modulus and exponent, in base64url.
        public let n: String?
        public let e: String?
        /// EC: curve and point, in base64url.
        public let crv: String?
        public let x: String?
        public let y: String?
    }

    /// The most keys that are of use: the present one, the next, and those being phased out.
    private static let most = 10

    /// Reads what somebody pasted.
    /// - Throws: `InvalidInput` on `keys`, with what to mend.
    public init(typed: String) throws(InvalidInput) {
        let data = Data(typed.utf8)
        let loose = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        let members = (loose?["keys"] as? [[String: Any]])?.flatMap(\.keys) ?? []
        let secrets: Set = ["d", "p", "q", "dp", "dq", "qi", "k"]
        guard secrets.isDisjoint(with: members) else {
            throw Self.refused(
                "This holds a private key. Do not use that key any more; make a new pair and paste its public half.")
        }
        guard let set = try? JSONDecoder().decode(PublicKeySet.self, from: data), !set.keys.isEmpty else {
            throw Self.refused("Paste a JWK Set: {\"keys\": [{\"kty\": …, \"kid\": …}]}, each key with a kid.")
        }
        guard set.keys.count <= Self.most, Set(set.keys.map(\.kid)).count == set.keys.count else {
            throw Self.refused("Paste \(Self.most) keys at most, each with a kid of its own.")
        }
        for key in set.keys { try key.check() }
        self = set
    }

    init(stored: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(stored.utf8)) }

    var stored: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{\"keys\":[]}"
    }

    fileprivate static func refused(_ words: String) -> InvalidInput { InvalidInput("keys", words) }
}

extension PublicKeySet.Key {
    fileprivate func check() throws(InvalidInput) {
        let named = "The key “\(kid.prefix(60))”"
        switch kty {
        case "RSA":
            guard let n, let size = Data(base64URL: n)?.drop(while: { $0 == 0 }).count, size >= 256, e != nil else {
                throw PublicKeySet.refused("\(named) must have 2048 bits or more (n), and an exponent (e).")
            }
        case "EC":
            guard crv == "P-384", let x, let y, Data(base64URL: x)?.count == 48, Data(base64URL: y)?.count == 48 else {
                throw PublicKeySet.refused("\(named) must be on the curve P-384 (crv, x, y).")
            }
        default: throw PublicKeySet.refused("\(named) must be of the type RSA or EC.")
        }
    }
}
