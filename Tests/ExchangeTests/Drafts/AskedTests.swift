import Exchange
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@Suite("Steps 2 and 3: student, consent, reasons")
struct AskedTests {
    private let today = CalendarDate(TestTime.fridayNight)
    private let exchange = ExchangeID(at: TestTime.fridayNight)
    private let recipient = SharingRecipient(organisation: OrganisationID(at: TestTime.fridayNight))

    private func fields(_ body: () throws(InvalidInput) -> Void) -> Set<String> {
        do throws(InvalidInput) {
            try body()
            return []
        } catch { return Set(error.faults.map(\.field)) }
    }

    @Test("a yes needs a university; a no needs nothing and keeps no note")
    func student() throws {
        var student = NoticeDraft.Student()
        #expect(fields { () throws(InvalidInput) in _ = try student.check() } == ["answer"])
        student.answer = .yes
        #expect(fields { () throws(InvalidInput) in _ = try student.check() } == ["search"])
        student.isUnlisted = true
        #expect(try student.check() == StudentStatus(.yes))
        (student.answer, student.unsafeContact) = (.no, "no letters home")
        #expect(try student.check() == StudentStatus(.no))
    }

    @Test("a yes names what was agreed to, and that contact happened, which every notice tells")
    func consent() throws {
        var asked = NoticeDraft.Asked()
        asked.answer = .given
        #expect(fields { () throws(InvalidInput) in try check(asked) } == ["categories"])
        asked.categories = [.careTeam]
        #expect(fields { () throws(InvalidInput) in try check(asked) } == ["categories"])
        asked.categories = [.contactHappened]
        let consent = try asked.check(recipient: recipient, exchange: exchange)
        #expect(consent?.exchangeID == exchange)
        asked.isStanding = true
        #expect(try asked.check(recipient: recipient, exchange: exchange)?.exchangeID == nil)
    }

    @Test("a refusal and a question not asked share nothing, whatever was ticked before")
    func refusal() throws {
        var asked = NoticeDraft.Asked()
        (asked.answer, asked.categories, asked.isStanding) = (.refused, [.medication], true)
        let refusal = try asked.check(recipient: recipient, exchange: exchange)
        #expect(refusal?.answer == .refused)
        #expect(refusal?.categories.isEmpty == true)
        asked.answer = .notAsked
        #expect(fields { () throws(InvalidInput) in try check(asked) } == ["notAskedReason"])
    }

    @Test("somebody else who answers has a name")
    func giver() {
        var asked = NoticeDraft.Asked()
        (asked.answer, asked.categories, asked.giver) = (.given, [.contactHappened, .careTeam], .parent)
        #expect(fields { () throws(InvalidInput) in try check(asked) } == ["giverName"])
    }

    @Test("nobody but the student says that they need not be asked again")
    func unasked() throws {
        var asked = NoticeDraft.Asked()
        (asked.answer, asked.categories, asked.isStanding, asked.withoutAsking) = (
            .given, [.contactHappened, .careTeam], true, true
        )
        #expect(try asked.check(recipient: recipient, exchange: exchange)?.withoutAsking == true)
        for giver in [AnswerGiver.Kind.attorney, .parent] {
            (asked.giver, asked.giverName, asked.withoutAsking) = (giver, "Ada Lund", true)
            #expect(fields { () throws(InvalidInput) in try check(asked) } == ["howLong"])
            asked.withoutAsking = false
            #expect(try asked.check(recipient: recipient, exchange: exchange)?.withoutAsking == false)
        }
    }

    @Test("without consent every limb is asked for, all at once")
    func reasons() {
        var reasons = NoticeDraft.Reasons()
        reasons.reviewOn = TypedDate(today.adding(days: -1))
        let found = fields { () throws(InvalidInput) in _ = try reasons.check(today: today, age: 20) }
        let words = NoticeDraft.Reasons.written.map { "words-\($0.rawValue)" }
        #expect(
            found
                == Set(words).union([
                    "categories", "capacity", "atRisk", "riskToOthers", "noConsentBecause", "reviewOn",
                ]))
    }

    @Test("somebody under 18 is protected without being at risk")
    func minor() {
        let found = fields { () throws(InvalidInput) in _ = try NoticeDraft.Reasons().check(today: today, age: 17) }
        #expect(!found.contains("atRisk"))
    }

    @Test("a university that was changed afterwards was not named to the student")
    func anotherUniversity() {
        var draft = NoticeDraft(at: TestTime.fridayNight)
        draft.student.provider = OrganisationID(at: TestTime.fridayNight)
        draft.consent.askedFor = draft.student.provider
        #expect(draft.consentNamesTheUniversity)
        draft.student.provider = OrganisationID(at: TestTime.fridayNight)
        #expect(!draft.consentNamesTheUniversity)
    }

    private func check(_ asked: NoticeDraft.Asked) throws(InvalidInput) {
        _ = try asked.check(recipient: recipient, exchange: exchange)
    }
}
