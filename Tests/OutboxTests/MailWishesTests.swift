import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("When a person wants e-mails")
struct MailWishesTests {
    private let monday = CalendarDate(year: 2026, month: 11, day: 23)!

    @Test("what cannot wait leaves at any hour, whatever was wished")
    func urgent() {
        let wishes = MailWishes(quietFrom: 0, quietUntil: 1439, dailyAt: 480)
        #expect(wishes.departure(urgent: true, at: TestTime.fridayNight) == TestTime.fridayNight)
    }

    @Test("in quiet hours the rest waits for their end, on whichever side of midnight")
    func quiet() {
        let usual = MailWishes.usual
        #expect(usual.departure(urgent: false, at: monday.at(minute: 19 * 60 + 59)) == monday.at(minute: 19 * 60 + 59))
        #expect(
            usual.departure(urgent: false, at: monday.at(minute: 20 * 60)) == monday.adding(days: 1).at(minute: 420))
        #expect(usual.departure(urgent: false, at: monday.at(minute: 30)) == monday.at(minute: 420))
        #expect(usual.departure(urgent: false, at: monday.at(minute: 420)) == monday.at(minute: 420))
        let lunch = MailWishes(quietFrom: 720, quietUntil: 780, dailyAt: nil)
        #expect(lunch.departure(urgent: false, at: monday.at(minute: 750)) == monday.at(minute: 780))
        #expect(lunch.departure(urgent: false, at: monday.at(minute: 700)) == monday.at(minute: 700))
    }

    @Test("as the clocks go back, quiet hours that end in the hour that comes twice end twice: nothing waits for a day")
    func clocksBack() {
        let sunday = CalendarDate(year: 2026, month: 10, day: 25)!
        let wishes = MailWishes(quietFrom: 20 * 60, quietUntil: 90, dailyAt: nil)
        func departure(_ moment: Date) -> Date { wishes.departure(urgent: false, at: moment) }
        let (tenPast, end) = (sunday.at(minute: 70), sunday.at(minute: 90))
        #expect(UKTime.clock(tenPast) == "01:10" && UKTime.clock(tenPast + 3600) == "01:10")
        #expect(departure(sunday.adding(days: -1).at(minute: 1200)) == end)
        #expect(departure(tenPast) == end && departure(end) == end)
        #expect(departure(tenPast + 3600) == end + 3600 && departure(end + 3600) == end + 3600)
        #expect(departure(sunday.at(minute: 1200)) == sunday.adding(days: 1).at(minute: 90))
        let evening = sunday.adding(days: -1).at(minute: 1200)
        #expect(MailWishes.usual.departure(urgent: false, at: evening) == evening + 12 * 3600)
    }

    @Test("as the clocks go forward, quiet hours end by the clock on the wall, and once where their end is left out")
    func clocksForward() {
        let sunday = CalendarDate(year: 2026, month: 3, day: 29)!
        let evening = sunday.adding(days: -1).at(minute: 1200)
        #expect(MailWishes.usual.departure(urgent: false, at: evening) == evening + 10 * 3600)
        let wishes = MailWishes(quietFrom: 20 * 60, quietUntil: 90, dailyAt: nil)
        #expect(wishes.departure(urgent: false, at: evening) == evening + 5.5 * 3600)
        #expect(wishes.departure(urgent: false, at: sunday.start + 50 * 60) == evening + 5.5 * 3600)
        #expect(wishes.departure(urgent: false, at: sunday.start + 3600) == sunday.start + 3600)
    }

    @Test("the same hour twice means no quiet hours")
    func none() {
        let wishes = MailWishes(quietFrom: 0, quietUntil: 0, dailyAt: nil)
        #expect(wishes.departure(urgent: false, at: TestTime.fridayNight) == TestTime.fridayNight)
    }

    @Test("once a day means at the next such moment, in local time when the clocks change")
    func daily() {
        let wishes = MailWishes(quietFrom: 0, quietUntil: 0, dailyAt: 480)
        #expect(wishes.departure(urgent: false, at: monday.at(minute: 480)) == monday.adding(days: 1).at(minute: 480))
        let change = CalendarDate(year: 2026, month: 10, day: 24)!
        let next = wishes.departure(urgent: false, at: change.at(minute: 600))
        #expect(next.timeIntervalSince(change.at(minute: 600)) == 23 * 3600)
        #expect(UKTime.clock(next) == "08:00")
    }

    @Test("those of several people are asked once, and each has their own")
    func several() async throws {
        try await withDatabase { engine in
            let (early, late, silent) = (account, account, account)
            let (first, second) = (
                MailWishes(quietFrom: 0, quietUntil: 0, dailyAt: nil),
                MailWishes(quietFrom: 60, quietUntil: 120, dailyAt: 5)
            )
            try await engine.write { database in
                try first.save(for: early, in: database)
                try second.save(for: late, in: database)
            }
            let questioned = QuestionedEngine(engine)
            let asked = try await questioned.statements {
                let wishes = try await questioned.read { try MailWishes.of([early, late, silent], in: $0) }
                #expect(wishes == [early: first, late: second])
                #expect(try await questioned.read { try MailWishes.of([], in: $0) }.isEmpty)
            }
            #expect(asked.count == 1)
            #expect(try await engine.read { try MailWishes.of(silent, in: $0) } == .usual)
        }
    }

    private var account: AccountID { AccountID(at: TestTime.fridayNight) }
}
