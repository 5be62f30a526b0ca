import Database
import Foundation
import Vocabulary

/// The letters that wait. Any number of processes work on it: what one has leased, the others pass over.
public struct DeliveryQueue: Sendable {
    let engine: any Engine

    /// How long a worker has for what it took; after that, it is taken to be dead and another may.
    public static let lease: TimeInterval = 300

    public init(engine: any Engine) { self.engine = engine }

    /// Puts a letter in; it leaves at `departure` or later.
    public static func add(_ delivery: Delivery, departure: Date, in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO delivery (id, topic, subject_id, reference, due_at, organisation_id, account_id,
                contact_point_id, urgent, created_at, available_at)
            VALUES (\(delivery.id), \(delivery.topic), \(delivery.subjectID), \(delivery.reference),
                \(delivery.dueAt), \(delivery.organisationID), \(delivery.recipient.accountID),
                \(delivery.recipient.contactPointID), \(delivery.isUrgent ? 1 : 0), \(delivery.createdAt),
                \(departure))
            """
        )
    }

    /// Takes the letter that has waited longest, and all others that are due to the same recipient: they go as one.
    /// - Returns: none where nothing is due.
    public func take(at now: Date) async throws -> [Delivery] {
        try await engine.write { database in
            let due: SQL = """
                delivered_at IS NULL AND given_up_at IS NULL AND available_at <= \(now) AND leased_until <= \(now)
                """
            let oldest = try database.row(
                """
                SELECT * FROM delivery WHERE \(sql: due) ORDER BY available_at, id LIMIT 1 \(on: .holdingFreeRows)
                """
            )
            guard let first = try oldest.map(Delivery.init) else { return [] }
            let same: SQL =
                switch first.recipient {
                case .person(let id): "account_id = \(id)"
                case .mailbox(let id): "contact_point_id = \(id)"
                }
            let bundle = try database.rows(
                "SELECT * FROM delivery WHERE \(sql: due) AND \(sql: same) ORDER BY id LIMIT 50 \(on: .holdingFreeRows)"
            ).map(Delivery.init)
            try database.execute(
                "UPDATE delivery SET leased_until = \(now + Self.lease) WHERE id IN (\(list: bundle.map(\.id)))")
            return bundle
        }
    }

    /// Writes down that letters have left.
    public func delivered(_ deliveries: [Delivery], at now: Date) async throws {
        try await engine.write { database in
            try database.execute(
                """
                UPDATE delivery SET delivered_at = \(now), attempts = attempts + 1, fault = NULL
                WHERE id IN (\(list: deliveries.map(\.id)))
                """
            )
        }
    }

    /// Writes down why letters could not leave; each is tried again in its time, or given up.
    /// - Parameter fault: for the operator; holds no address and nothing from a letter.
    /// - Parameter lasting: whether trying again cannot help.
    public func failed(_ deliveries: [Delivery], _ fault: String, lasting: Bool, at now: Date) async throws {
        let next = deliveries.map { delivery in
            lasting
                ? nil
                : RetryPlan.next(
                    after: delivery.attempts + 1, since: delivery.createdAt, at: now, chance: .random(in: 0...1))
        }
        try await engine.write { database in
            for (delivery, next) in zip(deliveries, next) {
                try database.execute(
                    """
                    UPDATE delivery SET attempts = attempts + 1, fault = \(fault), leased_until = 0,
                        available_at = \(next ?? now), given_up_at = \(next == nil ? now : nil)
                    WHERE id = \(delivery.id)
                    """
                )
            }
        }
    }
}
