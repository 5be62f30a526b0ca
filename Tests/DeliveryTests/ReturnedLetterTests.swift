import Database
import Directory
import Foundation
import Logging
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

/// A report as a mail server sends it; what is not said is of a mailbox that does not exist.
private struct Report {
    var to: String
    var action = "failed"
    var status = "5.1.1"
    var type = #"multipart/report; report-type=delivery-status; boundary="=_b 1""#
    var lineEnd = "\r\n"
    var more = ""

    var data: Data {
        let text = """
            From: MAILER-DAEMON@mx.example.ac.uk (Mail Delivery System)
            To: \(to)
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: \(type)

            This is a MIME-encapsulated message.

            --=_b 1
            Content-Type: text/plain

            Sorry.

            --=_b 1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.ac.uk
            Arrival-Date: Mon, 23 Nov 2026 09:15:00 +0000

            Final-Recipient: rfc822; team@example.ac.uk
            Action: \(action)
            Status: \(status)
            Diagnostic-Code: smtp; 550 5.1.1 no such
             mailbox
            \(more)
            --=_b 1
            Content-Type: text/rfc822-headers

            Action: failed
            Status: 5.0.0
            --=_b 1--
            """
        return Data(text.replacing("\n", with: lineEnd).utf8)
    }
}

@Suite("A letter that came back")
struct ReturnedLetterTests {
    private static let keys = KeyRing()
    private static let mailbox = ReturnMailbox("bounces@example.ac.uk")!
    private static let letter = DeliveryID(at: TestTime.mondayMorning)
    private static let address = mailbox.address(of: letter, keys: keys)!.text

    private static func find(_ report: Report, to address: String? = nil) -> ReturnedLetter.Finding {
        ReturnedLetter.find(in: report.data, to: address, mailbox: mailbox, keys: keys)
    }

    @Test("is known by the address that it came back to, however lines end", arguments: ["\n", "\r\n"])
    func found(lineEnd: String) {
        let expected = ReturnedLetter.Finding.returned(ReturnedLetter(delivery: Self.letter, status: "5.1.1"))
        #expect(Self.find(Report(to: "<\(Self.address.uppercased())>", lineEnd: lineEnd)) == expected)
        #expect(Self.find(Report(to: "footbridge@example.ac.uk", lineEnd: lineEnd), to: Self.address) == expected)
    }

