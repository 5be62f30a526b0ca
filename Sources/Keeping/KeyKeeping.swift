import Audit
import Database
import Foundation
import Vocabulary

/// Looks after the keys of an installation: who seals with what, and what the record says about it.
public struct KeyKeeping: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    private let lost = LostKeys()

    /// Seconds in which a process has read the ring again, unless it stood still: the sweeping rounds do it every twenty.
    public static let settling: TimeInterval = 120

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// Reads the ring again, and enters in the record which keys came and which went. Any number of processes may do it at
    /// the same time: each change is entered once. A key that sealed something still there has not gone, whatever this ring
    /// holds.
    /// - Parameter tell: is told the name of each key that has not gone and is not in the ring, so that nobody can read what it
    ///   sealed; once a day.
    /// - Returns: whether anything changed.
    /// - Throws: as `refuseOldRing`.
    @discardableResult
    public func notice(
        by actor: Actor = .system, ofLost tell: @Sendable (String) -> Void = { _ in }
    ) async throws -> Bool {
        let (known, names, now) = (try await refuseOldRing(), keys.names, clock.now)
        let missing = lost.due(of: known.filter { !names.contains($0) }, at: now)
        let unused = try await unused(missing)
        let inUse = missing.filter { !unused.contains($0) }
        lost.note(inUse, at: now)
        inUse.forEach(tell)
        guard !unused.isEmpty || !names.allSatisfy(known.contains) else { return false }
        return try await engine.write { database in
            let known = try Self.known(in: database)
            let (come, gone) = (names.filter { !known.contains($0) }, unused.filter(known.contains))
            for name in come { try Self.enter(name, by: actor, at: now, in: database) }
            for name in gone { try Self.strike(name, by: actor, at: now, in: database) }
            return !come.isEmpty || !gone.isEmpty
        }
    }

    /// Reads the ring again. Where another machine has a newer key, this ring is an old copy: what it adds would be another
    /// key of the same name, and what it seals anew would undo the other's work.
    /// - Returns: the keys that are known in the database.
    /// - Throws: `KeyFault.lacks` with the newer key.
    @discardableResult
    public func refuseOldRing() async throws -> [String] {
        let known = try await engine.read { try Self.known(in: $0) }
        try keys.refresh()
        if let newer = known.first(where: keys.isOlder) { throw KeyFault.lacks(newer) }
        return known
    }

    /// Whether nobody is likely to seal with an older key any more, because every process had time to meet the newest.
    public func hasSettled() async throws -> Bool {
        let (newest, latest) = (keys.newest, clock.now.addingTimeInterval(-Self.settling))
        return try await engine.read { database in
            let row = try database.row("SELECT seen_at FROM sealing_key WHERE name = \(newest) AND gone_at IS NULL")
            return try row.map { (try $0("seen_at") as Date) <= latest } ?? false
        }
    }

    /// Those of the keys that sealed nothing that is still there.
    private func unused(_ names: [String]) async throws -> [String] {
        var unused = names
        for column in SealedColumn.all where !unused.isEmpty {
            let asked = unused
            unused = try await engine.read { database in
                try asked.filter { try column.value(by: $0, in: database) == nil }
            }
        }
        return unused
    }

    private static func known(in database: any Reading) throws -> [String] {
        try database.rows("SELECT name FROM sealing_key WHERE gone_at IS NULL").map { try $0("name") as String }
            .sorted()
    }

    private static func enter(_ name: String, by actor: Actor, at now: Date, in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO sealing_key (name, seen_at) VALUES (\(name), \(now))
            ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, gone_at = NULL
            """
        )
        try AuditTrail.record(AuditFact("key.added", "sealing_key", name), by: actor, at: now, in: database)
    }

    private static func strike(_ name: String, by actor: Actor, at now: Date, in database: any Writing) throws {
        try database.execute("UPDATE sealing_key SET gone_at = \(now) WHERE name = \(name)")
        try AuditTrail.record(AuditFact("key.retired", "sealing_key", name), by: actor, at: now, in: database)
    }
}
