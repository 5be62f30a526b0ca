import Database
import Foundation
import Vocabulary

extension AuditTrail {
    /// What checking the record found.
    public enum Finding: Equatable, Sendable {
        case intact(Extent)
        case broken(AuditFault)
    }

    /// How much was checked.
    public struct Extent: Equatable, Sendable {
        public let entries: Int
        public let seals: Int
        /// The newest entries, which the next seal will cover.
        public let unsealed: Int
        /// Kept elsewhere, it shows later whether seals were taken off the end (`KnownSeal`).
        public let newest: SealStatement?

        public init(entries: Int, seals: Int, unsealed: Int, newest: SealStatement?) {
            (self.entries, self.seals, self.unsealed, self.newest) = (entries, seals, unsealed, newest)
        }
    }

    /// From where the record is checked; what lies before is taken as it is.
    public enum Since: Equatable, Sendable {
        case beginning
        /// From the seal with this number.
        case seal(Int)
        /// From the first seal that was made at this moment or later.
        case moment(Date)
    }

    /// Walks the record a page at a time, each a read of its own, so that it can be checked while it is written to.
    public static func verify(
        _ engine: any Engine, keys: KeyRing, since: Since = .beginning, page: Int = 5_000
    ) async throws -> Finding {
        do {
            var walk = RecordWalk(after: try await engine.read { try start(since, in: $0) }, keys: keys)
            var isDone = false
            while !isDone {
                let before = walk
                (walk, isDone) = try await engine.read { try step(from: before, page, in: $0) }
            }
            return .intact(
                Extent(entries: walk.entries, seals: walk.seals, unsealed: walk.unsealed, newest: walk.newest))
        } catch let fault as AuditFault { return .broken(fault) }
    }

    /// The last seal that is not walked.
    /// - Throws: `NotFound` where there is no seal with the wanted number.
    private static func start(_ since: Since, in database: any Reading) throws -> SealStatement? {
        switch since {
        case .beginning: return nil
        case .seal(let number):
            guard try Seal.number(number, in: database) != nil else { throw NotFound("seal") }
            return try Seal.number(number - 1, in: database)?.statement
        case .moment(let moment):
            return try database.row(
                """
                SELECT \(sql: Seal.columns) FROM audit_seal WHERE sealed_at < \(moment) ORDER BY number DESC LIMIT 1
                """
            ).map { try Seal($0).statement }
        }
    }

    /// One page: seals first, then their entries; after the last seal the entries that wait for theirs.
    private static func step(
        from before: RecordWalk, _ page: Int, in database: any Reading
    ) throws -> (RecordWalk, isDone: Bool) {
        var walk = before
        if walk.wantsSeals { walk.expect(try Seal.following(walk.newest?.number ?? 0, most: 100, in: database)) }
        let (inSeals, last) = (walk.hasSeals, walk.hasSeals ? walk.reach : Int.max)
        var met = 0
        try database.scan(
            """
            SELECT \(sql: EntryHash.columns) FROM audit_entry WHERE seq > \(walk.after) AND seq <= \(last)
            ORDER BY seq LIMIT \(page)
            """
        ) { row in
            try walk.meet(row)
            met += 1
        }
        if inSeals, met < page { try walk.finishSeals() }
        return (walk, met < page && !inSeals)
    }
}

/// What an operator reads.
extension AuditTrail.Finding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .broken(let fault): "The record is broken: \(fault)."
        case .intact(let extent):
            "The record is intact: \(extent.entries) \(extent.entries == 1 ? "entry" : "entries") in "
                + "\(UKTime.count(extent.seals, "seal")). \(extent.waiting)"
        }
    }
}

extension AuditTrail.Extent {
    fileprivate var waiting: String {
        switch unsealed {
        case 0: "All are sealed."
        case 1: "The newest entry is not sealed yet."
        default: "The \(unsealed) newest are not sealed yet."
        }
    }
}
