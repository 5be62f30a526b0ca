import Database
import Foundation
import Students
import Testing
import Vocabulary

@testable import Exchange

@Suite("What a decision of the same transaction lets through")
struct PermitTests {
    /// The student agrees to `categories` for `decided`, it is put on record, and `sent` is sent by it.
    private func send(
        _ sent: NewNotice, decidedFor decided: NewNotice, permitting categories: Set<InformationCategory>,
        by sender: Actor? = nil, in bridge: Bridge
    ) async throws -> ExchangeID {
        let (now, keys, nurse) = (bridge.clock.now, bridge.keys, bridge.nurse)
        return try await bridge.engine.write { database in
            let team = try bridge.recipientTeam(at: decided.provider, in: database)
            let yes = NewConsent(
                to: SharingRecipient(team), for: decided.id, .given, categories: categories, capacity: .has)
            let answer = try StudentsStore.recordConsent(
                yes, of: decided.personID, by: nurse, at: now, keys: keys, in: database)
            let facts = SharingFacts(
                exchange: decided.id, sender: bridge.trust, recipient: SharingRecipient(team),
                recipientName: team.title, wanted: categories, age: 20, answerNow: answer, capacity: .has,
                decider: Decider(nurse))
            let recorded = try StudentsStore.recordDecision(
                on: facts, about: .known(decided.personID), by: nurse, at: now, keys: keys, in: database)
            return try ExchangeStore.send(
                sent, decision: SharingPermit(recorded, at: now),
                to: bridge.recipientTeam(at: sent.provider, in: database), by: sender ?? nurse, at: now, keys: keys,
                in: database)
        }
    }

    @Test("is what was decided about this exchange and this student")
    func sent() async throws {
        try await Bridge.open { bridge in
            let notice = bridge.notice()
            let id = try await send(
                notice, decidedFor: notice, permitting: [.contactHappened, .riskSummary], in: bridge)
            #expect(try await bridge.events(id).map(\.kind) == [.drafted, .sent])
        }
    }

    @Test("is nothing of another exchange, about another student, to another university or in another's name")
    func otherwise() async throws {
        try await Bridge.open { bridge in
            let decided = bridge.notice()
            let refusal = Conflict("There is no sharing decision that permits this. Decide again.")
            let both: Set<InformationCategory> = [.contactHappened, .riskSummary]
            var (otherExchange, otherPerson, otherRecipient) = (decided, decided, decided)
            otherExchange.id = ExchangeID(at: bridge.clock.now)
            otherPerson.personID = PersonID(at: bridge.clock.now)
            otherRecipient.provider = bridge.outside
            for notice in [otherExchange, otherPerson, otherRecipient] {
                await #expect(throws: refusal) {
                    try await send(notice, decidedFor: decided, permitting: both, in: bridge)
                }
            }
            let elsewhere = Actor(
                accountID: bridge.nurse.accountID, organisationID: OrganisationID(at: bridge.clock.now),
                serviceID: bridge.crisisTeam, role: .clinician, name: "Grace Osei")
            await #expect(throws: refusal) {
                try await send(decided, decidedFor: decided, permitting: both, by: elsewhere, in: bridge)
            }
            let sent = try await bridge.count("SELECT COUNT(*) AS count FROM exchange")
            #expect(sent == 0)
        }
    }

    @Test("is nothing that a record system could send, where the student did not say that it may go unasked")
    func unattended() async throws {
        try await Bridge.open { bridge in
            let notice = bridge.notice()
            let system = Actor(
                accountID: bridge.nurse.accountID, organisationID: bridge.trust, serviceID: bridge.crisisTeam,
                role: .recordSystem, name: "Record")
            await #expect(throws: Conflict("There is no sharing decision that permits this. Decide again.")) {
                try await send(
                    notice, decidedFor: notice, permitting: [.contactHappened, .riskSummary], by: system, in: bridge)
            }
        }
    }
}
