import Crypto
import CryptoExtras
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
        guard !Self.holdsSecret(loose?["keys"] as? [[String: Any]] ?? []) else {
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

    /// Reads what a system publishes. Keys of kinds that are of no use here stand beside the others without harm.
    /// - Throws: `KeysUnreadable`, with what to mend.
    init(published data: Data) throws(KeysUnreadable) {
        let loose = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        guard let entries = loose?["keys"] as? [[String: Any]] else {
            throw KeysUnreadable("What stands there is no JWK Set.")
        }
        guard !Self.holdsSecret(entries) else {
            throw KeysUnreadable(
                "A private key stands there, for everybody to read. Take it away, and make a new pair.")
        }
        var (kept, names): ([Key], Set<String>) = ([], [])
        for key in entries.compactMap(Self.usable) where names.insert(key.kid).inserted { kept.append(key) }
        guard !kept.isEmpty else {
            throw KeysUnreadable("No key there can be used: RSA with 2048 bits or more, or P-384, each with a kid.")
        }
        keys = Array(kept.prefix(Self.most))
    }

    private init(keys: [Key]) { self.keys = keys }

    /// Of a system whose keys nobody has read yet.
    public static let none = PublicKeySet(keys: [])

    private static func usable(_ entry: [String: Any]) -> Key? {
        guard entry["use"] as? String != "enc", let data = try? JSONSerialization.data(withJSONObject: entry),
            let key = try? JSONDecoder().decode(Key.self, from: data), (try? key.check()) != nil
        else { return nil }
        return key
    }

    private static func holdsSecret(_ entries: [[String: Any]]) -> Bool {
        let secrets: Set = ["d", "p", "q", "dp", "dq", "qi", "k"]
        return !secrets.isDisjoint(with: entries.flatMap(\.keys))
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
    /// What it can sign with.
    public var algorithms: String { kty == "RSA" ? "RS384 or RS512" : "ES384" }

    fileprivate func check() throws(InvalidInput) {
        let named = "The key “\(kid.prefix(60))”"
        switch kty {
        case "RSA":
            guard isLongRSA else {
                throw PublicKeySet.refused("\(named) must have 2048 bits or more (n), and an exponent (e).")
            }
        case "EC":
            guard isOnP384 else { throw PublicKeySet.refused("\(named) must be on the curve P-384 (crv, x, y).") }
        default: throw PublicKeySet.refused("\(named) must be of the type RSA or EC.")
        }
    }

    private var isLongRSA: Bool {
        guard let n = n.flatMap({ Data(base64URL: $0) }), let e = e.flatMap({ Data(base64URL: $0) }) else {
            return false
        }
        return n.drop { $0 == 0 }.count >= 256 && (try? _RSA.Signing.PublicKey(n: n, e: e)) != nil
    }

    private var isOnP384: Bool {
        guard crv == "P-384", let x = x.flatMap({ Data(base64URL: $0) }), let y = y.flatMap({ Data(base64URL: $0) }),
            x.count == 48, y.count == 48
        else { return false }
        return (try? P384.Signing.PublicKey(x963Representation: Data([4]) + x + y)) != nil
    }
}
