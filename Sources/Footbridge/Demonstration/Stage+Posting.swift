import Database
import Delivery
import Foundation
import Logging
import Outbox
import Vocabulary

/// What leaves by itself, from the day on which Leeds Beckett's system was connected: e-mails by a mail server, and word to
/// that system. Neither is real, so whether something arrived is part of the story.
extension Stage {
    /// Hands on what waits, and lets arrive or come back what is due.
    func post(at now: Date) async throws {
        // Told to stop at once, the round turns what happened into letters and sends none of them.
        try await EndpointRound(
            engine: engine, keys: keys, clock: clock, line: EndpointLine(allowsPrivate: false),
            publicAddress: Self.publicAddress, logger: Logger(label: "demonstration")
        ).go { true }
        let queue = DeliveryQueue(engine: engine)
        while let delivery = try await queue.takeForSystem(at: now) {
            if isSystemDown(at: now) {
                // Nobody looks here as often as the program would have tried.
                let isPast = now > delivery.createdAt + RetryPlan.patience
                try await queue.failed([delivery], "The system answered 503.", lasting: isPast, at: now)
            } else if let endpoint = try await endpoint(of: delivery, at: now) {
                try await queue.arrived(EndpointVisit(delivery, to: endpoint), at: now)
            }
        }
        while case let letters = try await queue.take(at: now), let first = letters.first {
            guard let mailbox = first.recipient.contactPointID, try await isGone(mailbox) else {
                try await queue.delivered(letters, at: now)
                continue
            }
            try await queue.failed(letters, "The mail server does not know the address (550).", lasting: true, at: now)
            try await directory.markBounced(mailbox, by: .system)
        }
    }

    private func endpoint(of delivery: Delivery, at now: Date) async throws -> Endpoint? {
        try await engine.read { [keys] database in
            try delivery.recipient.endpointID.flatMap { try Endpoint.of($0, keys: keys, at: now, in: database) }
        }
    }

    /// When the next letter is due, or the next thing that becomes one; `nil` before anything leaves.
    func nextPost() async throws -> Date? {
        try await engine.read { database in
            let row = try database.row(
                """
                SELECT min(due) AS due FROM (
                    SELECT min(available_at) AS due FROM outbox_entry WHERE delivered_at IS NULL
                    UNION ALL SELECT min(available_at) FROM delivery
                        WHERE endpoint = 0 AND delivered_at IS NULL AND given_up_at IS NULL) AS waiting
                WHERE EXISTS (SELECT 1 FROM endpoint)
                """
            )
            return try row?("due")
        }
    }

    /// Long enough for something to be given up after three days.
    private func isSystemDown(at now: Date) -> Bool {
        (moments.day(13, 0, 0)..<moments.day(8, 18, 0)).contains(now)
    }

    /// The mailbox of Leeds Trinity's team was closed, and nobody said so here.
    private func isGone(_ mailbox: ContactPointID) async throws -> Bool {
        let team = try service(.trinitySupport)
        return try await engine.read { database in
            try database.row("SELECT id FROM contact_point WHERE id = \(mailbox) AND service_id = \(team)") != nil
        }
    }

    private static let publicAddress = URL(filePath: "/")
}
