import Database
import Foundation
import Vocabulary

extension DeliveryQueue {
    /// The way that something leaves. The number stands in the text, where the indexes look for it.
    public enum Way: Sendable, CaseIterable {
        case mail, endpoint, mesh

        fileprivate var condition: SQL {
            switch self {
            case .mail: "endpoint = 0"
            case .endpoint: "endpoint = 1"
            case .mesh: "endpoint = 2"
            }
        }
    }

    /// Makes due what waits for a moment further ahead than any is ever set to, or is leased for longer than anything is: a
    /// clock that ran ahead wrote that down, and was put back since.
    /// - Returns: how much there was, a few hundred at most.
    public func setRight(_ way: Way, at now: Date) async throws -> Int {
        let astray = Self.astray(way, at: now)
        let found = try await engine.read { database in
            try database.rows("SELECT id FROM delivery WHERE \(sql: astray) ORDER BY available_at LIMIT 200")
                .map { try $0("id") as DeliveryID }
        }
        if found.isEmpty { return 0 }
        return try await engine.write { database in
            try database.changes(
                """
                UPDATE delivery SET available_at = \(now), leased_until = 0
                WHERE id IN (\(list: found)) AND \(sql: astray)
                """
            )
        }
    }

    private static func astray(_ way: Way, at now: Date) -> SQL {
        let latest = now + ClockDifference.bearable
        return """
            \(sql: way.condition) AND delivered_at IS NULL AND given_up_at IS NULL
                AND (leased_until > \(latest + lease) OR available_at > \(latest + MailWishes.longestWait)
                    OR available_at > \(latest + RetryPlan.longestPause) AND (urgent = 1 OR attempts > 0))
            """
    }
}