    @Test(
        "is not one that is late, has arrived, or failed for now",
        arguments: [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0"), ("relayed", "5.1.1"), ("", "")])
    func notLasting(action: String, status: String) {
        #expect(Self.find(Report(to: Self.address, action: action, status: status)) == .notLasting)
    }

    @Test("that a list passed on has not come back while it arrived at one of them")
    func passedOn() {
        let more = "\n\nFinal-Recipient: rfc822; other@example.ac.uk\nAction: delivered\nStatus: 2.1.5\n"
        #expect(Self.find(Report(to: Self.address, more: more)) == .notLasting)
    }

    @Test("with a token that was made up, changed or made elsewhere is not ours")
    func forged() {
        var changed = Array(Self.address)
        changed[10] = changed[10] == "a" ? "b" : "a"
        let other = Self.mailbox.address(of: Self.letter, keys: KeyRing())!.text
        let texts = [
            String(changed), other, "bounces@example.ac.uk", "bounces+@example.ac.uk", "",
            Self.address.replacing("example.ac.uk", with: "example.com"), "x" + Self.address,
        ]
        for text in texts { #expect(Self.find(Report(to: text)) == .notOurs) }
    }

    @Test(
        "is no other letter, whatever it says",
        arguments: ["text/plain", "multipart/mixed; boundary=\"=_b 1\"", "multipart/report"])
    func noReport(type: String) {
        #expect(Self.find(Report(to: Self.address, type: type)) == .noReport)
    }

    @Test("does no harm as junk")
    func junk() {
        let whole = Report(to: Self.address).data
        for length in stride(from: 0, through: whole.count, by: 7) {
            _ = ReturnedLetter.find(in: whole.prefix(length), to: nil, mailbox: Self.mailbox, keys: Self.keys)
        }
        for text in ["", "\n", "\n\n\n", ":", "\u{0}", "Content-Type: multipart/report; boundary=", "--"] {
            let found = ReturnedLetter.find(
                in: Data(text.utf8), to: Self.address, mailbox: Self.mailbox, keys: Self.keys)
            #expect(found == .noReport)
        }
    }

    @Test("has a mailbox whose addresses are short enough for every mail server")
    func mailboxes() {
        let local = Self.address.split(separator: "@")[0]
        #expect(local.utf8.count <= 64)
        for text in ["bounces", "a+b@example.ac.uk", "a-name-too-long1@example.ac.uk", "@example.ac.uk"] {
            #expect(ReturnMailbox(text) == nil)
        }
    }
}

@Suite("Taking in letters that came back")
struct ReturnedRoundTests {
    private static let now = TestTime.mondayMorning

    /// A team's mailbox to which two things were told in one letter, a while ago.
    private struct Town {
        let engine: any Engine
        let folder: URL
        let keys = KeyRing()
        let clock = MovableClock(now + 600)
        let university = OrganisationID(at: now)
        let point = ContactPointID(at: now)

        var queue: DeliveryQueue { DeliveryQueue(engine: engine) }
        var round: ReturnedRound {
            ReturnedRound(
                engine: engine, keys: keys, clock: clock,
                directory: DirectoryStore(engine: engine, keys: keys, clock: clock), folder: folder,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        func send() async throws -> [Delivery] {
            let taken = try await take()
            try await hasLeft(taken)
            return taken
        }

        func hasLeft(_ letters: [Delivery]) async throws {
            let address = try #require(MailAddress("team@example.ac.uk"))
            try await queue.delivered(letters, to: address.index(keys), at: clock.now)
        }

        /// Has them in hand, as while a mail server takes them.
        func take() async throws -> [Delivery] {
            let letters = (0..<2).map { _ in
                Delivery(
                    at: now, topic: "exchange.sent", subject: "x", organisation: university, to: .mailbox(point),
                    urgent: true)
            }
            try await engine.write { database in
                try database.execute(
                    """
                    INSERT INTO contact_point (id, service_id, organisation_id, purpose, email, verify_every_days)
                    VALUES (\(point), \(ServiceID(at: now)), \(university), 'notices', 'Team@example.ac.uk', 90)
                    """)
                for letter in letters { try DeliveryQueue.add(letter, departure: now, in: database) }
            }
            return try await queue.take(at: clock.now)
        }

        func comesBack(_ letter: Delivery) throws {
            try ReturnedLetter(delivery: letter.id, status: "5.1.1").keep(in: folder)
        }

        func count(_ table: StaticString, _ condition: StaticString) async throws -> Int {
            let sql = SQL(stringLiteral: "SELECT count(*) AS count FROM \(table) WHERE \(condition)")
            return try await engine.read { try $0.count(sql) }
        }
    }

    private static func with(_ body: (Town) async throws -> Void) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withDatabase { engine in
            try await body(Town(engine: engine, folder: folder.appending(path: "returned")))
        }
    }

    @Test("gives up all that the letter told, marks the contact point, tells its keepers, and does it once")
    func marks() async throws {
        try await Self.with { town in
            let letters = try await town.send()
            try town.comesBack(letters[0])
            #expect(try await town.round.go() == 1)
            #expect(
                try await town.count("delivery", "given_up_at IS NOT NULL AND fault LIKE '%came back (5.1.1)%'") == 2)
            #expect(try await town.count("contact_point", "bounced_at IS NOT NULL") == 1)
            #expect(try await town.count("outbox_entry", "topic = 'contactPoint.bounced'") == 1)
            try town.comesBack(letters[0])
            #expect(try await town.round.go() == 0)
            #expect(try await town.count("outbox_entry", "topic = 'contactPoint.bounced'") == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: town.folder.path).isEmpty)
        }
    }

    @Test("marks no address that was mended meanwhile")
    func mended() async throws {
        try await Self.with { town in
            let letters = try await town.send()
            try await town.engine.write { try $0.execute("UPDATE contact_point SET email = 'new@example.ac.uk'") }
            try town.comesBack(letters[1])
            #expect(try await town.round.go() == 1)
            #expect(try await town.count("contact_point", "bounced_at IS NOT NULL") == 0)
            #expect(try await town.count("delivery", "given_up_at IS NOT NULL") == 2)
        }
    }

    @Test("waits where a letter came back before it was written down that it had left")
    func quickly() async throws {
        try await Self.with { town in
            let letters = try await town.take()
            try town.comesBack(letters[0])
            #expect(try await town.round.go() == 0)
            try await town.hasLeft(letters)
            #expect(try await town.round.go() == 1)
            #expect(try await town.count("contact_point", "bounced_at IS NOT NULL") == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: town.folder.path).isEmpty)
        }
    }

    @Test("does nothing about a letter that is not known, has not left, or cannot be read")
    func unknown() async throws {
        try await Self.with { town in
            #expect(try await town.round.go() == 0)
            let stranger = Delivery(
                at: Self.now, topic: "x", subject: "x", organisation: nil, to: .mailbox(town.point), urgent: true)
            try town.comesBack(stranger)
            try Data("junk".utf8).write(to: town.folder.appending(path: "junk.json"))
            #expect(try await town.round.go() == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: town.folder.path).isEmpty)
        }
    }
}
