import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("A clock that ran ahead and was put back")
struct WrongClockTests {
    private static let now = TestTime.mondayMorning
    private static let ahead = now + 400 * 3600

    private static func owed(_ way: DeliveryQueue.Way, urgent: Bool = true) -> Delivery {
        let organisation = OrganisationID(at: now)
        let recipient: Delivery.Recipient =
            switch way {
            case .mail: .person(AccountID(at: now))
            case .endpoint: .system(EndpointID(at: now))
            case .mesh: .mesh(organisation)
            }
        return Delivery(
            at: now, topic: "exchange.sent", subject: ExchangeID(at: now).rawValue, organisation: organisation,
            to: recipient, urgent: urgent)
    }

    private static func take(_ way: DeliveryQueue.Way, _ queue: DeliveryQueue, at now: Date) async throws -> [Delivery]
    {
        switch way {
        case .mail: try await queue.take(at: now)
        case .endpoint: try await queue.takeForSystem(at: now).map { [$0] } ?? []
        case .mesh: try await queue.takeForSystem(by: .mesh, at: now).map { [$0] } ?? []
        }
    }

    private static func with(
        _ deliveries: [Delivery], departure: Date = now, _ body: (DeliveryQueue) async throws -> Void
    ) async throws {
        try await withDatabase { engine in
            try await engine.write { database in
                for delivery in deliveries { try DeliveryQueue.add(delivery, departure: departure, in: database) }
            }
            try await body(DeliveryQueue(engine: engine))
        }
    }

    @Test(
        "does not end with one try what was owed before, and holds it back no longer",
        arguments: DeliveryQueue.Way.allCases)
    func tried(_ way: DeliveryQueue.Way) async throws {
        try await Self.with([Self.owed(way)]) { queue in
            try await queue.failed(
                try await Self.take(way, queue, at: Self.ahead), "busy", lasting: false, at: Self.ahead)
            #expect(try await Self.take(way, queue, at: Self.now).isEmpty)
            #expect(try await queue.setRight(way, at: Self.now) == 1)
            #expect(try await Self.take(way, queue, at: Self.now).map(\.attempts) == [1])
            #expect(try await queue.setRight(way, at: Self.now) == 0)
        }
    }

    @Test("leaves no lease behind that outlasts those of others", arguments: DeliveryQueue.Way.allCases)
    func leased(_ way: DeliveryQueue.Way) async throws {
        try await Self.with([Self.owed(way)]) { queue in
            let leased = try await Self.take(way, queue, at: Self.ahead)
            #expect(leased.count == 1)
            #expect(try await queue.setRight(way, at: Self.now) == 1)
            #expect(try await Self.take(way, queue, at: Self.now).count == 1)
        }
    }

    @Test("keeps no letter longer than any letter waits for its hour; one that waits for it stays")
    func hours() async throws {
        for (wait, isAstray) in [(24.0, 0), (26.0, 1)] {
            try await Self.with([Self.owed(.mail, urgent: false)], departure: Self.now + wait * 3600) { queue in
                let found = try await queue.setRight(.mail, at: Self.now)
                #expect(found == isAstray)
            }
        }
    }

    @Test("is not suspected by a machine whose clock is a little behind")
    func behind() async throws {
        try await Self.with(DeliveryQueue.Way.allCases.map { Self.owed($0) }) { queue in
            let other = Self.now - ClockDifference.bearable + 1
            for way in DeliveryQueue.Way.allCases {
                _ = try await Self.take(way, queue, at: Self.now)
                #expect(try await queue.setRight(way, at: other) == 0)
            }
        }
    }

    @Test("takes nothing of another way with it, nothing that left and nothing that was given up")
    func others() async throws {
        try await Self.with(DeliveryQueue.Way.allCases.map { Self.owed($0) }, departure: Self.ahead) { queue in
            let mail = try await queue.take(at: Self.ahead)
            try await queue.delivered(mail, at: Self.ahead)
            let word = try await Self.take(.endpoint, queue, at: Self.ahead)
            try await queue.failed(word, "gone", lasting: true, at: Self.ahead)
            #expect(try await queue.setRight(.mail, at: Self.now) == 0)
            #expect(try await queue.setRight(.endpoint, at: Self.now) == 0)
            #expect(try await queue.setRight(.mesh, at: Self.now) == 1)
        }
    }
}
