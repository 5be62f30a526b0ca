import Database
import Foundation
import Vocabulary

/// How it stands with our mailbox, as all processes on this database know it.
struct MESHLine: Sendable {
    let mailbox: String
    let reachedAt: Date?
    let greetedAt: Date?
    let fault: String?
    private let nextAt: Date
    private let leasedUntil: Date

    /// For how long nobody else asks while one process does, in seconds; it is renewed with each message.
    private static let lease: TimeInterval = 30
    /// MESH wants to see us once a day.
    private static let greetEvery: TimeInterval = 12 * 3600

    init(_ row: Row) throws {
        (mailbox, reachedAt) = (try row("mailbox"), try row("reached_at"))
        (greetedAt, fault) = (try row("greeted_at"), try row("fault"))
        (nextAt, leasedUntil) = (try row("next_at"), try row("leased_until"))
    }

    static func of(_ mailbox: String, in database: any Reading) throws -> MESHLine? {
        try database.row("SELECT * FROM mesh_mailbox WHERE mailbox = \(mailbox)").map(MESHLine.init)
    }

    func owesGreeting(at now: Date) -> Bool {
        fault != nil || greetedAt.map { abs(now.timeIntervalSince($0)) > Self.greetEvery } ?? true
    }

    /// As it is known; a row for it is made where there is none.
    static func open(_ mailbox: String, on engine: any Engine) async throws -> MESHLine? {
        if let line = try await engine.read({ try Self.of(mailbox, in: $0) }) { return line }
        return try await engine.write { database in
            try database.execute(
                """
                INSERT INTO mesh_mailbox (mailbox, next_at, leased_until) VALUES (\(mailbox), 0, 0)
                ON CONFLICT (mailbox) DO NOTHING
                """
            )
            return try Self.of(mailbox, in: database)
        }
    }

    /// Takes it upon this process to ask, where it is time to and nobody else does. A moment further ahead than any is set to
    /// was written down while a clock ran ahead, and counts as past.
    /// - Parameter pause: the longest between two times, in seconds.
    func claim(at now: Date, pause: TimeInterval, on engine: any Engine) async throws -> Bool {
        let (next, leased) = (Self.astray(pause, at: now), Self.astray(Self.lease, at: now))
        guard nextAt <= now || nextAt > next, leasedUntil <= now || leasedUntil > leased else { return false }
        let mailbox = mailbox
        return try await engine.write { database in
            try database.changes(
                """
                UPDATE mesh_mailbox SET leased_until = \(now + Self.lease)
                WHERE mailbox = \(mailbox) AND (next_at <= \(now) OR next_at > \(next))
                    AND (leased_until <= \(now) OR leased_until > \(leased))
                """
            ) == 1
        }
    }

    /// After this, no clock that is right has set anything.
    private static func astray(_ longest: TimeInterval, at now: Date) -> Date {
        now + longest + ClockDifference.bearable
    }

    func renew(at now: Date, in database: any Writing) throws {
        try database.execute("UPDATE mesh_mailbox SET leased_until = \(now + Self.lease) WHERE mailbox = \(mailbox)")
    }

    func greeted(at now: Date, on engine: any Engine) async throws {
        let mailbox = mailbox
        try await engine.write {
            try $0.execute("UPDATE mesh_mailbox SET greeted_at = \(now) WHERE mailbox = \(mailbox)")
        }
    }

    /// Writes down how asking went, and when to ask again.
    func asked(_ fault: String?, next: Date, at now: Date, on engine: any Engine) async throws {
        let (mailbox, reachedAt) = (mailbox, fault == nil ? now : reachedAt)
        try await engine.write { database in
            try database.execute(
                """
                UPDATE mesh_mailbox SET fault = \(fault), reached_at = \(reachedAt), next_at = \(next),
                    leased_until = 0 WHERE mailbox = \(mailbox)
                """
            )
        }
    }
}
