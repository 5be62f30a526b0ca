import Directory
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("Deadlines follow from urgency and the recipient's hours")
struct DeadlineTests {
    static let office = ServiceCalendar.office(.england)

    static func promise(
        _ urgency: Urgency, at askedAt: Date, _ calendar: ServiceCalendar = office, asking: [RequestKind] = []
    ) -> Deadlines {
        .promised(urgency, requests: asking, askedAt: askedAt, calendar: calendar)
    }

    @Test("immediately means within an hour, day or night")
    func immediately() {
        for asked in [TestTime.fridayNight, TestTime.mondayMorning] {
            #expect(Self.promise(.immediately, at: asked).acknowledged == asked + 3600)
            #expect(Self.promise(.immediately, at: asked).contacted == asked + 24 * 3600)
        }
    }

    @Test("immediately, while they are closed, the sender must phone; while they are open, need not")
    func phone() {
        #expect(Self.promise(.immediately, at: TestTime.fridayNight).mustPhone)
        #expect(!Self.promise(.immediately, at: TestTime.mondayMorning).mustPhone)
        let lastHour = CalendarDate(TestTime.mondayMorning).at(minute: 16 * 60 + 1)
        #expect(Self.promise(.immediately, at: lastHour).mustPhone)
        #expect(!Self.promise(.immediately, at: lastHour - 60).mustPhone)
    }

    @Test("48 hours that pass while they are closed need a phone call too")
    func closedThroughout() {
        let asked = TestTime.fridayNight
        let promise = Self.promise(.within48Hours, at: asked)
        #expect(promise.mustPhone)
        #expect(promise.acknowledged == asked + 48 * 3600)
        #expect(promise.contacted == asked + 48 * 3600)
    }

    @Test("within 48 hours, on a working day: half a day of their hours to acknowledge, 48 hours to reach the student")
    func workingDay() {
        let promise = Self.promise(.within48Hours, at: TestTime.mondayMorning)
        #expect(UKTime.clock(promise.acknowledged) == "13:15")
        #expect(UKTime.clock(promise.opened) == "11:15")
        #expect(promise.contacted == TestTime.mondayMorning + 48 * 3600)
        #expect(!promise.mustPhone)
    }

    @Test("within 7 days, sent on Friday night: acknowledged by the end of Tuesday")
    func sevenDays() {
        let promise = Self.promise(.within7Days, at: TestTime.fridayNight)
        #expect(UKTime.full(promise.acknowledged) == "Tuesday 24 November 2026 at 17:00")
        #expect(promise.contacted == TestTime.fridayNight + 7 * 86_400)
    }

    @Test("a check-in that is asked for sooner than the urgency says rules the time for contact")
    func requested() {
        let promise = Self.promise(.within7Days, at: TestTime.mondayMorning, asking: [.checkInWithin48Hours])
        #expect(promise.contacted == TestTime.mondayMorning + 48 * 3600)
    }

    @Test("handing on gives the next team time to acknowledge and the student no later contact")
    func handedOn() {
        let first = Self.promise(.within48Hours, at: TestTime.mondayMorning)
        let later = TestTime.mondayMorning + 24 * 3600
        let anew = first.askedAnew(.within48Hours, requests: [], askedAt: later, calendar: Self.office)
        #expect(anew.acknowledged > first.acknowledged)
        #expect(anew.contacted == first.contacted)
    }

    /// Moments at every time of day over five weeks, around Christmas, the new year and a closure; three kinds of hours.
    static let moments = stride(from: 25 * 96, to: 60 * 96, by: 29).map { TestTime.fridayNight + Double($0) * 900 }
    static let calendars = [
        office, ServiceCalendar(hours: OpeningHours.roundTheClock, nation: .england),
        ServiceCalendar(hours: OpeningHours.each([.tuesday], from: 600, to: 720), nation: .scotland),
        ServiceCalendar(hours: [], nation: .wales),
    ]

    @Test("an acknowledgement falls due while they are open, or when the urgency demands it", arguments: calendars)
    func openOrDemanded(calendar: ServiceCalendar) {
        for asked in Self.moments {
            for urgency in Urgency.allCases where urgency != .immediately {
                let promise = Self.promise(urgency, at: asked, calendar)
                let isOpen = calendar.isOpen(at: promise.acknowledged - 1)
                #expect(isOpen || promise.acknowledged == promise.contacted, "\(urgency) at \(asked)")
            }
        }
    }

    @Test("the four times come in order, and none before it was asked", arguments: calendars)
    func ordered(calendar: ServiceCalendar) {
        for asked in Self.moments {
            for urgency in Urgency.allCases {
                let promise = Self.promise(urgency, at: asked, calendar)
                let times = [asked, promise.opened, promise.acknowledged, promise.contacted, promise.closed]
                #expect(times == times.sorted(), "\(urgency) at \(asked)")
            }
        }
    }

    @Test("more urgent is never later", arguments: calendars)
    func monotone(calendar: ServiceCalendar) {
        for asked in Self.moments {
            let promises = Urgency.allCases.map { Self.promise($0, at: asked, calendar) }
            #expect(promises.map(\.contacted) == promises.map(\.contacted).sorted())
            #expect(promises[1].acknowledged <= promises[2].acknowledged)
        }
    }
}
