import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("What left long ago")
struct PurgingTests {
    private static let now = TestTime.mondayMorning
    private static let long = now - DeliveryStore.kept - 60

    private static func letter(_ begun: Date, left: Date? = nil, givenUp: Date? = nil) -> SQL {
        """
        INSERT INTO delivery (id, topic, subject_id, account_id, urgent, created_at, available_at, delivered_at, given_up_at)
        VALUES (\(DeliveryID(at: begun)), 'exchange.sent', '1', 'a', 0, \(begun), \(begun), \(left), \(givenUp))
        """
    }

    private static func counts(_ engine: any Engine) async throws -> [Int] {
        try await engine.read { database in
            [
                try database.count("SELECT count(*) AS count FROM delivery"),
                try database.count("SELECT count(*) AS count FROM outbox_entry"),
            ]
        }
    }

    @Test("goes after ninety days, a few at a time; a letter that waits or was given up, and what is younger, stays")
    func purge() async throws {
        try await withDatabase { engine in
            try await engine.write { database in
                for _ in 0..<3 { try database.execute(Self.letter(Self.long, left: Self.long)) }
                try database.execute(Self.letter(Self.long))
                try database.execute(Self.letter(Self.long, givenUp: Self.long))
                try database.execute(Self.letter(Self.now - 86_400, left: Self.now))
                for _ in 0..<3 { try database.post(OutboxEntry("exchange.sent", subject: "1"), at: Self.long) }
                try database.execute("UPDATE outbox_entry SET delivered_at = \(Self.long)")
                try database.post(OutboxEntry("exchange.sent", subject: "2"), at: Self.long)
                try database.post(OutboxEntry("exchange.sent", subject: "3"), at: Self.now - 86_400)
            }
            let store = DeliveryStore(engine: engine, clock: MovableClock(Self.now))
            #expect(try await store.purge(most: 2) == 4)
            #expect(try await Self.counts(engine) == [4, 3])
            #expect(try await store.purge() == 3)
            #expect(try await Self.counts(engine) == [3, 1])
            #expect(try await store.purge() == 0)
        }
    }
}
