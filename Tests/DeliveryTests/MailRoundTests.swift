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
            let server = try #require(URL(string: "smtp://127.0.0.1:1"))
            let round = try Self.round(on: engine, keys, clock, server: server)
            try await body(round, DeliveryQueue(engine: engine))
        }
    }

    private static func round(
        on engine: any Engine, _ keys: KeyRing, _ clock: MovableClock, server: URL?
    ) throws -> MailRound {
        let sender = try #require(MailAddress("footbridge@example.ac.uk"))
        return MailRound(
            engine: engine, keys: keys, clock: clock,
            directory: DirectoryStore(engine: engine, keys: keys, clock: clock),
            server: server.map { SMTPServer(url: $0, sender: sender) },
            publicAddress: try #require(URL(string: "https://footbridge.example.ac.uk")),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
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

    @Test("counts as a try for a letter whose address cannot be unsealed, and goes on")
    func sealedAddress() async throws {
        try await Self.with { round, queue in
            try await round.engine.write { try $0.execute("UPDATE account SET email_sealed = \(Data([1, 49, 0]))") }
            let sent = try await round.go()
            #expect(sent == 0)
            #expect(try await queue.take(at: Self.now + 90).map(\.attempts) == [1])
        }
    }

    @Test("without a mail server forgets what has waited for longer than it would be tried")
    func withoutServer() async throws {
        try await withDatabase { engine in
            let clock = MovableClock(Self.now)
            let round = try Self.round(on: engine, KeyRing(), clock, server: nil)
            let letter = Delivery(
                at: Self.now, topic: "exchange.sent", subject: "x", organisation: nil,
                to: .person(AccountID(at: Self.now)), urgent: true)
            try await engine.write { try DeliveryQueue.add(letter, departure: Self.now, in: $0) }
            let count: SQL = "SELECT count(*) AS count FROM delivery"
            try await round.go()
            #expect(try await engine.read { try $0.count(count) } == 1)
            clock.advance(by: RetryPlan.patience + 1)
            try await round.go()
            #expect(try await engine.read { try $0.count(count) } == 0)
        }
    }

    @Test(
        "with one keeps what has never been tried, however late the clock says it is, and tries it once it is right again"
    )
    func jump() async throws {
        try await Self.with { round, queue in
            let clock = try #require(round.clock as? MovableClock)
            _ = try await round.go(until: { true })
            clock.advance(by: 100 * 3600)
            try await round.go(until: { true })
            try await round.go()
            clock.set(Self.now)
            try await round.go()
            let waiting = try await queue.take(at: Self.now + 3600)
            #expect(waiting.map(\.attempts) == [2])
        }
    }

    @Test("takes out what happened while the clock ran ahead")
    func posted() async throws {
        try await Self.with { round, queue in
            try await round.engine.write {
                try $0.execute("UPDATE outbox_entry SET available_at = \(Self.now + 400 * 3600)")
            }
            try await round.go(until: { true })
            #expect(try await queue.take(at: Self.now).count == 1)
        }
    }

    @Test(
        "says of an invitation why it does not leave: its week is over, or it is not open any more",
        arguments: [("expires_at = 0", "has expired"), ("withdrawn_at = 1", "was accepted or withdrawn")])
    func invitations(_ change: String, _ words: String) async throws {
        try await withDatabase { engine in
            let (clock, university) = (MovableClock(Self.now), OrganisationID(at: Self.now))
            let id = InvitationID(at: Self.now)
            let round = try Self.round(on: engine, KeyRing(), clock, server: URL(string: "smtp://127.0.0.1:1"))
            let letter = Delivery(
                at: Self.now, topic: InvitationWay.mailed, subject: id.rawValue, organisation: university,
                to: .invited(id), urgent: true)
            try await engine.write { database in
                try database.execute(
                    """
                    INSERT INTO invitation (id, organisation_id, role, token_hash, email_index, email_sealed, invited_by,
                        created_at, expires_at)
                    VALUES (\(id), \(university), 'practitioner', 'h', 'e', \(Data("e".utf8)), 'm', 0, \(Self.now + 60))
                    """)
                try database.execute(SQL(stringLiteral: "UPDATE invitation SET \(change)"))
                try DeliveryQueue.add(letter, departure: Self.now, in: database)
            }
            try await round.go()
            let operator_ = Actor(accountID: AccountID(at: Self.now), organisationID: nil, role: .operator, name: "")
            let givenUp = try await DeliveryStore(engine: engine, clock: clock).overview(by: operator_).givenUp
            #expect(givenUp.count == 1 && givenUp.allSatisfy { $0.fault.contains(words) })
        }
    }
}
