import Database
import Foundation
import Students
import Testing
import Vocabulary

@Suite("Answers about sharing, on record")
struct ConsentTests {
    private func given(
        _ town: Town, _ categories: Set<InformationCategory> = [.riskSummary], for episode: ExchangeID? = nil,
        inCrisis: Bool = false
    ) -> NewConsent {
        NewConsent(to: town.leeds, for: episode, .given, categories: categories, capacity: .has, inCrisis: inCrisis)
    }

    private func withdraw(_ id: ConsentID, by actor: Actor, in town: Town) async throws -> [Consent] {
        try await town.engine.write { [keys = town.keys, now = town.clock.now] in
            try StudentsStore.withdraw(id, by: actor, at: now, keys: keys, in: $0)
        }
    }

    @Test("an answer comes back as it was given")
    func roundTrip() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let new = NewConsent(
                to: town.leeds, for: ExchangeID(at: town.clock.now), .given, categories: [.careTeam, .riskSummary],
                by: AnswerGiver(.attorney, name: "Ruth Okoro"), route: .telephone, capacity: .has, inCrisis: true,
                expiresAt: town.clock.now + 86_400
            )
            let kept = try await town.record(new, of: sam)
            #expect(try await town.consents(of: sam) == [kept])
            let row = try await town.engine.read { try $0.row("SELECT decided_by_name_sealed FROM consent") }
            let name: Data = try #require(try row?("decided_by_name_sealed"))
            #expect(name.range(of: Data("Ruth".utf8)) == nil)
        }
    }

    @Test("a yes to nothing, a silence without a reason, an end in the past: each is told by field")
    func faults() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            var past = given(town)
            past.expiresAt = town.clock.now
            let wrong: [(NewConsent, String)] = [
                (given(town, []), "categories"), (NewConsent(to: town.leeds, for: nil, .notAsked), "notAskedReason"),
                (past, "expiresAt"),
            ]
            for (consent, field) in wrong {
                let error = await #expect(throws: InvalidInput.self) { try await town.record(consent, of: sam) }
                #expect(error?.faults.map(\.field) == [field])
            }
        }
    }

    @Test("the student takes consent back; both sides are told")
    func withdrawal() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let consent = try await town.told(given(town), about: sam)
            let student = try await town.signIn(sam)
            let ended = try await withdraw(consent.id, by: student, in: town)
            #expect(ended.map(\.id) == [consent.id])
            #expect(try await town.consents(of: sam).first?.withdrawnAt == town.clock.now)
            #expect(Set(try await town.outbox("consent.withdrawn")) == [town.trust, town.leeds.organisationID])
            await #expect(throws: Conflict.self) { _ = try await withdraw(consent.id, by: student, in: town) }
        }
    }

    @Test("what is taken back for a team takes every other yes for it along")
    func withdrawalOfAll() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let standing = try await town.record(given(town), of: sam)
            let episode = try await town.record(given(town, for: ExchangeID(at: town.clock.now)), of: sam)
            let elsewhere = try await town.record(
                NewConsent(to: town.beckett, for: nil, .given, categories: [.careTeam]), of: sam
            )
            let ended = try await withdraw(standing.id, by: town.signIn(sam), in: town)
            #expect(Set(ended.map(\.id)) == [standing.id, episode.id])
            let left = try await town.consents(of: sam).filter { $0.withdrawnAt == nil }
            #expect(left.map(\.id) == [elsewhere.id])
        }
    }

    @Test("taking back a yes for one occasion takes those for other occasions along, and nobody else's answer")
    func withdrawalOfEveryOccasion() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let first = try await town.record(given(town, for: ExchangeID(at: town.clock.now)), of: sam)
            let second = try await town.record(given(town, for: ExchangeID(at: town.clock.now)), of: sam)
            let standing = try await town.record(given(town), of: sam)
            var parents = given(town, for: ExchangeID(at: town.clock.now))
            parents.by = AnswerGiver(.parent, name: "Jo Reed")
            let theirs = try await town.record(parents, of: sam)
            let ended = try await withdraw(first.id, by: town.signIn(sam), in: town)
            #expect(Set(ended.map(\.id)) == [first.id, second.id, standing.id])
            let left = try await town.consents(of: sam).filter { $0.withdrawnAt == nil }
            #expect(left.map(\.id) == [theirs.id])
        }
    }

    @Test(
        "the student's later answer for the same team replaces the earlier; one for another team, or one that lapsed, does not"
    )
    func replacing() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let student = try await town.signIn(sam)
            let first = try await town.students.decideInAdvance([.careTeam], for: town.leeds, by: student)
            town.clock.advance(by: 60)
            try await town.students.decideInAdvance([], for: town.beckett, by: student)
            try await town.students.decideInAdvance(
                [.riskSummary], for: town.leeds, until: town.clock.now + 3_600, by: student)
            func replaced() async throws -> Date? {
                try await town.students.ownConsents(as: student).first { $0.consent.id == first.id }?.replacedAt
            }
            #expect(try await replaced() == town.clock.now)
            town.clock.advance(by: 7_200)
            #expect(try await replaced() == nil)
        }
    }

    @Test("whoever took the answer, or was told, may write down that it was taken back")
    func withdrawalByStaff() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            for actor in [town.clinician, town.practitioner] {
                let consent = try await town.told(given(town), about: sam)
                let ended = try await withdraw(consent.id, by: actor, in: town)
                #expect(ended.first?.id == consent.id)
                town.clock.advance(by: 60)
            }
        }
    }

    @Test("a university that was told nothing learns nothing: neither of a no, nor of a yes that was not used")
    func nothingToldNothingLearnt() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let used = try await town.told(given(town, for: ExchangeID(at: town.clock.now)), about: sam)
            let unused = try await town.record(given(town), of: sam)
            try await town.record(NewConsent(to: town.leeds, for: nil, .refused), of: sam)
            let known = try await town.students.consents(of: sam, for: town.practitioner)
            #expect(known.map(\.consent.id) == [used.id])
            #expect(try await town.students.consents(of: sam, for: town.clinician).count == 3)
            await #expect(throws: NotFound.self) { _ = try await withdraw(unused.id, by: town.practitioner, in: town) }
            let other = try await town.record(
                NewConsent(to: town.beckett, for: nil, .given, categories: [.careTeam]), of: sam)
            _ = try await withdraw(other.id, by: town.signIn(sam), in: town)
            #expect(try await town.outbox("consent.withdrawn") == [town.trust])
        }
    }

    @Test("nobody else ends, confirms or voids an answer")
    func denied() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let consent = try await town.record(given(town, inCrisis: true), of: sam)
            let stranger = try await town.signIn(
                town.create(
                    NewPerson(nhsNumber: nil, givenName: "Ada", familyName: "Obi", birthDate: Town.samReed.birthDate)),
                name: "Ada Obi"
            )
            for actor in [stranger, town.otherClinician, town.foreignPractitioner] {
                await #expect(throws: NotFound.self) { _ = try await withdraw(consent.id, by: actor, in: town) }
                await #expect(throws: NotFound.self) { try await town.students.reaffirm(consent.id, by: actor) }
            }
            for actor in [town.oper, town.lead] {
                await #expect(throws: Forbidden.self) { _ = try await withdraw(consent.id, by: actor, in: town) }
            }
            await #expect(throws: NotFound.self) {
                try await town.students.invalidate(consent.id, because: .wronglyEntered, by: town.otherClinician)
            }
            let student = try await town.signIn(sam)
            await #expect(throws: Forbidden.self) {
                try await town.students.invalidate(consent.id, because: .wronglyEntered, by: student)
            }
        }
    }

    @Test("consent given in crisis is confirmed the next day, and then it lasts")
    func reaffirm() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let consent = try await town.record(given(town, inCrisis: true), of: sam)
            #expect(consent.endsAt == CalendarDate(year: 2026, month: 11, day: 22)?.start)
            town.clock.advance(by: 12 * 3_600)
            try await town.students.reaffirm(consent.id, by: town.signIn(sam))
            #expect(try await town.consents(of: sam).first?.endsAt == nil)
            #expect(try await town.audited("consent.reaffirmed") == 1)
        }
    }

    @Test("an answer recorded in error is void, and stays on record")
    func invalidate() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let consent = try await town.record(given(town), of: sam)
            try await town.students.invalidate(consent.id, because: .wrongPerson, by: town.clinician)
            #expect(try await town.consents(of: sam).first?.invalidatedAt == town.clock.now)
        }
    }

    @Test("a student decides in advance; a clinician reads whom and what, and the look is in the log")
    func inAdvance() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            let student = try await town.signIn(sam)
            try await town.students.decideInAdvance([.contactHappened, .careTeam], for: town.leeds, by: student)
            try await town.students.decideInAdvance([], for: town.beckett, by: student)
            let read = try await town.students.decidedInAdvance(by: sam, as: town.otherClinician)
            let yes = try #require(read.first { $0.consent.answer == .given })
            #expect(yes.recipientName == "Student Wellbeing, University of Leeds")
            #expect(yes.consent.categories == [.contactHappened, .careTeam])
            #expect(yes.consent.route == .portal)
            #expect(
                read.contains { $0.consent.answer == .refused && $0.organisationName == "Leeds Beckett University" })
            #expect(try await town.audited("consent.advance_read") == 1)
            await #expect(throws: Forbidden.self) {
                try await town.students.decidedInAdvance(by: sam, as: town.practitioner)
            }
            await #expect(throws: Forbidden.self) {
                try await town.students.decideInAdvance([.careTeam], for: town.leeds, by: town.clinician)
            }
        }
    }

    @Test("a team that does not exist, or is another organisation's, is not found")
    func unknownTeam() async throws {
        try await Town.open { town in
            let student = try await town.signIn(town.sam())
            let wrong = SharingRecipient(organisation: town.leeds.organisationID, service: town.beckett.serviceID)
            await #expect(throws: NotFound.self) {
                try await town.students.decideInAdvance([.careTeam], for: wrong, by: student)
            }
        }
    }

    @Test("how to reach a student, and how not to, is sealed and stays with their status")
    func contactWays() async throws {
        try await Town.open { town in
            let sam = try await town.sam()
            try await town.engine.write { [keys = town.keys, now = town.clock.now] in
                let status = StudentStatus(.yes, provider: town.leeds.organisationID, livesAtHome: true)
                try StudentsStore.recordStatus(status, of: sam, by: town.clinician, at: now, keys: keys, in: $0)
            }
            town.clock.advance(by: 60)
            let student = try await town.signIn(sam)
            try await town.students.setContactWays(safe: "Text me", unsafe: "No letters home", by: student)
            let status = try #require(try await town.students.status(of: sam, as: student))
            #expect(status.status.unsafeContact == "No letters home")
            #expect(status.status.providerID == town.leeds.organisationID && status.status.livesAtHome)
            #expect(status.askedBy == nil)
            await #expect(throws: Forbidden.self) {
                try await town.students.setContactWays(safe: nil, unsafe: nil, by: town.practitioner)
            }
            await #expect(throws: NotFound.self) { try await town.students.status(of: sam, as: town.practitioner) }
        }
    }
}
