import Foundation
import Testing
import Vocabulary

@testable import Directory

@Suite("When a service is open")
struct CalendarTests {
    let leeds = ServiceCalendar(
        hours: OpeningHours.office + OpeningHours.each([.wednesday], .term, from: 9 * 60, to: 20 * 60)
            + OpeningHours.each([.monday, .tuesday, .thursday, .friday], .term, from: 9 * 60, to: 17 * 60)
            + OpeningHours.each([.monday, .wednesday], .vacation, from: 10 * 60, to: 15 * 60),
        closures: [Closure(fromOn: day(2026, 12, 24), toOn: day(2027, 1, 3), reason: "Christmas closure")],
        terms: [Term(name: "Autumn", fromOn: day(2026, 9, 28), toOn: day(2026, 12, 11))], nation: .england
    )

    @Test(
        "hours follow term, vacation, closures and bank holidays",
        arguments: [
            (day(2026, 11, 18), 19 * 60, true),  // a Wednesday evening in term
            (day(2026, 11, 19), 19 * 60, false),
            (day(2026, 12, 16), 19 * 60, false),  // a Wednesday evening in vacation
            (day(2026, 12, 16), 14 * 60 + 59, true),
            (day(2026, 12, 16), 15 * 60, false),  // the closing minute is no longer open
            (day(2026, 12, 17), 11 * 60, false),  // no Thursday hours in vacation
            (day(2026, 12, 28), 11 * 60, false),  // the closure
            (day(2027, 3, 29), 11 * 60, false),  // Easter Monday
            (day(2026, 11, 21), 11 * 60, false),  // a Saturday
        ]
    )
    func openAt(_ date: CalendarDate, _ minute: Int, _ open: Bool) {
        #expect(leeds.isOpen(at: date.at(minute: minute)) == open)
    }

    @Test("on Friday night the next opening is Monday morning; when open it is now")
    func nextOpening() {
        let fridayNight = day(2026, 11, 20).at(minute: 23 * 60 + 40)
        #expect(leeds.nextOpening(after: fridayNight) == day(2026, 11, 23).at(minute: 9 * 60))
        let noon = day(2026, 11, 20).at(minute: 12 * 60)
        #expect(leeds.nextOpening(after: noon) == noon)
    }

    @Test("the Christmas closure and the bank holidays after it are passed over")
    func overChristmas() {
        let eve = day(2026, 12, 23).at(minute: 16 * 60)
        // 1 January is a Friday; Monday 4 January is the first vacation day with hours.
        #expect(leeds.nextOpening(after: eve) == day(2027, 1, 4).at(minute: 10 * 60))
    }

    @Test("only open time is counted: one hour from Friday 16:30 ends on Monday at 09:30")
    func addingOpenTime() {
        let late = day(2026, 11, 20).at(minute: 16 * 60 + 30)
        #expect(leeds.adding(openSeconds: 3_600, to: late) == day(2026, 11, 23).at(minute: 9 * 60 + 30))
        #expect(leeds.adding(openSeconds: 1_800, to: late) == day(2026, 11, 20).at(minute: 17 * 60))
        #expect(leeds.adding(openSeconds: 0, to: late) == late)
    }

    @Test("a service without hours never opens, and says so instead of waiting")
    func neverOpen() {
        let shut = ServiceCalendar(hours: [], nation: .england)
        let now = day(2026, 11, 20).at(minute: 600)
        #expect(!shut.isOpen(at: now))
        #expect(shut.nextOpening(after: now) == nil)
        #expect(shut.adding(openSeconds: 60, to: now) == nil)
        let closedForYears = ServiceCalendar(
            hours: OpeningHours.office,
            closures: [Closure(fromOn: day(2026, 1, 1), toOn: day(2030, 1, 1), reason: "Rebuilt")], nation: .england
        )
        #expect(closedForYears.nextOpening(after: now) == nil)
    }

