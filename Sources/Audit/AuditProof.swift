import Database
import Foundation
import Vocabulary

/// Shows, without the database and without any other entry, that one entry is in the record: its content, the hashes
/// beside its way up the Merkle tree, and the signed seal at the top.
public struct AuditProof: Codable, Equatable, Sendable {
    public let entry: Line
    /// The leaf of the tree: `SHA-256(0x00, number, entry's hash)`.
    let leaf: Fingerprint
    /// Which of the seal's entries it is, from 0.
    let index: Int
    /// The hashes beside the way up, lowest first. They tell nothing of their entries, whose salts are random.
    let path: [Fingerprint]
    public let seal: SealStatement
    /// Ed25519, in hexadecimal, as are the key and the salt.
    let signature: String
    public let publicKey: String

    /// The entry's fields, as they were hashed.
    public struct Line: Codable, Equatable, Sendable {
        public let number: Int
        /// Milliseconds since 1970.
        let at: Int
        let account: String?
        let role: String?
        let organisation: String?
        public let action: String
        let subjectKind: String
        let subject: String?
        let person: String?
        let detail: String
        let salt: String?
        /// In entries of versions before the seals, which have no salt.
        let previousHash: String?
    }

    /// Sorted keys, a line each.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// - Parameter signer: the public key, in hexadecimal, that must have signed; `nil` to take the one in the proof.
    /// - Throws: `ProofRefusal` where it does not hold.
    public func check(signer: String? = nil) throws(ProofRefusal) {
        guard seal.from <= entry.number, entry.number <= seal.to else { throw .otherRange }
        guard let hash = entry.hash, leaf == entry.leaf(hash) else { throw .otherContent }
        guard MerkleTree.root(from: leaf, at: index, of: seal.entries, by: path[...]) == seal.root else {
            throw .otherRoot
        }
        guard signer == nil || signer == publicKey else { throw .otherSigner }
        guard let key = Hex.data(publicKey), let signature = Hex.data(signature),
            seal.isSigned(with: signature, by: key)
        else { throw .wrongSignature }
    }
}

/// Why a proof does not hold.
public enum ProofRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case otherRange, otherContent, otherRoot, otherSigner, wrongSignature

    public var description: String {
        switch self {
        case .otherRange: "the seal does not cover an entry with this number"
        case .otherContent: "the entry is not the one that was sealed"
        case .otherRoot: "the path does not lead from the entry to the seal"
        case .otherSigner: "the seal was signed with another key"
        case .wrongSignature: "the seal's signature is wrong"
        }
    }
}

extension AuditProof.Line {
    init(_ entry: AuditEntry) {
        (number, at) = (entry.seq, Int((entry.at.timeIntervalSince1970 * 1000).rounded()))
        (account, role) = (entry.accountID?.rawValue, entry.role?.rawValue)
        (organisation, action) = (entry.organisationID?.rawValue, entry.action)
        (subjectKind, subject, person) = (entry.subjectKind, entry.subjectID, entry.personID?.rawValue)
        (detail, salt) = (entry.detail, entry.salt.map(Hex.text))
        previousHash = entry.salt == nil ? entry.previousHash : nil
    }

    /// `nil` where the salt is no hexadecimal, or where there is both a salt and a hash of the entry before, or neither.
    var hash: Fingerprint? {
        let salt = salt.flatMap(Hex.data)
        guard (salt == nil) == (self.salt == nil), (salt == nil) != (previousHash == nil) else { return nil }
        let texts = [account, role, organisation, action, subjectKind, subject, person, detail]
        let row = RowOfValues(
            [number.sqlValue, at.sqlValue] + texts.map { $0?.sqlValue ?? .null }
                + [salt?.sqlValue ?? .null, (previousHash ?? "").sqlValue]
        )
        var bytes = HashedBytes()
        return EntryHash.made(row, &bytes)
    }

    func leaf(_ hash: Fingerprint) -> Fingerprint {
        var bytes = HashedBytes()
        return EntryHash.leaf(seq: number, hash, &bytes)
    }
}
