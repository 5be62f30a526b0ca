import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("What may be removed")
struct RetentionRuleTests {
    static let ended = CalendarDate(year: 2026, month: 11, day: 23)!.at(minute: 9 * 60)

    static func after(years: Int, days: Int = 0) -> Date {
        CalendarDate(year: 2026 + years, month: 11, day: 23)!.adding(days: days).at(minute: 12 * 60)
    }

    static func facts(released: ExchangeSide? = nil, chosen: Int = 6, byPhone: Bool = false) -> RetentionFacts {
        let gone = after(years: 7)
        let sides = [
            KeptSide(.sender, .init(.trust), lastContactAt: ended, releasedAt: released == .sender ? gone : nil),
            KeptSide(
                .recipient, .init(.provider, chosen: chosen), lastContactAt: ended,
                releasedAt: released == .recipient ? gone : nil),
        ]
        return RetentionFacts(byPhone ? [sides[0]] : sides)
    }

    /// facts · side · moment · verdict
    static let table: [(String, RetentionFacts, ExchangeSide, Date, RetentionVerdict)] = [
        ("the university before its time", facts(), .recipient, after(years: 5), .keep(.timeNotReached)),
        ("the university on the last day", facts(), .recipient, after(years: 6), .keep(.timeNotReached)),
        ("the university on the next", facts(), .recipient, after(years: 6, days: 1), .release),
        ("the university a second time", facts(released: .recipient), .recipient, after(years: 8), .keep(.goneAlready)),
        ("the NHS before its time", facts(released: .recipient), .sender, after(years: 20), .keep(.timeNotReached)),
        ("the NHS, the university gone", facts(released: .recipient), .sender, after(years: 20, days: 1), .remove),
        ("the NHS, the university past its time", facts(), .sender, after(years: 20, days: 1), .remove),
        ("the university last of all", facts(released: .sender, chosen: 20), .recipient, after(years: 21), .remove),
        ("the university never in the NHS's place", facts(chosen: 20), .recipient, after(years: 21), .release),
        ("the NHS alone, told by phone", facts(byPhone: true), .sender, after(years: 20, days: 1), .remove),
        ("a side that was told by phone", facts(byPhone: true), .recipient, after(years: 21), .keep(.goneAlready)),
    ]

    @Test("each side has its own time, and the rows go with the last of them", arguments: table)
    func verdicts(
        name: String, facts: RetentionFacts, side: ExchangeSide, now: Date, verdict: RetentionVerdict
    ) {
        #expect(RetentionRule.decide(facts, for: side, at: now) == verdict, "\(name)")
    }

    @Test("a hold beats everything, and is named first")
    func held() {
        var facts = Self.facts(released: .recipient)
        (facts.isHeld, facts.isOpen, facts.awaitsDecision) = (true, true, true)
        for side in [ExchangeSide.sender, .recipient] {
            #expect(RetentionRule.decide(facts, for: side, at: Self.after(years: 99)) == .keep(.held))
        }
    }

    @Test("what has not ended, waits for a decision, or was just looked up, stays however old it is")
    func stays() {
        let now = Self.after(years: 30)
        var facts = Self.facts()
        facts.isOpen = true
        #expect(RetentionRule.decide(facts, for: .sender, at: now) == .keep(.notEnded))
        (facts.isOpen, facts.awaitsDecision) = (false, true)
        #expect(RetentionRule.decide(facts, for: .sender, at: now) == .keep(.decisionWaits))
        (facts.awaitsDecision, facts.lookedUpAt) = (false, now - 47 * 3600)
        #expect(RetentionRule.decide(facts, for: .sender, at: now) == .keep(.inUse))
        facts.lookedUpAt = now - 49 * 3600
        #expect(RetentionRule.decide(facts, for: .sender, at: now) == .remove)
    }

    @Test("the NHS has 20 years whatever anybody chooses; a university what it chose, or 6 as a default that says so")
    func years() {
        #expect(RetentionPolicy(.trust, chosen: 1).years == 20)
        #expect(RetentionPolicy(.integratedCareBoard).years == 20 && !RetentionPolicy(.trust).isDefault)
        #expect(RetentionPolicy(.provider, chosen: 1).years == 1 && !RetentionPolicy(.provider, chosen: 1).isDefault)
        #expect(RetentionPolicy(.provider).years == 6 && RetentionPolicy(.provider).isDefault)
    }

    @Test("a leap day comes to its time on 1 March")
    func leapDay() throws {
        let leap = try #require(CalendarDate(year: 2028, month: 2, day: 29)).at(minute: 60)
        let side = KeptSide(.recipient, .init(.provider, chosen: 1), lastContactAt: leap)
        #expect(CalendarDate(side.passesAt) == CalendarDate(year: 2029, month: 3, day: 1))
    }
}
