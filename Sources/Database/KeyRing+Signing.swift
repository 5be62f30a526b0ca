import Crypto
import Foundation

extension KeyRing {
    /// The name of the key that `sign` uses, so that what is signed can say it.
    public func signingKeyName() throws -> String { try signing.newest().name }

    /// - Returns: the Ed25519 signature, 64 bytes.
    /// - Throws: `KeyFault.unknownKey` where `name` is not the newest key: nothing new is signed with an old one.
    public func sign(_ bytes: Data, with name: String) throws -> Data {
        let newest = try signing.newest()
        guard newest.name == name else { throw KeyFault.unknownKey(name) }
        return try newest.key.signature(for: bytes)
    }

    /// What tells whether a signature is this installation's: the public half of each signing key, the one that signs last.
    public var verifyingKeys: [VerifyingKey] { signing.verifying }

    /// Adds a signing key, which signs from now on; what older ones signed stays as good as it was. Other processes that
    /// use the ring's file find it by themselves.
    /// - Returns: its name.
    @discardableResult
    public func addSigningKey() throws -> String {
        try shelf.addSigningKey()
        return try signingKeyName()
    }

    /// The public key of that name, 32 bytes, old ones too; `nil` where the ring never had it.
    public func publicKey(_ name: String) -> Data? { signing.publicKey(name) }
}

/// The public half of a key that signs, or signed, the seals of the audit record.
public struct VerifyingKey: Sendable, Equatable {
    public let name: String
    /// Ed25519 (RFC 8032), 32 bytes.
    public let bytes: Data
}
