import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("An e-mail that waited for the morning")
struct ReaddressingTests {
    private static let night = TestTime.fridayNight
    private static let morning = night + 8 * 3600

    /// The nurse is told something in the night that can wait.
    private static func with(
        _ topic: MailTopic = .message, _ body: (Trust) async throws -> Void
    ) async throws {
        try await Trust.with { trust in
            try await trust.tell(topic, of: trust.nurse, at: night)
            #expect(try await trust.leaving(at: night).isEmpty)
            try await body(trust)
        }
    }

    @Test("goes to who sent the notice, where they are still there")
    func stayed() async throws {
        try await Self.with { trust in
            let letters = try await trust.leaving(at: Self.morning)
            #expect(letters.map(\.recipient) == [.person(trust.nurse)])
        }
    }

    @Test("goes to the team, and not to who sent the notice, where they have left it overnight")
    func left() async throws {
        try await Self.with { trust in
            try await trust.end(trust.nurse)
            try await trust.employ(trust.nurse, as: .clinician, in: trust.otherTeam)
            let letters = try await trust.leaving(at: Self.morning)
            #expect(letters.count == 2)
            #expect(Set(letters.map(\.recipient)) == [.person(trust.colleague), .person(trust.manager)])
            #expect(letters.allSatisfy { $0.topic == MailTopic.message.rawValue && $0.createdAt == Self.night })
            #expect(try await trust.leaving(at: Self.morning + 86_400).isEmpty)
        }
    }

    @Test("goes to the organisation’s other managers where nobody of the team is left, and to nobody elsewhere")
    func empty() async throws {
        try await Self.with { trust in
            for account in [trust.nurse, trust.colleague, trust.manager] { try await trust.end(account) }
            #expect(try await trust.leaving(at: Self.morning).map(\.recipient) == [.person(trust.otherManager)])
        }
    }

    @Test("goes at the hours of those who get it instead")
    func hours() async throws {
        try await Self.with { trust in
            try await trust.end(trust.nurse)
            try await trust.engine.write {
                try $0.execute(
                    """
                    INSERT INTO mail_wishes (account_id, quiet_from, quiet_until, daily_at)
                    VALUES (\(trust.colleague), 0, 0, \(12 * 60))
                    """)
            }
            #expect(try await trust.leaving(at: Self.morning).map(\.recipient) == [.person(trust.manager)])
            #expect(try await trust.leaving(at: Self.morning + 6 * 3600).map(\.recipient) == [.person(trust.colleague)])
        }
    }

    @Test("is told once to each who stays, where several of those whom it was for have left")
    func several() async throws {
        try await Trust.with { trust in
            let second = AccountID(at: Trust.now)
            try await trust.employ(second, as: .clinician, in: trust.team)
            try await trust.tell(.messageHeld, of: nil, at: Self.night)
            for account in [trust.nurse, second] { try await trust.end(account) }
            let letters = try await trust.leaving(at: Self.morning)
            #expect(letters.map(\.recipient) == [.person(trust.colleague)])
        }
    }

    @Test("about a question says it in other words to the team of who asked and has left")
    func question() async throws {
        try await Self.with(.decisionAnswered) { trust in
            try await trust.end(trust.nurse)
            let letters = try await trust.leaving(at: Self.morning)
            #expect(Set(letters.map(\.recipient)) == [.person(trust.colleague), .person(trust.manager)])
            #expect(letters.allSatisfy { $0.topic == MailTopic.decisionAnsweredForTeam.rawValue })
        }
    }

    @Test(
        "about a message that waits goes to who answers for a team whose clinicians have all left, by a page that they may open"
    )
    func held() async throws {
        try await Trust.with { trust in
            try await trust.tell(.messageHeld, of: nil, at: Self.night)
            for account in [trust.nurse, trust.colleague] { try await trust.end(account) }
            let letters = try await trust.leaving(at: Self.morning)
            #expect(letters.map(\.recipient) == [.person(trust.manager)])
            #expect(letters.map(\.topic) == [MailTopic.messageStranded.rawValue])
        }
    }

    @Test("that another worker has taken meanwhile is theirs")
    func taken() async throws {
        try await Self.with { trust in
            let queue = DeliveryQueue(engine: trust.engine)
            let taken = try await queue.take(at: Self.morning)
            try await trust.end(trust.nurse)
            let later = Self.morning + DeliveryQueue.lease + 1
            let again = try await queue.take(at: later)
            #expect(again.map(\.id) == taken.map(\.id))
            let readdressing = Readdressing(engine: trust.engine)
            #expect(try await readdressing.stillDue(taken, at: later).isEmpty)
            let kept = try await trust.engine.read { try $0.count("SELECT count(*) AS count FROM delivery") }
            #expect(kept == 1)
            #expect(try await readdressing.stillDue(again, at: later).isEmpty)
            #expect(try await trust.leaving(at: later).count == 2)
        }
    }
}
