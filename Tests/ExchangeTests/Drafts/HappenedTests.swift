import Exchange
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@Suite("Step 4: what happened")
struct HappenedTests {
    private let now = TestTime.fridayNight
    private let all = Set(InformationCategory.allCases)

    private func complete(_ change: (inout NoticeDraft.Happened) -> Void = { _ in }) -> NoticeDraft.Happened {
        var happened = NoticeDraft.Happened()
        (happened.kind, happened.when, happened.chosenAt) = (.presentation, .now, now)
        (happened.requests, happened.urgency) = ([.checkInWithin48Hours], .within48Hours)
        happened.texts = [.riskSummary: "Says that life feels pointless."]
        change(&happened)
        return happened
    }

    private func faults(
        _ happened: NoticeDraft.Happened, allowed: Set<InformationCategory>? = nil
    ) -> [String: String] {
        do throws(InvalidInput) {
            _ = try happened.check(allowed: allowed ?? all, asked: NoticeDraft.Asked(), now: now)
            return [:]
        } catch { return Dictionary(error.faults.map { ($0.field, $0.message) }, uniquingKeysWith: { a, _ in a }) }
    }

    @Test("an empty page tells everything that is missing at once")
    func empty() {
        #expect(Set(faults(NoticeDraft.Happened()).keys) == ["kind", "when", "requests", "urgency"])
    }

    @Test("“just now” keeps the moment at which it was chosen")
    func justNow() throws {
        let chosen = now - 20 * 60
        let happened = complete { $0.chosenAt = chosen }
        let checked = try happened.check(allowed: all, asked: NoticeDraft.Asked(), now: now)
        #expect(checked.happenedAt == chosen)
    }

    @Test("a time in the future is refused, with the way out")
    func future() {
        let found = faults(complete { ($0.when, $0.time) = (.earlierToday, "23:55") })
        #expect(found["time"] == "23:55 today is in the future. If it was yesterday, choose “Another day”.")
        let tomorrow = TypedDate(CalendarDate(now).adding(days: 1))
        let other = faults(complete { ($0.when, $0.day, $0.dayTime) = (.anotherDay, tomorrow, "10:00") })
        #expect(other["day"] == "The day cannot be in the future.")
    }

    @Test("a discharge before its admission is refused")
    func dischargeBeforeAdmission() {
        let found = faults(
            complete {
                ($0.kind, $0.when, $0.dayTime) = (.discharge, .anotherDay, "14:00")
                $0.day = TypedDate(day: "3", month: "11", year: "2026")
                $0.admittedOn = TypedDate(day: "5", month: "11", year: "2026")
            })
        #expect(
            found["admittedOn"] == "The discharge on 3 November 2026 is before the admission on 5 November 2026.")
    }

    @Test("a discharge needs its checklist: each line done, or why it does not apply")
    func checklist() throws {
        let lines = faults(complete { $0.kind = .discharge })
        #expect(Set(lines.keys) == Set(NoticeDraft.stepsToAnswer.map { "step-\($0.rawValue)" }))
        let discharge = complete {
            $0.kind = .discharge
            $0.checklist = [
                .crisisPlanShared: .init(answer: .done),
                .disabledStudentsAllowanceExplained: .init(answer: .notApplicable),
                .followUpAgreed: .init(answer: .done),
            ]
        }
        #expect(Array(faults(discharge).keys) == ["step-disabledStudentsAllowanceExplained-reason"])
        var asked = NoticeDraft.Asked()
        (asked.answer, asked.notAskedReason) = (.notAsked, .tooUnwell)
        var mended = discharge
        mended.checklist[.disabledStudentsAllowanceExplained]?.reason = "Has it already"
        let checked = try mended.check(allowed: all, asked: asked, now: now)
        #expect(Set(checked.checklist.map(\.step)) == Set(ProtocolStep.allCases))
        mended.checklist[.crisisPlanShared] = .init(answer: .notDone)
        #expect(Array(faults(mended).keys) == ["step-crisisPlanShared-undone"])
        mended.checklist[.crisisPlanShared]?.reason = "Written tomorrow by the ward"
        let honest = try mended.check(allowed: all, asked: asked, now: now).checklist.first {
            $0.step == .crisisPlanShared
        }
        #expect(honest?.answer == .notDone && honest?.reason == "Written tomorrow by the ward")
        let consent = checked.checklist.first { $0.step == .consentAsked }
        #expect(consent?.answer == .notApplicable)
        #expect(consent?.reason == NotAskedReason.tooUnwell.title)
    }

    @Test("text of a category that may not be told is left out, not refused")
    func leftOut() throws {
        let happened = complete { $0.texts[.medication] = "Sertraline" }
        let allowed: Set<InformationCategory> = [.contactHappened, .riskSummary]
        let checked = try happened.check(allowed: allowed, asked: NoticeDraft.Asked(), now: now)
        #expect(Set(checked.texts.keys) == [.riskSummary])
        #expect(checked.namedContact == nil)
    }

    @Test("a notice that would say nothing is refused")
    func nothing() {
        let found = faults(complete { $0.texts = [:] }, allowed: [.adjustments])
        #expect(found["text-adjustments"]?.contains("nothing would be told") == true)
        #expect(faults(complete { $0.texts = [:] }, allowed: [.contactHappened]).isEmpty)
    }

    @Test("requests that contradict each other are refused")
    func requests() {
        #expect(faults(complete { $0.requests = [.awarenessOnly, .housingCheck] })["requests"] != nil)
        #expect(faults(complete { $0.requests = [.checkInWithin48Hours, .checkInWithin7Days] })["requests"] != nil)
        #expect(faults(complete { $0.requests = [.other] })["requestDetail"] == "Enter what is asked.")
    }

    @Test("a named contact is whole or absent")
    func contact() {
        let found = faults(complete { $0.contactName = "Priya Shah" })
        #expect(Set(found.keys) == ["contactTelephone", "contactHours"])
    }

    @Test("a text over its limit says by how much")
    func length() {
        let found = faults(complete { $0.texts[.riskSummary] = String(repeating: "a", count: 2_001) })
        #expect(
            found["text-riskSummary"]
                == "“What are people worried about?” must be 2000 characters or fewer; it is 1 over.")
    }
}
