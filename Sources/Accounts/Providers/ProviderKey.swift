import CryptoExtras
import Database
import Foundation
import Vocabulary

/// A key pair of ours, by which one provider knows us (`private_key_jwt`). RSA, since every provider can check that.
public struct ProviderKey: Sendable {
    /// Its `kid`.
    public let id: ProviderKeyID
    /// Since when it signs; `nil` while it is published and waits.
    public let usedFrom: Date?
    /// Never logged and never shown.
    public let privatePEM: String

    init(_ row: Row, _ keys: KeyRing) throws {
        (id, usedFrom) = (try row("id"), try row("used_from"))
        privatePEM = try keys.open(row("private_sealed"), "provider_key.private")
    }

    /// The public half as a JWK (RFC 7517). It names no algorithm: which one is used, the provider says.
    public func publicJWK() throws -> PublicJWK {
        let numbers = try key().publicKey.getKeyPrimitives()
        return PublicJWK(kid: id.rawValue, n: numbers.modulus.base64URL, e: numbers.publicExponent.base64URL)
    }

    /// The public half for providers that want it pasted.
    public func publicPEM() throws -> String { try key().publicKey.pemRepresentation }

    private func key() throws -> _RSA.Signing.PrivateKey {
        try _RSA.Signing.PrivateKey(pemRepresentation: privatePEM)
    }

    /// Enough for this decade and the next (NIST SP 800-57).
    public static let standardBits = 3072

    /// A new private key, sealed. Making one takes a tenth of a second or more.
    static func sealed(bits: Int, at now: Date, _ keys: KeyRing) async throws -> (id: ProviderKeyID, sealed: Data) {
        let pem = try await offTheEventLoop {
            try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits)).pemRepresentation
        }
        return (ProviderKeyID(at: now), try keys.seal(pem, "provider_key.private"))
    }
}

public struct PublicJWK: Sendable, Encodable {
    public let kid: String
    public let kty = "RSA"
    public let use = "sig"
    public let n: String
    public let e: String

    private enum CodingKeys: String, CodingKey { case kid, kty, use, n, e }
}
