import Audit
import Database
import Foundation
import Vocabulary

/// What anybody needs to check a proof from the record of who did what, or that the record was not made anew: the keys that
/// sign it, and how far it has come. It tells nothing of what stands in it.
public struct RecordPages: Feature {
    let engine: any Engine
    let keys: KeyRing

    public init(engine: any Engine, keys: KeyRing) { (self.engine, self.keys) = (engine, keys) }

    public func routes(_ site: inout RouteTable) {
        site.get("/record", .anyone) { _ in
            .page("audit/record", RecordPage(keys.verifyingKeys, try await newest()), title: "The sealed record")
        }
        site.get("/record/keys.json", .anyone) { _ in
            try .json(RecordKeys(keys.verifyingKeys, try await newest()))
        }
    }

    private func newest() async throws -> SealStatement? {
        try await engine.read { try AuditTrail.newestSeal(in: $0) }
    }
}

/// For people.
struct RecordPage: Sendable {
    let keys: [Key]
    let seal: NewestSeal?

    struct Key: Sendable {
        let name: String
        let publicKey: String
        let signs: Bool
    }

    struct NewestSeal: Sendable {
        let number: String
        let hash: String
        let sealedAt: String
    }

    /// - Parameter keys: the one that signs last.
    init(_ keys: [VerifyingKey], _ newest: SealStatement?) {
        self.keys = keys.reversed().map {
            Key(name: $0.name, publicKey: Hex.text($0.bytes), signs: $0 == keys.last)
        }
        seal = newest.map {
            NewestSeal(
                number: String($0.number), hash: $0.fingerprint.hex,
                sealedAt: UKTime.full(Date(timeIntervalSince1970: Double($0.sealedAt) / 1000)))
        }
    }
}

/// For programs: `GET /record/keys.json`.
struct RecordKeys: Encodable, Sendable {
    /// Name to Ed25519 public key (RFC 8032), 32 bytes in hexadecimal.
    let keys: [String: String]
    let signing: String?
    let newestSeal: Seal?

    struct Seal: Encodable, Sendable {
        let number: Int
        /// SHA-256 of the seal's statement, in hexadecimal.
        let hash: String
        /// Milliseconds since 1970.
        let sealedAt: Int
    }

    init(_ keys: [VerifyingKey], _ newest: SealStatement?) {
        self.keys = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, Hex.text($0.bytes)) })
        signing = keys.last?.name
        newestSeal = newest.map { Seal(number: $0.number, hash: $0.fingerprint.hex, sealedAt: $0.sealedAt) }
    }
}
