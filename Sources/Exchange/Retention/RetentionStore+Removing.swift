import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension RetentionStore {
    /// Asks for the removal of exactly what stands in a report. From now on `carryOut` does it, also after a power cut.
    /// - Parameter digest: of the report as it was read.
    /// - Throws: `InvalidInput` on `reasons`, `Conflict` where the report is too old, empty, used already, or not the one
    ///   that was read.
    public func confirm(
        _ id: RetentionReportID, digest: String, because reasons: String?, by actor: Actor
    ) async throws {
        let reasons = try TypedText.required(
            reasons, field: "reasons", called: "why they are removed", most: ExchangeStore.mostWords)
        let report = try await report(id, as: actor)
        let (now, keys, account) = (clock.now, keys, try actor.account())
        if let confirmed = report.confirmed {
            throw Conflict("\(confirmed.byName) asked for this removal on \(UKTime.full(confirmed.at)).")
        }
        guard now < report.expiresAt else { throw Conflict("This report is older than a week. Make a new one.") }
        guard !report.items.isEmpty else { throw Conflict("There is nothing in this report to remove.") }
        guard digest == report.digest, RetentionReport.digest(of: report.items.map(\.id)) == digest else {
            throw Conflict("This is not the report that you read. Read it again.")
        }
        try await engine.write { database in
            let changed = try database.changes(
                """
                UPDATE retention_report SET confirmed_by = \(account), confirmed_at = \(now),
                    reasons_sealed = \(keys.seal(reasons, "retention_report.reasons"))
                WHERE id = \(id) AND confirmed_at IS NULL
                """
            )
            guard changed == 1 else { throw Conflict("A colleague has just asked for this removal.") }
            let fact = AuditFact(
                "retention.removal_asked", "retention_report", id, detail: ["count": "\(report.items.count)"])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// Removes what was asked for, twenty exchanges a transaction. Cut off, it is continued by calling it again; each
    /// exchange is judged anew, and one to which something happened since is left.
    public func carryOut(_ id: RetentionReportID) async throws {
        while try await step(id, most: 20) {}
    }

    /// Continues every removal that was asked for and is not finished. One that cannot go on keeps none of the others waiting.
    /// - Throws: what went wrong with the first that could not go on, after all the others did.
    public func carryOutAsked(as actor: Actor = .system) async throws {
        try actor.require(.runClocks)
        let waiting = try await engine.read { database in
            try database.rows(
                """
                SELECT id FROM retention_report WHERE finished_at IS NULL AND confirmed_at IS NOT NULL
                ORDER BY confirmed_at
                """
            ).map { row -> RetentionReportID in try row("id") }
        }
        try await waiting.eachByItself { try await carryOut($0) }
    }

    /// One transaction of a removal.
    /// - Returns: whether there is more to do.
    func step(_ id: RetentionReportID, most: Int) async throws -> Bool {
        let (now, keys) = (clock.now, keys)
        return try await engine.write { database in
            let row = try database.row(
                """
                SELECT * FROM retention_report WHERE id = \(id) AND confirmed_at IS NOT NULL AND finished_at IS NULL
                """
            )
            guard let row else { return false }
            let removal = try Removal(row, at: now, keys: keys, database: database)
            let items = try database.rows(
                """
                SELECT position, exchange_id FROM retention_report_item WHERE report_id = \(id) AND outcome IS NULL
                ORDER BY position LIMIT \(most)
                """
            )
            for item in items {
                let (position, exchange): (Int, ExchangeID) = (try item("position"), try item("exchange_id"))
                let outcome = try removal.remove(exchange).stored
                try database.execute(
                    """
                    UPDATE retention_report_item SET outcome = \(outcome)
                    WHERE report_id = \(id) AND position = \(position)
                    """
                )
            }
            if items.count == most { return true }
            try removal.finish(id)
            return false
        }
    }
}
