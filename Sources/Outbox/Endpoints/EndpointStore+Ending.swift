import Audit
import Database
import Foundation
import Vocabulary

extension EndpointStore {
    /// Ends the subscriptions that were to go on until now, and what waits for them. Nothing is brought there from that
    /// moment on, whether or not this has been done yet.
    /// - Returns: how many ended.
    @discardableResult
    public func endDue(as actor: Actor = .system) async throws -> Int {
        try actor.require(.runClocks)
        let now = clock.now
        // One that was switched off before, or has answered 410 since, ends then too: nobody can try again what it was owed.
        let due: SQL = "SELECT id FROM endpoint WHERE ends_at <= \(now) AND (gone_at IS NULL OR gone_at <> ends_at)"
        // Rarely is one: a read waits for no writer and lets none wait.
        guard try await engine.read({ try $0.row(due + " LIMIT 1") }) != nil else { return 0 }
        return try await engine.write { database in
            // Several processes come by at once; each takes what no other has in hand.
            let ids = try database.rows(due + " ORDER BY id \(on: .holdingFreeRows)").map { row -> EndpointID in
                try row("id")
            }
            for id in ids {
                try database.execute("UPDATE endpoint SET gone_at = ends_at WHERE id = \(id)")
                try Self.drop(id.rawValue, in: database)
            }
            let facts = ids.map { AuditFact("subscription.expired", "endpoint", $0) }
            try AuditTrail.record(facts, by: actor, at: now, in: database)
            return ids.count
        }
    }
}
