import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("What becomes of a notice is told")
struct SendingTeamTests {
    private static let now = TestTime.mondayMorning

    private static func with(_ body: (Trust) async throws -> Void) async throws {
        try await Trust.with(body)
    }

    @Test("to who sent it, and to nobody else of the team, while they work there")
    func sender() async throws {
        try await Self.with { trust in
            let told = try await trust.told(of: trust.nurse)
            #expect(told == [.person(trust.nurse)])
        }
    }

    @Test(
        "to all of the team, and to nobody outside of it, once who sent it has left",
        arguments: [MailTopic.message, .senderTold])
    func left(topic: MailTopic) async throws {
        try await Self.with { trust in
            try await trust.end(trust.nurse)
            let team: Set<Delivery.Recipient> = [.person(trust.colleague), .person(trust.manager)]
            #expect(try await trust.told(topic, of: trust.nurse) == team)
            #expect(try await trust.told(topic, of: nil) == team)
        }
    }

    @Test("to the team, and not to who sent it, once their account is disabled")
    func disabled() async throws {
        try await Self.with { trust in
            try await trust.engine.write {
                try $0.execute("UPDATE account SET disabled_at = \(Self.now) WHERE id = \(trust.nurse)")
            }
            #expect(
                try await trust.told(of: trust.nurse) == [.person(trust.colleague), .person(trust.manager)])
        }
    }

    @Test("to the team, and not to who sent it, once they work in another team, in another role, or elsewhere")
    func moved() async throws {
        try await Self.with { trust in
            try await trust.end(trust.nurse)
            let team: Set<Delivery.Recipient> = [.person(trust.colleague), .person(trust.manager)]
            try await trust.employ(trust.nurse, as: .clinician, in: trust.otherTeam)
            #expect(try await trust.told(of: trust.nurse) == team)
            try await trust.employ(trust.nurse, as: .practitioner, in: trust.team)
            #expect(try await trust.told(of: trust.nurse) == team)
            try await trust.employ(trust.nurse, as: .clinician, in: trust.team, of: OrganisationID(at: Self.now))
            #expect(try await trust.told(of: trust.nurse) == team)
        }
    }

    @Test("to who sent it, where their role goes on in another: as manager of the team, or of every team")
    func promoted() async throws {
        for isOfAll in [true, false] {
            try await Self.with { trust in
                try await trust.end(trust.nurse)
                try await trust.employ(trust.nurse, as: .serviceManager, in: isOfAll ? nil : trust.team)
                #expect(try await trust.told(of: trust.nurse) == [.person(trust.nurse)])
            }
        }
    }

    @Test("to the other managers of the organisation, and to nobody elsewhere, where nobody of the team is left")
    func empty() async throws {
        try await Self.with { trust in
            for account in [trust.nurse, trust.colleague, trust.manager] { try await trust.end(account) }
            #expect(try await trust.told(of: trust.nurse) == [.person(trust.otherManager)])
        }
    }

    @Test("what waits for the team's decision, to its clinicians alone, who see it")
    func held() async throws {
        try await Self.with { trust in
            try await trust.employ(AccountID(at: Self.now), as: .clinician, in: nil)
            let letters = try await trust.letters(.messageHeld, of: nil)
            #expect(Set(letters.map(\.recipient)) == [.person(trust.nurse), .person(trust.colleague)])
            #expect(letters.allSatisfy { $0.topic == MailTopic.messageHeld.rawValue })
        }
    }

    @Test("what waits for a team without a clinician, to who answers for it, and by a page that they may open")
    func heldForNobody() async throws {
        try await Self.with { trust in
            let ofTeam = AccountID(at: Self.now)
            try await trust.employ(ofTeam, as: .serviceManager, in: trust.team)
            for account in [trust.nurse, trust.colleague] { try await trust.end(account) }
            let letters = try await trust.letters(.messageHeld, of: nil)
            #expect(Set(letters.map(\.recipient)) == [.person(trust.manager), .person(ofTeam)])
            #expect(letters.allSatisfy { $0.topic == MailTopic.messageStranded.rawValue })
            for account in [trust.manager, ofTeam] { try await trust.end(account) }
            #expect(try await trust.told(.messageHeld, of: nil) == [.person(trust.otherManager)])
        }
    }

    @Test(
        "that something was cancelled or changed, to who began from it while they are a clinician there, and else to nobody",
        arguments: [MailTopic.messageCancelled, .messageReplaced])
    func begun(topic: MailTopic) async throws {
        try await Self.with { trust in
            #expect(try await trust.told(topic, of: trust.nurse) == [.person(trust.nurse)])
            try await trust.end(trust.nurse)
            #expect(try await trust.told(topic, of: trust.nurse).isEmpty)
            try await trust.employ(trust.nurse, as: .serviceManager, in: trust.team)
            #expect(try await trust.told(topic, of: trust.nurse).isEmpty)
        }
    }

    @Test(
        "of a question to a lead, to who asked it while they are a clinician there, and then to the team in other words",
        arguments: [
            (MailTopic.decisionAnswered, MailTopic.decisionAnsweredForTeam), (.decisionLate, .decisionLateForTeam),
        ])
    func asked(topic: MailTopic, forTeam: MailTopic) async throws {
        try await Self.with { trust in
            let toAsker = try await trust.letters(topic, of: trust.nurse)
            #expect(toAsker.map(\.recipient) == [.person(trust.nurse)] && toAsker.map(\.topic) == [topic.rawValue])
            try await trust.end(trust.nurse)
            try await trust.employ(trust.nurse, as: .clinician, in: trust.otherTeam)
            let toTeam = try await trust.letters(topic, of: trust.nurse)
            #expect(Set(toTeam.map(\.recipient)) == [.person(trust.colleague), .person(trust.manager)])
            #expect(toTeam.allSatisfy { $0.topic == forTeam.rawValue })
            for account in [trust.colleague, trust.manager] { try await trust.end(account) }
            let toLast = try await trust.letters(topic, of: trust.nurse)
            #expect(toLast.map(\.recipient) == [.person(trust.otherManager)])
            #expect(toLast.map(\.topic) == [forTeam.rawValue])
        }
    }

    @Test(
        "of a question to a lead, to who asked it in other words once they manage the team, since it is for clinicians")
    func askedByManager() async throws {
        try await Self.with { trust in
            try await trust.end(trust.nurse)
            try await trust.employ(trust.nurse, as: .serviceManager, in: trust.team)
            let letters = try await trust.letters(.decisionLate, of: trust.nurse)
            #expect(letters.contains { $0.recipient == .person(trust.nurse) })
            #expect(letters.allSatisfy { $0.topic == MailTopic.decisionLateForTeam.rawValue })
        }
    }
}
