import Database
import Foundation
import Vocabulary

@testable import Exchange

extension Bridge {
    var retention: RetentionStore { RetentionStore(engine: engine, keys: keys, clock: clock) }

    /// The university's information governance lead.
    var dataProtection: Actor {
        Actor(
            accountID: manager.accountID, organisationID: university, role: .informationGovernanceLead,
            name: manager.name)
    }

    /// Sent, read, acknowledged and closed.
    func ended() async throws -> ExchangeID {
        let id = try await acknowledged(asking: [.awarenessOnly])
        let request = try await state(id).requests[0].id
        try await store.answer(request, of: id, .init(accepted: true), by: sam)
        try await store.close(id, .noActionNeeded, words: nil, by: sam)
        return id
    }

    /// Lets so many years go by, and a day.
    func wait(years: Int) {
        let day = CalendarDate(clock.now)
        clock.set(CalendarDate(year: day.year + years, month: day.month, day: day.day)!.adding(days: 1).at(minute: 600))
    }

    /// Makes a report, reads it, and removes all that stands in it.
    @discardableResult
    func removeAll(by lead: Actor) async throws -> RetentionReport {
        let id = try await retention.makeReport(by: lead)
        let read = try await retention.report(id, as: lead)
        try await retention.confirm(id, digest: read.digest, because: "Looked through.", by: lead)
        try await retention.carryOut(id)
        return try await retention.report(id, as: lead)
    }

    /// Rows of every table that can tell of an exchange or a student, by table.
    func traces() async throws -> [String: Int] {
        let tables = [
            "exchange", "exchange_event", "exchange_content", "exchange_request", "exchange_checklist", "exchange_team",
            "exchange_clock", "message", "sharing_decision", "decision_task", "consent", "student_status", "person",
            "outbox_entry", "legal_hold",
        ]
        var traces: [String: Int] = [:]
        for table in tables {
            let found = try await count(SQL(stringLiteral: "SELECT COUNT(*) AS count FROM \(table)"))
            if found > 0 { traces[table] = found }
        }
        return traces
    }
}
