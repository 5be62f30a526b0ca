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

        /// Nothing goes before what was answered when the message came of which the exchange came later. What was given up
        /// keeps nothing waiting.
        fileprivate var afterAnswer: SQL {
            if self == .endpoint { return "" }
            return """
                AND NOT EXISTS (SELECT 1 FROM incoming_message m JOIN delivery e ON e.subject_id = m.id
                    WHERE m.exchange_id = d.subject_id AND e.endpoint \(sql: condition) AND \(sql: line) AND e.id < d.id
                        AND e.delivered_at IS NULL AND e.given_up_at IS NULL)
                """
        }
    }

    /// Takes what has waited longest for a system, unless something about the same exchange, or the message of which that
    /// came, goes there first.
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
                    \(sql: way.afterAnswer)
                ORDER BY available_at, id LIMIT 1 \(on: .holdingFreeRows)
                """
            )
            guard let delivery = try row.map(Delivery.init) else { return nil }
            return try Self.lease([delivery], at: now, in: database).first
        }
    }

    /// Writes down that a system has been told, and so is there.
    public func arrived(_ visit: EndpointVisit, at now: Date) async throws {
        try await settle(visit) { database in
            try Self.delivered([visit.delivery], at: now, in: database)
            try database.execute(
                "UPDATE endpoint SET arrived_at = \(now), gone_at = NULL WHERE id = \(visit.endpoint)")
        }
    }

    /// Writes down why a system could not be told; it is tried again in its time, or given up.
    /// - Parameter fault: for the operator.
    public func failed(_ visit: EndpointVisit, _ fault: String, at now: Date) async throws {
        let next = RetryPlan.next(for: visit.delivery, at: now)
        try await settle(visit) { database in
            try Self.failed(visit.delivery, fault, next: next, at: now, in: database)
        }
    }

    /// Writes down that a system says it is gone: nothing new is kept for it, and what waits for it is given up. What another
    /// worker is just sending there finds out by itself.
    /// - Parameter fault: for the operator.
    public func gone(_ visit: EndpointVisit, _ fault: String, at now: Date) async throws {
        try await settle(visit) { database in
            try Self.failed(visit.delivery, fault, next: nil, at: now, in: database)
            try database.execute("UPDATE endpoint SET gone_at = \(now) WHERE id = \(visit.endpoint)")
            try database.execute(
                """
                UPDATE delivery SET given_up_at = \(now), fault = \(fault) WHERE endpoint = 1
                    AND endpoint_id = \(visit.endpoint) AND delivered_at IS NULL AND given_up_at IS NULL
                    AND leased_until <= \(now)
                """
            )
        }
    }

    /// Writes it down where the endpoint is still at the address that was visited; else the delivery is due at the new one, as
    /// if it had never been tried, unless another worker holds it by then. What was dropped while it was under way, since its
    /// system switched the endpoint off, changes nothing there.
    private func settle(
        _ visit: EndpointVisit, _ write: @escaping @Sendable (any Writing) throws -> Void
    ) async throws {
        let id = visit.delivery.id
        try await engine.write { database in
            let found = try database.row(
                "SELECT n.address FROM delivery d LEFT JOIN endpoint n ON n.id = \(visit.endpoint) WHERE d.id = \(id)")
            guard let found else { return }
            let address: String? = try found("address")
            if address == visit.address { return try write(database) }
            try database.execute(
                "UPDATE delivery SET leased_until = 0, attempts = 0, fault = NULL WHERE \(sql: visit.delivery.isStillHeld)"
            )
        }
    }
}
