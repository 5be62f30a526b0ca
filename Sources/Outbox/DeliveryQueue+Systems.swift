import Database
import Foundation
import Vocabulary

extension DeliveryQueue {
    /// How something reaches an organisation's own system. The number stands in the text, where the indexes look for it.
    public enum SystemWay: Sendable {
        case endpoint, mesh

        fileprivate var condition: SQL { self == .endpoint ? "= 1" : "= 2" }
        /// What goes the same way to the same one stays in its order.
        fileprivate var line: SQL {
            self == .endpoint ? "e.endpoint_id = d.endpoint_id" : "e.organisation_id = d.organisation_id"
        }
    }

    /// Takes what has waited longest for a system, unless something about the same exchange goes there first.
    /// - Parameter passed: endpoints that have to wait.
    public func takeForSystem(
        by way: SystemWay = .endpoint, passing passed: Set<EndpointID> = [], at now: Date
    ) async throws -> Delivery? {
        // An empty list is NULL, and nothing is outside of that.
        let others: SQL = passed.isEmpty ? "" : "AND endpoint_id NOT IN (\(list: Array(passed)))"
        return try await engine.write { database in
            let row = try database.row(
                """
                SELECT * FROM delivery d WHERE endpoint \(sql: way.condition) AND delivered_at IS NULL AND given_up_at IS NULL
                    AND available_at <= \(now) AND leased_until <= \(now) \(sql: others) AND NOT EXISTS (
                    SELECT 1 FROM delivery e WHERE e.endpoint \(sql: way.condition) AND \(sql: way.line)
                        AND e.subject_id = d.subject_id AND e.id < d.id
                        AND e.delivered_at IS NULL AND e.given_up_at IS NULL)
                ORDER BY available_at, id LIMIT 1 \(on: .holdingFreeRows)
                """
            )
            guard let delivery = try row.map(Delivery.init) else { return nil }
            try database.execute(
                "UPDATE delivery SET leased_until = \(now + Self.lease) WHERE id = \(delivery.id)")
            return delivery
        }
    }

    /// Writes down that a system has been told, and so is there.
    public func arrived(_ delivery: Delivery, at endpoint: EndpointID, _ now: Date) async throws {
        try await engine.write { database in
            // What was dropped while it was under way, since its system switched the endpoint off, does not switch it on.
            guard try database.row("SELECT id FROM delivery WHERE id = \(delivery.id)") != nil else { return }
            try Self.delivered([delivery], at: now, in: database)
            try database.execute(
                "UPDATE endpoint SET arrived_at = \(now), gone_at = NULL WHERE id = \(endpoint)")
        }
    }

    /// Writes down that a system says it is gone: nothing new is kept for it, and what waits for it is given up. What another
    /// worker is just sending there finds out by itself.
    /// - Parameter fault: for the operator.
    public func gone(_ endpoint: EndpointID, _ fault: String, at now: Date) async throws {
        try await engine.write { database in
            try database.execute("UPDATE endpoint SET gone_at = \(now) WHERE id = \(endpoint)")
            try database.execute(
                """
                UPDATE delivery SET given_up_at = \(now), fault = \(fault) WHERE endpoint = 1
                    AND endpoint_id = \(endpoint) AND delivered_at IS NULL AND given_up_at IS NULL
                    AND leased_until <= \(now)
                """
            )
        }
    }
}
