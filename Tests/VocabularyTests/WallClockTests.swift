import Foundation
import Testing
import Vocabulary

/// Foundation's calendar is the truth here, and too slow to be asked dozens of times in one request.
@Suite("The clock on the wall")
struct WallClockTests {
    let calendar = UKTime.calendar
    let years = 1965...2105

    @Test("every day of 140 years begins when Foundation says, and has its weekday and its neighbours")
    func everyDay() throws {
        let first = try #require(CalendarDate(year: years.lowerBound, month: 1, day: 1))
        var (day, noon) = (first, first.at(minute: 720))
        while day.year <= years.upperBound {
            #expect(parts(noon) == DateComponents(year: day.year, month: day.month, day: day.day, hour: 12, minute: 0))
            #expect(day.start == calendar.startOfDay(for: noon))
            #expect(day.weekday.rawValue == (calendar.component(.weekday, from: noon) + 5) % 7 + 1)
            #expect(day.adding(days: 1).adding(days: -1) == day)
            noon = try #require(calendar.date(byAdding: .day, value: 1, to: noon))
            day = day.adding(days: 1)
            #expect(day == CalendarDate(noon))
        }
    }

    @Test("each quarter of an hour around each change is the one that Foundation says")
    func aroundChanges() throws {
        var moment = try #require(CalendarDate(year: years.lowerBound, month: 1, day: 1)).start
        while let change = calendar.timeZone.nextDaylightSavingTimeTransition(after: moment),
            calendar.component(.year, from: change) <= years.upperBound
        {
            for quarter in -120...120 { try check(change.addingTimeInterval(Double(quarter) * 900)) }
            moment = change
        }
        #expect(CalendarDate(moment).year == years.upperBound)
    }

    @Test("moments before 1970 and fractions of a second fall on the right day")
    func rounding() {
        #expect(CalendarDate(Date(timeIntervalSince1970: -0.5)).description == "1970-01-01")  // British Standard Time
        #expect(CalendarDate(Date(timeIntervalSince1970: 1_780_268_399.9)).description == "2026-05-31")
        #expect(CalendarDate(Date(timeIntervalSince1970: 1_780_268_400)).description == "2026-06-01")
        #expect(CalendarDate(iso: "1901-02-03")?.adding(days: -34).description == "1900-12-31")
    }

    /// The moment has the day and the time that Foundation gives it, and the day and the time give the same moment.
    private func check(_ moment: Date) throws {
        let (day, said) = (CalendarDate(moment), parts(moment))
        let (hour, minute) = (try #require(said.hour), try #require(said.minute))
        #expect(said == DateComponents(year: day.year, month: day.month, day: day.day, hour: hour, minute: minute))
        #expect(UKTime.clock(moment) == String(format: "%02d:%02d", hour, minute))
        #expect(day.at(minute: hour * 60 + minute) == calendar.date(from: said))
        let left = DateComponents(year: day.year, month: day.month, day: day.day, hour: 1, minute: minute)
        #expect(day.at(minute: 60 + minute) == calendar.date(from: left))
    }

    private func parts(_ moment: Date) -> DateComponents {
        calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment)
    }
}
