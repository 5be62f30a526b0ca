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

    /// The public key of that name, 32 bytes, old ones too; `nil` where the ring never had it.
    public func publicKey(_ name: String) -> Data? { signing.publicKey(name) }
}
