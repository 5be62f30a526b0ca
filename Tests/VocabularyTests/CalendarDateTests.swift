import Foundation
import Testing
import Vocabulary

@Suite("Days")
struct CalendarDateTests {
    @Test(
        "a day that does not exist is refused",
        arguments: [
            "2026-02-31", "2025-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-03", "2026-4", "tomorrow",
        ])
    func impossible(text: String) {
        #expect(CalendarDate(iso: text) == nil)
    }

    @Test("29 February exists in leap years only")
    func leap() {
        #expect(CalendarDate(iso: "2028-02-29") != nil)
        #expect(CalendarDate(iso: "2000-02-29") != nil)
        #expect(CalendarDate(iso: "1900-02-29") == nil)
    }

    @Test("weekdays are those of the wall calendar")
    func weekdays() throws {
        #expect(try #require(CalendarDate(iso: "2026-11-20")).weekday == .friday)
        #expect(try #require(CalendarDate(iso: "2026-11-22")).weekday == .sunday)
        #expect(try #require(CalendarDate(iso: "2024-02-29")).weekday == .thursday)
    }

    @Test("age changes on the birthday, not before")
    func age() throws {
        let born = try #require(CalendarDate(iso: "2008-11-22"))
        #expect(born.years(to: try #require(CalendarDate(iso: "2026-11-21"))) == 17)
        #expect(born.years(to: try #require(CalendarDate(iso: "2026-11-22"))) == 18)
    }

    @Test("nine o’clock stays nine o’clock on the days the clocks change")
    func clockChange() throws {
        for text in ["2026-03-29", "2026-10-25"] {
            let day = try #require(CalendarDate(iso: text))
            #expect(UKTime.clock(day.at(minute: 9 * 60)) == "09:00")
            #expect(day.adding(days: 1).description > day.description)
        }
    }
}
