import Database
import Foundation
import Vocabulary

/// The letters that wait. Any number of processes work on it: what one has leased, the others pass over.
public struct DeliveryQueue: Sendable {
    let engine: any Engine

    /// How long a worker has for what it took; after that, it is taken to be dead and another may.
    public static let lease: TimeInterval = 300

    public init(engine: any Engine) { self.engine = engine }

    /// Puts a letter in, unless it is there; it leaves at `departure` or later.
    public static func add(_ delivery: Delivery, departure: Date, in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO delivery (id, topic, subject_id, reference, due_at, organisation_id, account_id,
                contact_point_id, invitation_id, urgent, created_at, available_at, endpoint, endpoint_id, code)
            VALUES (\(delivery.id), \(delivery.topic), \(delivery.subjectID), \(delivery.reference),
                \(delivery.dueAt), \(delivery.organisationID), \(delivery.recipient.accountID),
                \(delivery.recipient.contactPointID), \(delivery.recipient.invitationID),
                \(delivery.isUrgent ? 1 : 0), \(delivery.createdAt), \(departure),
                \(delivery.recipient.way), \(delivery.recipient.endpointID), \(delivery.code))
            ON CONFLICT (id) DO NOTHING
            """
        )
    }

    /// Forgets letters that have waited for longer than one is tried, where no mail server is set that could take them.
    /// - Returns: how many.
    @discardableResult
    public func dropUntried(at now: Date) async throws -> Int {
        let old: SQL = """
            endpoint = 0 AND attempts = 0 AND delivered_at IS NULL AND given_up_at IS NULL
                AND leased_until = 0 AND available_at < \(now - RetryPlan.patience)
            """
        guard try await engine.read({ try $0.row("SELECT id FROM delivery WHERE \(sql: old) LIMIT 1") }) != nil else {
            return 0
        }
        return try await engine.write { try $0.changes("DELETE FROM delivery WHERE \(sql: old)") }
    }

    /// Takes the letter that has waited longest, and all others that are due to the same recipient: they go as one.
    /// - Returns: none where nothing is due.
    public func take(at now: Date) async throws -> [Delivery] {
        try await engine.write { database in
            let due: SQL = """
                endpoint = 0 AND delivered_at IS NULL AND given_up_at IS NULL AND available_at <= \(now)
                    AND leased_until <= \(now)
                """
            let oldest = try database.row(
                """
                SELECT * FROM delivery WHERE \(sql: due) ORDER BY available_at, id LIMIT 1 \(on: .holdingFreeRows)
                """
            )
            guard let first = try oldest.map(Delivery.init) else { return [] }
            let bundle = try database.rows(
                """
                SELECT * FROM delivery WHERE \(sql: due) AND \(sql: first.recipient.sameRecipient)
                ORDER BY id LIMIT 50 \(on: .holdingFreeRows)
                """
            ).map(Delivery.init)
            return try Self.lease(bundle, at: now, in: database)
        }
    }

    /// Has them for whoever asks, until the lease ends.
    static func lease(_ deliveries: [Delivery], at now: Date, in database: any Writing) throws -> [Delivery] {
        let end = now + Self.lease
        try database.execute(
            "UPDATE delivery SET leased_until = \(end) WHERE id IN (\(list: deliveries.map(\.id)))")
        return deliveries.map { $0.leased(until: end) }
    }

    /// Takes out a letter that is not to leave, unless another worker holds it by now.
    /// - Returns: whether it was there to be taken out.
    public static func takeOut(_ delivery: Delivery, in database: any Writing) throws -> Bool {
        try database.changes("DELETE FROM delivery WHERE \(sql: delivery.isStillHeld)") == 1
    }

    /// Writes down that letters have left. What another worker holds by now is left to them, and arrives twice.
    /// - Parameter address: a keyed index of the address that they went to.
    public func delivered(_ deliveries: [Delivery], to address: String? = nil, at now: Date) async throws {
        try await engine.write { try Self.delivered(deliveries, with: "sent_to = \(address)", at: now, in: $0) }
    }

    /// The same, within a larger transaction.
    /// - Parameter more: what else is written down of them.
    public static func delivered(
        _ deliveries: [Delivery], with more: SQL? = nil, at now: Date, in database: any Writing
    ) throws {
        let more: SQL = more.map { ", \(sql: $0)" } ?? ""
        for delivery in deliveries {
            try database.execute(
                """
                UPDATE delivery SET delivered_at = \(now), attempts = attempts + 1, fault = NULL \(sql: more)
                WHERE \(sql: delivery.isStillHeld)
                """
            )
        }
    }

    /// Writes down why letters could not leave; each is tried again in its time, or given up, unless another worker holds it
    /// by now.
    /// - Parameter fault: for the operator; holds no address and nothing from a letter.
    /// - Parameter lasting: whether trying again cannot help.
    public func failed(_ deliveries: [Delivery], _ fault: String, lasting: Bool, at now: Date) async throws {
        let next = deliveries.map { lasting ? nil : RetryPlan.next(for: $0, at: now) }
        try await engine.write { database in
            for (delivery, next) in zip(deliveries, next) {
                try Self.failed(delivery, fault, next: next, at: now, in: database)
            }
        }
    }

    /// The same of one, within a larger transaction.
    /// - Parameter next: when it is tried again; `nil` where it is given up.
    static func failed(
        _ delivery: Delivery, _ fault: String, next: Date?, at now: Date, in database: any Writing
    ) throws {
        try database.execute(
            """
            UPDATE delivery SET attempts = attempts + 1, fault = \(fault), leased_until = 0,
                available_at = \(next ?? now), given_up_at = \(next == nil ? now : nil)
            WHERE \(sql: delivery.isStillHeld)
            """
        )
    }
}

extension RetryPlan {
    /// When `delivery` is tried again, which has just failed once more; `nil` where it is given up.
    static func next(for delivery: Delivery, at now: Date) -> Date? {
        next(after: delivery.attempts + 1, since: delivery.createdAt, at: now, chance: .random(in: 0...1))
    }
}
