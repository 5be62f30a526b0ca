import Database
import Foundation
import Vocabulary

/// Folds the entries that are settled into seals. Any number of processes may run one each: a seal's number can be taken
/// once only, and whoever comes second looks again at what is left.
public actor Sealer {
    private let engine: any Engine
    private let keys: KeyRing
    private let clock: any Clock
    private let most: Int
    /// Numbers up to `seq` are settled once no transaction from before `next` is unfinished.
    private var mark: (seq: Int, next: Int)?
    /// The newest seal that was seen here; it can never be gone again.
    private var seen: SealStatement?

    /// - Parameter most: the most entries that one seal takes.
    public init(engine: any Engine, keys: KeyRing, clock: any Clock, most: Int = 50_000) {
        (self.engine, self.keys, self.clock, self.most) = (engine, keys, clock, most)
    }

    /// Seals what is settled, in as many seals as it takes.
    /// - Returns: how many seals were made here.
    /// - Throws: `SealingStopped` where seals have vanished.
    @discardableResult
    public func round() async throws -> Int {
        guard let settled = try await settled() else { return 0 }
        var made = 0
        while let batch = try await batch(upTo: settled) {
            let seal = try signed(batch)
            if try await engine.write({ try seal.insert(in: $0) }) { made += 1 }
        }
        return made
    }

    /// The number up to which nothing can be committed any more, where that is known by now.
    private func settled() async throws -> Int? {
        // The number comes first and in a read of its own: whoever took it, or a lower one, had begun by the time of the
        // horizon, which is therefore not too early for any of them.
        let last = try await engine.read { try $0.count("SELECT \(on: .lastAuditNumber) AS count") }
        let horizon = try await engine.read { try $0.horizon() }
        let mark = mark ?? (last, horizon.next)
        if horizon.oldestUnfinished >= horizon.next {
            self.mark = nil
            return last
        }
        let isSettled = horizon.oldestUnfinished >= mark.next
        self.mark = isSettled ? (last, horizon.next) : mark
        return isSettled ? mark.seq : nil
    }

    /// Reads outside a write: what is settled does not change, and writers need not wait while it is hashed.
    private func batch(upTo settled: Int) async throws -> Batch? {
        let (seen, most) = (seen, most)
        let read = try await engine.read { database in
            if let seen, try Seal.number(seen.number, in: database)?.statement != seen {
                throw SealingStopped(number: seen.number)
            }
            let newest = try Seal.newest(in: database)?.statement
            return (newest, try Batch.read(after: newest, upTo: settled, most: most, in: database))
        }
        self.seen = read.0
        return read.1
    }

    private func signed(_ batch: Batch) throws -> Seal {
        let name = try keys.signingKeyName()
        let statement = batch.statement(at: clock.now, keyName: name)
        return Seal(statement, marks: batch.marks, signature: try keys.sign(Data(statement.bytes), with: name))
    }
}

/// Seals that were there are gone or changed: somebody edits the database. Nothing is sealed over that.
public struct SealingStopped: Error, Equatable, Sendable, CustomStringConvertible {
    public let number: Int

    public var description: String {
        "Seal \(number) of the audit record was here and is gone or changed. Nothing more is sealed until the program "
            + "has been started again; check the record first."
    }
}

/// Entries that one seal will cover.
private struct Batch: Sendable {
    let after: SealStatement?
    let to: Int
    let numbers: [Int]
    let root: Fingerprint
    let marks: Data

    /// - Returns: `nil` where there is nothing to seal.
    static func read(
        after newest: SealStatement?, upTo settled: Int, most: Int, in database: any Reading
    ) throws -> Batch? {
        var (numbers, tree, marks, bytes) = ([Int](), MerkleTree(), Data(), HashedBytes())
        let from = newest?.to ?? 0
        try database.scan(
            "SELECT seq, hash FROM audit_entry WHERE seq > \(from) AND seq <= \(settled) ORDER BY seq LIMIT \(most)"
        ) { row in
            let seq = row.integer(0)
            let leaf = EntryHash.leaf(seq: seq, EntryHash.stored(row, column: 1), &bytes)
            numbers.append(seq)
            tree.add(leaf)
            withUnsafeBytes(of: leaf.mark) { marks.append(contentsOf: $0) }
        }
        guard let last = numbers.last else { return nil }
        let to = numbers.count == most ? last : settled
        return Batch(after: newest, to: to, numbers: numbers, root: tree.root, marks: marks)
    }

    func statement(at now: Date, keyName: String) -> SealStatement {
        let from = (after?.to ?? 0) + 1
        return SealStatement(
            number: (after?.number ?? 0) + 1, from: from, to: to, entries: numbers.count,
            gaps: SealedNumbers.gaps(in: from, to, without: numbers),
            marks: marks.withUnsafeBytes { Fingerprint(of: $0) }, root: root,
            previous: after?.fingerprint ?? .none, sealedAt: Int((now.timeIntervalSince1970 * 1000).rounded()),
            keyName: keyName
        )
    }
}
