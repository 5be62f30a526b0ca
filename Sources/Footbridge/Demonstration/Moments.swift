import Foundation
import Vocabulary

/// Moments of the past weeks, counted back from when the demonstration is opened.
struct Moments: Sendable {
    let now: Date

    var today: CalendarDate { CalendarDate(now) }

    static let daysOfPast = 150

    /// When everything was set up: long enough ago for a contact to have become stale.
    var beginning: Date { day(Self.daysOfPast, 9, 0) }

    func day(_ daysAgo: Int, _ hour: Int, _ minute: Int) -> Date {
        today.adding(days: -daysAgo).at(minute: hour * 60 + minute)
    }

    func minutes(_ ago: Double) -> Date { now.addingTimeInterval(-ago * 60) }

    /// The next working day after `moment`, at that time of day; the same day if it is still to come then.
    func office(after moment: Date, _ hour: Int, _ minute: Int) -> Date {
        var day = CalendarDate(moment)
        while day.at(minute: hour * 60 + minute) <= moment || day.weekday.isWeekend { day = day.adding(days: 1) }
        return day.at(minute: hour * 60 + minute)
    }

    /// That time of day on the last working day on which it is over by more than three hours.
    func lastOffice(_ hour: Int, _ minute: Int) -> Date {
        var day = today
        let over = now.addingTimeInterval(-3 * 3600)
        while day.at(minute: hour * 60 + minute) > over || day.weekday.isWeekend { day = day.adding(days: -1) }
        return day.at(minute: hour * 60 + minute)
    }

    /// The Friday of this week, or today's if today is Friday.
    var friday: CalendarDate {
        var day = today
        while day.weekday != .friday { day = day.adding(days: 1) }
        return day
    }
}

extension Weekday {
    var isWeekend: Bool { self == .saturday || self == .sunday }
}
