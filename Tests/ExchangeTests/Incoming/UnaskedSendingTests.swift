import Foundation
import Students
import Testing
import Vocabulary

@testable import Exchange

@Suite("What the store lets a record system send (ADR 19)")
struct UnaskedSendingTests {
    @Test("is what rests on the student's own standing yes, given to be told at once")
    func ownYes() async throws {
        try await Bridge.open { bridge in
            let yes = try await bridge.consent(withoutAsking: true)
            let id = try await bridge.send(consent: yes, by: bridge.recordSystem)
            #expect(try await bridge.state(id).status == .sent)
        }
    }

    @Test("is nothing else, whatever decision is on record, though a clinician may send by it")
    func denied() async throws {
        try await Bridge.open { bridge in
            let notice = bridge.notice()
            let others = [
                nil, try await bridge.consent(withoutAsking: false),
                try await bridge.consent(withoutAsking: true, for: notice.id),
                try await bridge.consent(withoutAsking: true, by: AnswerGiver(.attorney, name: "Ada")),
            ]
            for consent in others {
                await #expect(throws: Conflict.self) {
                    try await bridge.send(consent: consent, by: bridge.recordSystem)
                }
            }
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange") == 0)
            for consent in others { try await bridge.send(consent: consent) }
        }
    }
}

extension Bridge {
    fileprivate var recordSystem: Actor {
        Actor(
            accountID: AccountID(at: clock.now), organisationID: trust, serviceID: crisisTeam, role: .recordSystem,
            name: "Crisis team record")
    }

    fileprivate func consent(
        withoutAsking: Bool, for exchange: ExchangeID? = nil, by giver: AnswerGiver = .student
    ) async throws -> ConsentID {
        let new = NewConsent(
            to: SharingRecipient(organisation: university, service: wellbeing), for: exchange, .given, categories: .all,
            by: giver, route: .portal, capacity: .has, withoutAsking: withoutAsking)
        let (now, keys) = (clock.now, keys)
        return try await engine.write { [student, nurse] database in
            try StudentsStore.recordConsent(new, of: student, by: nurse, at: now, keys: keys, in: database).id
        }
    }
}
