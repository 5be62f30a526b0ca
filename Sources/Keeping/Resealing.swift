import Audit
import Database
import Foundation
import Vocabulary

/// Seals every stored value anew with the newest key, a few at a time, beside whoever is writing. Where it stopped is
/// kept with the values themselves, so it goes on from there after a power cut.
public struct Resealing: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    /// How many values one transaction changes.
    let page: Int

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, page: Int = 100) {
        (self.engine, self.keys, self.clock, self.page) = (engine, keys, clock, page)
    }

    /// Does a slice of the work. Ask `KeyKeeping.hasSettled` before: a process that seals with an older key leaves values
    /// behind.
    /// - Parameter pages: the most transactions that the slice may take.
    /// - Returns: where the work stands afterwards.
    @discardableResult
    public func slice(pages: Int) async throws -> ResealingProgress {
        guard keys.names.count > 1 else { return try await progress() }
        var left = pages
        for column in SealedColumn.all {
            var walk = try await walk(column)
            while !walk.isFinished, left > 0 {
                walk = try await step(walk)
                left -= 1
            }
        }
        return try await progress()
    }

    /// Where the work with the newest key stands; nothing is looked at but the notes it keeps.
    public func progress() async throws -> ResealingProgress {
        let newest = keys.newest
        return try await engine.read { try ResealingProgress(key: newest, in: $0) }
    }

    /// Counts again what is sealed with other keys, and takes up the columns where something is.
    public func lookAgain() async throws {
        let newest = keys.newest
        for column in SealedColumn.all {
            let left = try await engine.read { try column.count(notBy: newest, in: $0) }
            guard left > 0 else { continue }
            try await engine.write { database in
                try database.execute(
                    """
                    UPDATE resealing SET remaining = \(left), position = NULL, unreadable = 0, finished_at = NULL
                    WHERE column_name = \(column.name) AND finished_at IS NOT NULL
                    """
                )
            }
        }
    }

    /// The walk through a column; it is begun where there is none with the newest key.
    private func walk(_ column: SealedColumn) async throws -> ResealingWalk {
        let newest = keys.newest
        let begun = try await engine.read { try ResealingWalk(column, key: newest, in: $0) }
        if let begun { return begun }
        let walk = ResealingWalk(
            column, key: newest, remaining: try await engine.read { try column.count(notBy: newest, in: $0) }
        )
        try await engine.write { try walk.begin(in: $0) }
        return walk
    }

    /// One page of a column, in a transaction of its own; or, after the last page, its end.
    private func step(_ walk: ResealingWalk) async throws -> ResealingWalk {
        let most = page
        let values = try await engine.read { database in
            try walk.column.values(notBy: walk.key, after: walk.position, most: most, in: database)
        }
        guard let last = values.last else { return try await end(walk) }
        // Sealing takes time that no writer should wait for, so it is done before the transaction begins.
        let fresh = values.map { try? keys.sealAnew($0.sealed, walk.column.context) }
        let next = walk.past(last.row, unreadable: fresh.count { $0 == nil })
        return try await engine.write { database in
            var done = next
            let unchanged = try walk.column.unchanged(values, in: database)
            for case (let value, let fresh?) in zip(values, fresh) where unchanged.contains(value.row) {
                try walk.column.put(fresh, in: value.row, database)
                done.renewed += 1
            }
            done.remaining = max(0, walk.remaining - (done.renewed - walk.renewed))
            try done.keep(in: database)
            return done
        }
    }

    /// A column is done when only what nobody can read is left; else somebody wrote behind the walk, which begins again.
    private func end(_ walk: ResealingWalk) async throws -> ResealingWalk {
        let now = clock.now
        let left = try await engine.read { try walk.column.count(notBy: walk.key, in: $0) }
        let ended = left <= walk.unreadable ? walk.finished(at: now, left: left) : walk.again(left: left)
        try await engine.write { database in
            try ended.keep(in: database)
            let progress = try ResealingProgress(key: walk.key, in: database)
            guard ended.isFinished, progress.isFinished else { return }
            let detail = ["values": "\(progress.renewed)", "unreadable": "\(progress.unreadable)"]
            let fact = AuditFact("key.resealed", "sealing_key", walk.key, detail: detail)
            try AuditTrail.record(fact, by: .system, at: now, in: database)
        }
        return ended
    }
}
