import Accounts
import Database
import Directory
import Foundation
import Logging
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("A round of e-mails")
struct MailRoundTests {
    private static let now = TestTime.mondayMorning

    /// A round with one letter owed, to a mail server at a port where nobody listens.
    private static func with(_ body: (MailRound, DeliveryQueue) async throws -> Void) async throws {
        try await withDatabase { engine in
            let (keys, clock) = (KeyRing(), MovableClock(now))
            let account = try NewAccount(
                name: "Kim", email: "kim@example.ac.uk", password: "three unrelated words", rounds: 1 << 4)
            try await engine.write { database in
                let id = try AccountStore.create(account, at: now, keys: keys, in: database)
                let entry = OutboxEntry("exchange.message", subject: "x", to: nil, account: id)
                try database.post(entry, at: now)
            }
            let sender = try #require(MailAddress("footbridge@example.ac.uk"))
            let server = SMTPServer(url: try #require(URL(string: "smtp://127.0.0.1:1")), sender: sender)
            let round = MailRound(
                engine: engine, keys: keys, clock: clock,
                directory: DirectoryStore(engine: engine, keys: keys, clock: clock), server: server,
                publicAddress: try #require(URL(string: "https://footbridge.example.ac.uk")),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await body(round, DeliveryQueue(engine: engine))
        }
    }

    @Test("that the program's end cuts off leaves the rest for the next, untouched")
    func over() async throws {
        try await Self.with { round, queue in
            let sent = try await round.go(until: { true })
            #expect(sent == 0)
            #expect(try await queue.take(at: Self.now).map(\.attempts) == [0])
        }
    }

    @Test("to a mail server that is not there keeps the letter, and tries it again later")
    func unreachable() async throws {
        try await Self.with { round, queue in
            let sent = try await round.go()
            #expect(sent == 0)
            #expect(try await queue.take(at: Self.now).isEmpty)
            #expect(try await queue.take(at: Self.now + 90).map(\.attempts) == [1])
        }
    }
}
