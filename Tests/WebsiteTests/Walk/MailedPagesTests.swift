import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Website

@Suite("The link of an e-mail", .serialized)
struct MailedPagesTests {
    @Test("leads to a page that is open to the role of whoever is told, also where they are told in somebody’s stead")
    func open() async throws {
        try await Walk.with { walk in
            for topic in MailTopic.allCases {
                if let said = topic.toLast {
                    #expect(Self.isOpen(said, to: said.fallback, in: walk.routes), "\(said) to \(said.fallback)")
                }
                guard Self.isOfTeam(topic) else { continue }
                for role in topic.readers {
                    #expect(Self.isOpen(topic, to: role, in: walk.routes), "\(topic) to \(role)")
                }
            }
        }
    }

    /// Whether it may be told to everybody of a team who holds one of its readers' roles.
    private static func isOfTeam(_ topic: MailTopic) -> Bool {
        let others: Set<MailTopic> = [
            .messageHeld, .messageCancelled, .messageReplaced, .decisionAnswered, .decisionLate,
            .decisionAnsweredForTeam, .decisionLateForTeam, .systemMoved,
        ]
        return topic.rawValue.hasPrefix("exchange.") || others.contains(topic)
    }

    private static func isOpen(_ topic: MailTopic, to role: Role, in routes: [Route]) -> Bool {
        let path = topic.path("0193", in: OrganisationID(at: TestTime.mondayMorning)).split(separator: "/")
        return routes.contains { $0.method == .get && $0.answers(path) && $0.isOpen(to: role) }
    }
}
