import Database
import Foundation
import Vocabulary

extension DeliveryStore {
    /// How long it can be looked up that a letter left, in seconds: ninety days.
    public static let kept: TimeInterval = 90 * 86_400

    /// Removes what left longer ago than that, a few at a time so that nobody waits; the ids tell how old it is. What was given
    /// up stays until somebody has seen to it. An event that waits for as long, where there is neither a mail server nor a
    /// system to tell, goes as well: nobody is told of one that is older than three days.
    /// - Returns: how many were removed.
    @discardableResult
    public func purge(most: Int = 500) async throws -> Int {
        let before = DeliveryID.beginning(at: clock.now - Self.kept)
        var removed = 0
        for (table, others) in [("outbox_entry", ""), ("delivery", "AND delivered_at IS NOT NULL")] as [(SQL, SQL)] {
            let old: SQL = "SELECT id FROM \(sql: table) WHERE id < \(before) \(sql: others) ORDER BY id LIMIT \(most)"
            guard try await engine.read({ try $0.row(old) }) != nil else { continue }
            removed += try await engine.write { try $0.changes("DELETE FROM \(sql: table) WHERE id IN (\(sql: old))") }
        }
        return removed
    }
}
