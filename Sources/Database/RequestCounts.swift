import Foundation
import Vocabulary

/// How many requests a caller has made in a minute, counted once for all processes on one database. SQLite has one process, which
/// counts in its own memory.
public struct RequestCounts: Sendable {
    let engine: any Engine
    let keys: KeyRing

    public init(engine: any Engine, keys: KeyRing) { (self.engine, self.keys) = (engine, keys) }

    /// A limit of `most` requests a minute.
    /// - Parameter door: what is limited, so that the same caller counts apart at each.
    public func limit(at door: String, most: Int) -> RateLimit {
        guard engine.dialect == .postgreSQL else { return RateLimit(most: most) }
        return shared(at: door, most: most)
    }

    func shared(at door: String, most: Int) -> RateLimit {
        RateLimit(most: most) { caller, order in
            // Without an answer each process counts for itself: the limit is not what keeps people out then.
            (try? await take(order, for: keys.blindIndex(caller, "rate.\(door)"))) ?? order.wanted
        }
    }

    private func take(_ order: RateLimit.Order, for caller: String) async throws -> Int {
        let taken: Int? = try await engine.write { database in
            try database.row(
                """
                INSERT INTO request_count (minute, caller, taken)
                VALUES (\(order.minute), \(caller), \(order.given + order.wanted))
                ON CONFLICT (minute, caller) DO UPDATE SET taken = request_count.taken + excluded.taken
                RETURNING taken
                """
            )?("taken")
        }
        return min(order.wanted, max(0, order.most - ((taken ?? 0) - order.wanted)))
    }

    /// Forgets minutes that are over.
    public func purge(at now: Date) async throws {
        let over = Int(now.timeIntervalSince1970 / 60) - 1
        let found = try await engine.read {
            try $0.row("SELECT minute FROM request_count WHERE minute < \(over) LIMIT 1")
        }
        guard found != nil else { return }
        try await engine.write { try $0.execute("DELETE FROM request_count WHERE minute < \(over)") }
    }
}
