import Audit
import Database
import Directory
import Foundation
import Vocabulary

/// Takes the steps of the ladder when their time has come. After an outage each late step is taken once, in order.
public struct Sweeper: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let announcements: ExchangeAnnouncements

    public init(engine: any Engine, keys: KeyRing) {
        (self.engine, self.keys) = (engine, keys)
        announcements = ExchangeAnnouncements(engine)
    }

    /// Takes every step that is due at `now`, the longest overdue first; each exchange is one transaction, so a sweep that
    /// is cut off is simply continued by the next.
    /// - Returns: how many steps were taken.
    /// - Throws: what went wrong with the first exchange that could not be swept, after all the others were.
    @discardableResult
    public func sweep(at now: Date) async throws -> Int {
        var taken = 0
        var fault: (any Error)?
        var last = ListCursor(at: .distantPast, id: ExchangeID(at: .distantPast))
        while let page = try await due(at: now, after: last), let end = page.last {
            for (_, id) in page {
                do { taken += try await climb(id, at: now) } catch { fault = fault ?? error }
            }
            last = ListCursor(at: end.at, id: end.id)
        }
        if let fault { throw fault }
        return taken
    }

    private func due(at now: Date, after last: ListCursor) async throws -> [(at: Date, id: ExchangeID)]? {
        try await engine.read { database in
            let rows = try database.rows(
                """
                SELECT exchange_id, next_step_at FROM exchange_clock WHERE next_step_at <= \(now)
                    AND (next_step_at > \(last.at) OR (next_step_at = \(last.at) AND exchange_id > \(last.id)))
                ORDER BY next_step_at, exchange_id LIMIT 100
                """
            )
            return try rows.map { (try $0("next_step_at"), try $0("exchange_id")) }
        }
    }

    /// Whether the step is still due, and no other process is at it.
    private static func hold(_ id: ExchangeID, at now: Date, in database: any Writing) throws -> Bool {
        try database.row(
            """
            SELECT exchange_id FROM exchange_clock WHERE exchange_id = \(id) AND next_step_at <= \(now)
            \(on: .holdingFreeRows)
            """
        ) != nil
    }

    private func climb(_ id: ExchangeID, at now: Date) async throws -> Int {
        let keys = keys
        let (rises, organisations): ([Ladder.Rise], Set<OrganisationID>) = try await engine.write { database in
            guard try Self.hold(id, at: now, in: database) else { return ([], []) }
            var file = try ExchangeFile.take(id, keys: keys, in: database)
            // Columns keep whole milliseconds, so a step may be a fraction later than its row says.
            let rises = Ladder.remaining(file.state).filter { $0.at <= now + 0.001 }
            for rise in rises {
                try Self.take(rise, of: &file, at: now, keys: keys, in: database)
            }
            return (rises, file.facts.organisations)
        }
        if let last = rises.last { announcements.announce(id, last.step.rung.eventKind, to: organisations) }
        return rises.count
    }

    private static func take(
        _ rise: Ladder.Rise, of file: inout ExchangeFile, at now: Date, keys: KeyRing, in database: any Writing
    ) throws {
        var detail = ExchangeEvent.Detail()
        (detail.clock, detail.scheduledAt) = (rise.step.clock, rise.at)
        try file.add(ExchangeEvent(rise.step.rung.eventKind, at: now, detail: detail), keys: keys, in: database)
        for entry in try Nudges(file: file, rise: rise, now: now, database: database).entries() {
            try database.post(entry, at: now)
        }
        let kind = rise.step.rung.eventKind.rawValue
        let fact = AuditFact(
            "exchange.\(kind)", "exchange", file.facts.id, person: file.facts.personID,
            detail: ["clock": rise.step.clock.rawValue]
        )
        try AuditTrail.record(fact, by: .system, at: now, in: database)
    }
}
