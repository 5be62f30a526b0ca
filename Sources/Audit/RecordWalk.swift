import Crypto
import Database
import Foundation

/// The state of a walk over the record in the order of its numbers: each entry against its own hash, the old chain where it
/// has one, and the seal that covers it. It keeps the seals of a page or so and one Merkle path, whatever the record's size.
struct RecordWalk: Sendable {
    private let keys: KeyRing
    /// Seals that were read and not yet begun.
    private var ahead: ArraySlice<Seal> = []
    private var current: Open?
    private(set) var newest: SealStatement?
    private(set) var seals = 0
    private(set) var entries = 0
    private(set) var unsealed = 0
    /// The number of the last entry that was met.
    private(set) var after: Int
    /// What a chained entry must carry: empty before the first, `nil` where the walk began later.
    private var chain: Fingerprint?
    private var chainHasEnded = false
    private var isFirst: Bool
    private var bytes = HashedBytes()

    /// A seal whose entries are being met.
    private struct Open: Sendable {
        let seal: Seal
        var numbers: SealedNumbers
        var tree = MerkleTree()
    }

    /// - Parameter seal: the last one before the walk, trusted as it is; `nil` to walk everything.
    init(after seal: SealStatement?, keys: KeyRing) {
        (self.keys, newest, after, isFirst) = (keys, seal, seal?.to ?? Int.min, seal == nil)
    }

    /// Whether seals should be read before more entries. Once an entry without one was met, later seals are not looked at:
    /// they would cover what has been passed.
    var wantsSeals: Bool { !hasSeals && unsealed == 0 }

    var hasSeals: Bool { current != nil || !ahead.isEmpty }

    /// The number up to which the seals at hand reach.
    var reach: Int { ahead.last?.statement.to ?? current?.seal.statement.to ?? after }

    mutating func expect(_ seals: [Seal]) { ahead += seals }
}

extension RecordWalk {
    /// The next entry, in the columns of `EntryHash`.
    mutating func meet(_ row: any RowInPlace) throws(AuditFault) {
        let seq = row.integer(EntryHash.seq)
        try turn(to: seq)
        if let next = current?.numbers.next, seq > next { throw .missing(entry: next) }
        if current != nil, current?.numbers.next != seq { throw .insertedLate(entry: seq) }
        let hash = EntryHash.made(row, &bytes)
        try checkChain(row, seq, hash)
        guard hash == EntryHash.stored(row) else { throw .changed(entry: seq) }
        try seat(seq, hash)
        (after, isFirst) = (seq, false)
        entries += 1
    }

    /// Ends the seals whose last number lies before `seq` and begins the one that covers it.
    mutating func turn(to seq: Int) throws(AuditFault) {
        while true {
            if let end = current?.seal.statement.to, seq <= end { return }
            try close()
            guard let seal = ahead.popFirst() else { return }
            try begin(seal)
        }
    }

    /// All entries up to `reach` have been met.
    mutating func finishSeals() throws(AuditFault) {
        let reach = reach
        try turn(to: reach)
        try close()
        after = max(after, reach)
    }

    private mutating func close() throws(AuditFault) {
        guard let open = current else { return }
        let statement = open.seal.statement
        if let missing = open.numbers.next { throw .missing(entry: missing) }
        guard open.tree.root == statement.root else {
            throw .rootWrong(seal: statement.number, from: statement.from, to: statement.to)
        }
        (current, newest) = (nil, statement)
        seals += 1
    }

    private mutating func begin(_ seal: Seal) throws(AuditFault) {
        let statement = seal.statement
        let follows =
            statement.number == (newest?.number ?? 0) + 1 && statement.from == (newest?.to ?? 0) + 1
            && statement.previous == newest?.fingerprint ?? .none && statement.to >= statement.from
        guard follows else { throw .unfollowing(seal: statement.number) }
        guard let key = keys.publicKey(statement.keyName) else {
            throw .unknownKey(seal: statement.number, name: statement.keyName)
        }
        guard statement.isSigned(with: seal.signature, by: key) else { throw .signatureWrong(seal: statement.number) }
        current = Open(seal: seal, numbers: SealedNumbers(statement))
    }

    private mutating func seat(_ seq: Int, _ hash: Fingerprint) throws(AuditFault) {
        guard let place = current?.tree.count, let marks = current?.seal.marks else {
            unsealed += 1
            return
        }
        let leaf = EntryHash.leaf(seq: seq, hash, &bytes)
        guard leaf.mark == Self.mark(place, in: marks) else { throw .changed(entry: seq) }
        current?.tree.add(leaf)
        current?.numbers.advance()
    }

    private static func mark(_ place: Int, in marks: Data) -> UInt32? {
        guard 4 * place + 4 <= marks.count else { return nil }
        return marks.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self) }
    }
}

/// The chain of older versions, which began with entry 1, had no gaps, and ended with the first entry that has a salt.
extension RecordWalk {
    private mutating func checkChain(_ row: any RowInPlace, _ seq: Int, _ hash: Fingerprint) throws(AuditFault) {
        guard EntryHash.isChained(row) else {
            chainHasEnded = true
            return
        }
        if chainHasEnded { throw .unchained(entry: seq) }
        if entries > 0 || isFirst, seq != (isFirst ? 1 : after + 1) { throw .missing(entry: isFirst ? 1 : after + 1) }
        var fits = false
        let (isFirst, chain) = (isFirst, chain)
        row.withBytes(EntryHash.previousHash) { bytes in
            fits = isFirst ? bytes?.isEmpty == true : chain == nil || bytes.flatMap { Fingerprint(hex: $0) } == chain
        }
        guard fits else { throw .unchained(entry: seq) }
        self.chain = hash
    }
}

extension SealStatement {
    /// - Parameter key: the raw public key.
    func isSigned(with signature: Data, by key: Data) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: Data(bytes))
    }
}