    @Test("a crisis team is open on Christmas Day; a team without hours for bank holidays is not")
    func bankHolidayHours() {
        let christmas = day(2026, 12, 25).at(minute: 3 * 60)
        #expect(ServiceCalendar(hours: OpeningHours.roundTheClock, nation: .england).isOpen(at: christmas))
        let always = OpeningHours.each(Weekday.allCases, from: 0, to: 1440)
        let calendar = ServiceCalendar(hours: always, nation: .england)
        #expect(!calendar.isOpen(at: christmas))
        #expect(calendar.exception(on: day(2026, 12, 25)) == "Bank holiday")
    }

    @Test("hours stay what the clock on the wall says when clocks change")
    func clockChange() {
        let sundays = ServiceCalendar(hours: OpeningHours.each([.sunday], from: 0, to: 1440), nation: .england)
        for (date, hours) in [(day(2026, 3, 29), 23.0), (day(2026, 10, 25), 25.0), (day(2026, 11, 22), 24.0)] {
            let end = sundays.adding(openSeconds: hours * 3_600, to: date.start)
            #expect(end == date.adding(days: 1).start)
        }
        let mornings = ServiceCalendar(hours: OpeningHours.each([.monday], from: 540, to: 600), nation: .england)
        let opening = mornings.nextOpening(after: day(2026, 3, 28).start)
        #expect(opening.map { UKTime.clock($0) } == "09:00")
    }

    @Test("the end of an opening runs through midnight where the service does")
    func closing() {
        let night = ServiceCalendar(
            hours: [OpeningHours(.friday, 20 * 60, 1440), OpeningHours(.saturday, 0, 8 * 60)], nation: .england
        )
        let midnight = day(2026, 11, 20).at(minute: 23 * 60)
        #expect(night.closing(after: midnight) == day(2026, 11, 21).at(minute: 8 * 60))
        #expect(night.closing(after: day(2026, 11, 21).at(minute: 8 * 60)) == nil)
    }

    @Test("every day of twelve years has the hours that its closures, holidays and terms give it")
    func everyDay() {
        let night = ServiceCalendar(hours: OpeningHours.roundTheClock, terms: leeds.terms, nation: .scotland)
        for calendar in [leeds, night, .office(.northernIreland)] {
            var date = day(2019, 12, 30)
            while date.year < 2032 {
                let holiday = BankHolidays.byRule(in: date.year, of: calendar.nation).contains(date)
                let inTerm = calendar.terms.isEmpty || calendar.terms.contains { $0.fromOn <= date && date <= $0.toOn }
                let special = calendar.hours.filter {
                    $0.period == (holiday ? .bankHoliday : inTerm ? .term : .vacation)
                }
                let ruling = special.isEmpty ? calendar.hours.filter { $0.period == .always } : special
                let isShut = calendar.exception(on: date) != nil
                let isClosed = calendar.closures.contains { $0.fromOn <= date && date <= $0.toOn }
                #expect(isShut == (isClosed || (holiday && special.isEmpty)))
                #expect(calendar.hours(on: date) == (isShut ? [] : ruling.filter { $0.weekday == date.weekday }))
                date = date.adding(days: 1)
            }
        }
    }

    @Test("adding open time never goes back, grows with what is added, and ends while open or at closing")
    func properties() {
        var random = SeededRandom(seed: 2_026)
        for _ in 0..<300 {
            let start = day(2026, 9, 1).start.addingTimeInterval(Double.random(in: 0...15_000_000, using: &random))
            let seconds = Double.random(in: 1...200_000, using: &random).rounded()
            guard let end = leeds.adding(openSeconds: seconds, to: start) else { continue }
            #expect(end > start)
            #expect(end.timeIntervalSince(start) >= seconds)
            #expect(leeds.isOpen(at: end.addingTimeInterval(-1)))
            let later = leeds.adding(openSeconds: seconds + 60, to: start)
            #expect(later.map { $0 > end } ?? true)
            let half = (seconds / 2).rounded()
            let inTwo = leeds.adding(openSeconds: half, to: start)
                .flatMap { leeds.adding(openSeconds: seconds - half, to: $0) }
            #expect(inTwo == end)
        }
    }
}

/// A day that exists.
func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day) ?? CalendarDate(.distantPast)
}

/// The same numbers at each run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
