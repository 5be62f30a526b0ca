import Foundation
import Students
import Testing
import Vocabulary

@Suite("What a record system may put on record as decided (ADR 19)")
struct UnaskedTests {
    private func decide(_ facts: SharingFacts, about sam: PersonID, in town: Town) async throws -> SharingDecision {
        let system = Actor(
            accountID: AccountID(at: town.clock.now), organisationID: town.trust, role: .recordSystem, name: "Record")
        return try await town.engine.write { [keys = town.keys, now = town.clock.now] in
            try StudentsStore.recordDecision(
                on: facts, about: .known(sam), by: system, at: now, keys: keys, in: $0
            ).decision
        }
    }

    @Test("is what the student's own standing yes lets through without a question")
    func ownYes() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let yes = try await town.students.decideInAdvance(
                [.contactHappened], for: town.leeds, withoutAsking: true, by: try await town.signIn(sam))
            let decision = try await decide(town.facts(), about: sam, in: town)
            #expect(decision.consentID == yes.id && decision.categories == [.contactHappened])
        }
    }

    @Test("is nothing where the student wants to be asked, said no, or said yes more than a year ago")
    func ownDoubts() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let herself = try await town.signIn(sam)
            for (categories, unasked) in [([.contactHappened], false), ([], true)] as [(Set<InformationCategory>, Bool)]
            {
                try await town.students.decideInAdvance(
                    categories, for: town.leeds, withoutAsking: unasked, by: herself)
                await #expect(throws: Forbidden.self) { try await decide(town.facts(), about: sam, in: town) }
                town.clock.advance(by: 60)
            }
            try await town.students.decideInAdvance(
                [.contactHappened], for: town.leeds, withoutAsking: true, by: herself)
            town.clock.advance(by: 366 * 86_400)
            await #expect(throws: Forbidden.self) { try await decide(town.facts(), about: sam, in: town) }
            #expect(try await town.audited("sharing_decision.recorded") == 0)
        }
    }

    @Test("is nothing where the yes was for one contact, or an attorney's, or there is none")
    func othersYes() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            await #expect(throws: Conflict.self) { try await decide(town.facts(), about: sam, in: town) }
            let episode = ExchangeID(at: town.clock.now)
            let once = NewConsent(to: town.leeds, for: episode, .given, categories: [.contactHappened], capacity: .has)
            try await town.record(once, of: sam)
            await #expect(throws: Forbidden.self) { try await decide(town.facts(episode), about: sam, in: town) }
            let attorney = NewConsent(
                to: town.beckett, for: nil, .given, categories: [.contactHappened],
                by: AnswerGiver(.attorney, name: "Ada"),
                capacity: .lacks, withoutAsking: true)
            try await town.record(attorney, of: sam)
            var facts = town.facts()
            facts.recipient = town.beckett
            await #expect(throws: (any Error).self) { try await decide(facts, about: sam, in: town) }
            #expect(try await town.audited("sharing_decision.recorded") == 0)
        }
    }
}
