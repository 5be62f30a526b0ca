import Foundation
import Students
import Testing
import Vocabulary

/// What went wrong elsewhere (design/lessons.md) and must not here.
@Suite("Lessons of other consent systems")
struct LessonTests {
    private let earlier = Example.answer(.given, daysAgo: 30)

    private func outcome(_ facts: SharingFacts, at moment: Date = Example.now) -> SharingOutcome {
        SharingRule.decide(facts, at: moment).outcome
    }

    @Test(
        "a failed capacity check does not cancel consent given earlier", arguments: [Capacity.failedCheckNow, .lacks])
    func failedCheck(capacity: Capacity) {
        let facts = Example.facts([earlier], now: Example.couldNotBeAsked).with { $0.capacity = capacity }
        #expect(outcome(facts) == .share([.riskSummary], basis: .consent, until: nil))
    }

    @Test("a yes said while unable to decide permits nothing, and staff are told so")
    func unableYes() {
        let yes = Example.answer(.given, capacity: .failedCheckNow)
        let facts = Example.facts(now: yes).with { $0.capacity = .failedCheckNow }
        let verdict = SharingRule.decide(facts, at: Example.now)
        #expect(verdict.outcome.categories.isEmpty)
        #expect(verdict.remarks.contains { $0.contains("was not counted") })
    }

    @Test("a no said while unable to decide is heard: earlier consent waits for a person with reasons")
    func unableNo() {
        let no = Example.answer(.refused, capacity: .failedCheckNow)
        let facts = Example.facts([earlier], now: no).with { $0.capacity = .failedCheckNow }
        guard case .personMustDecide(.clinician, _, _) = outcome(facts) else {
            return #expect(Bool(false), "it went ahead")
        }
        #expect(outcome(facts.with { $0.reasons = Example.reasons() }).categories == [.riskSummary])
    }

    @Test("the latest answer of a person wins")
    func latestWins() {
        let no = Example.answer(.refused, daysAgo: 2)
        #expect(outcome(Example.facts([earlier, no])) == .doNotShare(.refused))
        #expect(outcome(Example.facts([no, Example.answer(.given, daysAgo: 1)])).categories == [.riskSummary])
    }

    @Test("the student's own answer outranks everybody else's")
    func ownOutranks() {
        let attorney = Example.answer(.given, by: AnswerGiver(.attorney, name: "Ruth Okoro"))
        let facts = Example.facts([Example.answer(.refused, daysAgo: 9), attorney]).with { $0.capacity = .lacks }
        #expect(outcome(facts) == .doNotShare(.refused))
    }

    @Test("nobody else answers for a student who can decide, nor a parent for one of 16 or more")
    func othersNotEntitled() {
        let parent = Example.answer(.given, by: AnswerGiver(.parent, name: "Ana Reed"))
        let attorney = Example.answer(.given, by: AnswerGiver(.attorney, name: "Ruth Okoro"))
        #expect(outcome(Example.facts([parent, attorney], now: Example.couldNotBeAsked)).categories.isEmpty)
        let fifteen = Example.facts([parent], now: Example.couldNotBeAsked).with { $0.age = 15 }
        #expect(outcome(fifteen).categories == [.riskSummary])
        let unable = Example.facts([attorney], now: Example.couldNotBeAsked).with { $0.capacity = .lacks }
        #expect(outcome(unable).categories == [.riskSummary])
    }

    @Test("two parents who disagree are a contradiction, which only a person can settle")
    func contradiction() {
        let answers = [
            Example.answer(.given, by: AnswerGiver(.parent, name: "Ana Reed")),
            Example.answer(.refused, daysAgo: 1, by: AnswerGiver(.parent, name: "Tom Reed")),
        ]
        let facts = Example.facts(answers, now: Example.couldNotBeAsked).with { $0.age = 15 }
        guard case .personMustDecide(.informationGovernanceLead, let questions, _) = outcome(facts) else {
            return #expect(Bool(false), "a rule settled it")
        }
        #expect(questions.first == .whichAnswerStands)
    }

    @Test("what was recorded in error counts as never given, a yes as much as a no")
    func invalidated() {
        #expect(outcome(Example.facts([earlier.invalidated()], now: Example.couldNotBeAsked)).categories.isEmpty)
        let mistake = Example.answer(.refused, daysAgo: 1).invalidated()
        #expect(outcome(Example.facts([earlier, mistake])).categories == [.riskSummary])
    }

    @Test("consent taken back is a no, and nothing older comes back in its place")
    func withdrawn() {
        let later = Example.answer(.given, daysAgo: 3).withdrawn(daysAgo: 1)
        #expect(outcome(Example.facts([earlier, later])) == .doNotShare(.refused))
    }

    @Test("consent given in crisis lapses at the end of the next day, unless it is reaffirmed")
    func crisis() {
        let yes = Example.answer(.given, inCrisis: true)
        let lapse = CalendarDate(year: 2026, month: 11, day: 22)?.start ?? .distantPast
        let facts = Example.facts([yes], now: yes)
        #expect(outcome(facts) == .share([.riskSummary], basis: .consent, until: lapse))
        let next = Example.facts([yes], now: Example.couldNotBeAsked)
        #expect(outcome(next, at: lapse - 1).categories == [.riskSummary])
        #expect(outcome(next, at: lapse).categories.isEmpty)
        #expect(outcome(Example.facts([yes.reaffirmed()]), at: Example.day(300)).categories == [.riskSummary])
    }

    @Test("a lapsed yes leaves the one before it standing, for no more than both said")
    func lapsed() {
        let old = Example.answer(.given, [.riskSummary, .careTeam], daysAgo: 90)
        let crisis = Example.answer(.given, [.riskSummary, .medication], daysAgo: 5, inCrisis: true)
        let facts = Example.facts([old, crisis], wanted: [.riskSummary, .careTeam, .medication])
        #expect(outcome(facts).categories == [.riskSummary])
    }

    @Test("consent for another team, or for another episode, is none for this one")
    func scope() {
        let elsewhere = Example.answer(.given, to: Example.otherTeam)
        let before = Example.answer(.given, for: ExchangeID(at: Example.now))
        #expect(outcome(Example.facts([elsewhere, before], now: Example.couldNotBeAsked)).categories.isEmpty)
    }
}
