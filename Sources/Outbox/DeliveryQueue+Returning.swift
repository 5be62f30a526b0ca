import Audit
import Database
import Foundation
import Vocabulary

/// A letter that has left.
public struct SentDelivery: Sendable {
    public let delivery: Delivery
    /// A keyed index of the address that it went to.
    public let address: String?
    let leftAt: Date
}

extension DeliveryQueue {
    /// - Returns: `nil` for one that is not known, or has not left.
    public func sent(_ id: DeliveryID) async throws -> SentDelivery? {
        try await engine.read { database in
            let row = try database.row("SELECT * FROM delivery WHERE id = \(id) AND delivered_at IS NOT NULL")
            return try row.map { row in
                SentDelivery(
                    delivery: try Delivery(row), address: try row("sent_to"), leftAt: try row("delivered_at"))
            }
        }
    }

    /// Whether somebody is just sending it: it may have left without that being written down yet.
    public func isUnderWay(_ id: DeliveryID, at now: Date) async throws -> Bool {
        try await engine.read { database in
            try database.row(
                """
                SELECT id FROM delivery WHERE id = \(id) AND delivered_at IS NULL AND given_up_at IS NULL
                    AND leased_until > \(now)
                """
            ) != nil
        }
    }

    /// Writes down that a letter came back, with all that it told: it is given up.
    /// - Parameter fault: for the operator; holds no address and nothing from a letter.
    public func returned(_ sent: SentDelivery, _ fault: String, at now: Date) async throws {
        let (id, together) = (sent.delivery.id, sent.delivery.recipient.sameRecipient)
        try await engine.write { database in
            try database.execute(
                """
                UPDATE delivery SET delivered_at = NULL, given_up_at = \(now), fault = \(fault), leased_until = 0
                WHERE delivered_at = \(sent.leftAt) AND \(sql: together)
                """
            )
            try AuditTrail.record(AuditFact("delivery.returned", "delivery", id), by: .system, at: now, in: database)
        }
    }
}
