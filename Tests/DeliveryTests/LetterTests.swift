import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("An e-mail")
struct LetterTests {
    private static let site = URL(string: "https://footbridge.example.ac.uk")!
    private static let now = TestTime.mondayMorning

    private static func delivery(_ topic: MailTopic, reference: String? = "FB-7K2M") -> Delivery {
        Delivery(
            at: now, topic: topic.rawValue, subject: "0193", reference: reference, dueAt: now + 3600,
            organisation: nil, to: .person(AccountID(at: now)), urgent: false)
    }

    @Test("says that something waits, by when, and where")
    func one() {
        let letter = Letter([Self.delivery(.sent)], publicAddress: Self.site, toMailbox: false, at: Self.now)
        #expect(letter.subject == "Footbridge: A new item waits for your team (FB-7K2M).")
        #expect(letter.body.contains("Due: Mon 23 Nov, 10:15."))
        #expect(letter.body.contains("https://footbridge.example.ac.uk/exchanges/0193\n"))
        #expect(letter.body.contains("https://footbridge.example.ac.uk/account/e-mails"))
    }

    @Test("tells several things at once")
    func several() {
        let letter = Letter(
            [Self.delivery(.sent), Self.delivery(.message)], publicAddress: Self.site, toMailbox: true, at: Self.now)
        #expect(letter.subject == "Footbridge: 2 things for you")
        #expect(letter.body.contains("There is a new message (FB-7K2M)."))
        #expect(!letter.body.contains("account/e-mails"))
    }

    @Test("takes who asked a lead to the page of that question, and the leads to all that wait for them")
    func lateDecision() {
        let pages: [(MailTopic, String)] = [
            (.decisionLate, "notices/decisions/0193"), (.decisionReminded, "decisions"),
        ]
        for (topic, page) in pages {
            let letter = Letter(
                [Self.delivery(topic, reference: nil)], publicAddress: Self.site, toMailbox: false, at: Self.now)
            #expect(letter.body.contains("Due: Mon 23 Nov, 10:15.\nhttps://footbridge.example.ac.uk/\(page)\n"))
        }
    }

    @Test("takes the colleagues of who asked, who may not see the question, to their organisation's number")
    func colleaguesQuestion() {
        let organisation = OrganisationID(at: Self.now)
        for topic in [MailTopic.decisionLateForTeam, .decisionAnsweredForTeam] {
            let delivery = Delivery(
                at: Self.now, topic: topic.rawValue, subject: "0193", organisation: organisation,
                to: .person(AccountID(at: Self.now)), urgent: false)
            let letter = Letter([delivery], publicAddress: Self.site, toMailbox: false, at: Self.now)
            #expect(letter.body.contains("\(Self.site)/directory/organisations/\(organisation)\n"))
            #expect(!letter.body.contains("0193"))
        }
    }

    @Test("holds no clinical word, whatever it is about", arguments: MailTopic.allCases)
    func words(topic: MailTopic) {
        let letter = Letter([Self.delivery(topic)], publicAddress: Self.site, toMailbox: false, at: Self.now)
        let words = Set((letter.subject + " " + letter.body).lowercased().split { !$0.isLetter }.map(String.init))
        let clinical: Set = [
            "crisis", "health", "mental", "suicide", "harm", "risk", "admission", "admitted", "discharge", "hospital",
            "patient", "student", "consent", "emergency", "nhs", "clinical", "diagnosis", "ward", "a&e",
        ]
        #expect(words.isDisjoint(with: clinical))
    }

    @Test("is a letter that any mail server reads, with lines that are short enough")
    func message() throws {
        let letter = Letter([Self.delivery(.managerTold)], publicAddress: Self.site, toMailbox: false, at: Self.now)
        let (from, to) = (try #require(MailAddress("f@x.ac.uk")), try #require(MailAddress("kim@y.nhs.uk")))
        let text = letter.message(from: from, to: to)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.contains("\n") && !$0.contains("\r") })
        #expect(lines.contains("Date: Mon, 23 Nov 2026 09:15:00 +0000"))
        #expect(lines.contains("To: <kim@y.nhs.uk>") && lines.contains("Auto-Submitted: auto-generated"))
        let body = text.components(separatedBy: "\r\n\r\n")[1].replacing("\r\n", with: "")
        let data = try #require(Data(base64Encoded: body))
        #expect(String(decoding: data, as: UTF8.self) == letter.body.replacing("\n", with: "\r\n"))
    }

    @Test("goes to an address that is one, and cannot be given a second head")
    func addresses() {
        #expect(MailAddress("sam.lee+x@leeds.ac.uk") != nil)
        let refused = [
            "", "sam", "@leeds.ac.uk", "sam@", "a@b@c", "sam@leeds.ac.uk\r\nBcc: x@y.z", "sam lee@leeds.ac.uk",
            "<sam@leeds.ac.uk>", "säm@leeds.ac.uk", String(repeating: "a", count: 250) + "@b.uk",
        ]
        for text in refused { #expect(MailAddress(text) == nil) }
    }
}
