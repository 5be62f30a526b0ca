import Database
import Vocabulary

extension AuditTrail {
    /// The proof that one entry is in the record.
    /// - Throws: `NotFound` where there is no such entry, or no seal covers it yet; `AuditFault` where the record does
    ///   not hold at this place.
    public static func proof(of seq: Int, keys: KeyRing, in database: any Reading) throws -> AuditProof {
        let row = try database.row("SELECT * FROM audit_entry WHERE seq = \(seq)")
        guard let entry = try row.map(entry), let seal = try Seal.covering(seq, in: database) else {
            throw NotFound("sealed entry")
        }
        guard let key = keys.publicKey(seal.statement.keyName) else {
            throw AuditFault.unknownKey(seal: seal.statement.number, name: seal.statement.keyName)
        }
        let (leaves, index) = try leaves(of: seal.statement, around: seq, in: database)
        let proof = AuditProof(
            entry: AuditProof.Line(entry), leaf: leaves[index], index: index,
            path: MerkleTree.path(to: index, in: leaves[...]), seal: seal.statement,
            signature: Hex.text(seal.signature),
            publicKey: Hex.text(key)
        )
        do { try proof.check() } catch { throw AuditFault.changed(entry: seq) }
        return proof
    }

    private static func leaves(
        of seal: SealStatement, around seq: Int, in database: any Reading
    ) throws -> ([Fingerprint], index: Int) {
        var (leaves, index, bytes) = ([Fingerprint](), 0, HashedBytes())
        try database.scan(
            "SELECT seq, hash FROM audit_entry WHERE seq >= \(seal.from) AND seq <= \(seal.to) ORDER BY seq"
        ) { row in
            let number = row.integer(0)
            if number == seq { index = leaves.count }
            leaves.append(EntryHash.leaf(seq: number, EntryHash.stored(row, column: 1), &bytes))
        }
        return (leaves, index)
    }
}
