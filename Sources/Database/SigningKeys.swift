import Crypto
import Foundation
import Vocabulary

/// The keys that sign the seals of the audit record (Ed25519, RFC 8032). The newest signs; the public half of each older
/// one still tells whether what it signed is genuine.
struct SigningKeys: Sendable {
    private let keys: [String: Curve25519.Signing.PrivateKey]
    private let current: String?

    /// Reads those in the key ring's file. A ring from before the record was sealed gets its first one.
    init(ring file: URL) throws {
        var kept = try KeyFile(reading: file).signing
        if kept.isEmpty { kept = try Self.add(to: file) { $0.isEmpty } }
        try self.init(kept)
    }

    /// One key that lives in memory only.
    init() {
        let key = Curve25519.Signing.PrivateKey()
        let name = Self.name(of: key, number: 1)
        (keys, current) = ([name: key], name)
    }

    private init(_ kept: [String: Data]) throws {
        keys = try kept.mapValues { try Curve25519.Signing.PrivateKey(rawRepresentation: $0) }
        current = keys.keys.max { Self.number(of: $0) < Self.number(of: $1) }
    }

    func newest() throws -> (name: String, key: Curve25519.Signing.PrivateKey) {
        guard let current, let key = keys[current] else { throw KeyFault.emptyRing }
        return (current, key)
    }

    func publicKey(_ name: String) -> Data? { keys[name]?.publicKey.rawRepresentation }

    /// The newest last.
    var verifying: [VerifyingKey] {
        keys.sorted { Self.number(of: $0.key) < Self.number(of: $1.key) }
            .map { VerifyingKey(name: $0.key, bytes: $0.value.publicKey.rawRepresentation) }
    }

    /// These and a new one, for a ring that lives in memory.
    func withAnother() throws -> SigningKeys {
        var kept = keys.mapValues(\.rawRepresentation)
        Self.add(to: &kept)
        return try SigningKeys(kept)
    }
}

/// In the ring's file: `"signing": {"1-9f3a61c0": "…"}`, private keys in base64.
extension SigningKeys {
    /// Adds a key, which signs from now on, and leaves whatever else is in the ring; one process at a time.
    /// - Parameter wanted: whether to add one, seeing those that are there by then.
    @discardableResult
    static func add(to file: URL, where wanted: ([String: Data]) -> Bool = { _ in true }) throws -> [String: Data] {
        let lock = try FileLock(file.appendingPathExtension("lock"), waiting: true)
        defer { lock.release() }
        var ring = try KeyFile(reading: file)
        var kept = try ring.signing
        guard wanted(kept) else { return kept }
        add(to: &kept)
        ring.set(signing: kept)
        try ring.write(to: file)
        return kept
    }

    private static func add(to kept: inout [String: Data]) {
        let key = Curve25519.Signing.PrivateKey()
        kept[name(of: key, number: kept.count + 1)] = key.rawRepresentation
    }

    /// `2-9f3a61c0`: which one it is, and the beginning of its public key, so that two machines never mean different keys
    /// by one name.
    private static func name(of key: Curve25519.Signing.PrivateKey, number: Int) -> String {
        "\(number)-\(Hex.text(key.publicKey.rawRepresentation.prefix(4)))"
    }

    private static func number(of name: String) -> Int { Int(name.prefix { $0 != "-" }) ?? 0 }
}
