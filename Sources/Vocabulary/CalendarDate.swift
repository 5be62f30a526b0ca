import Foundation

/// A day of the Gregorian calendar without a time or a zone: a date of birth, the day a term starts.
public struct CalendarDate: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// `nil` for a day that does not exist, such as 31 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `2004-03-09`.
    public init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day it is in the United Kingdom at `date`.
    public init(_ date: Date) {
        let second = Int(date.timeIntervalSince1970.rounded(.down))
        self.init(number: DayNumber.divided(second + ClockChanges.offset(at: second), by: 86_400).quotient)
    }

    private init(number: Int) { (year, month, day) = DayNumber.parts(of: number) }

    /// Days since 1 January 1970.
    private var number: Int { DayNumber.of(year, month, day) }

    /// Midnight in the United Kingdom at which the day begins.
    public var start: Date { at(minute: 0) }

    /// The moment `minutes` after midnight by the clock on the wall (so 09:00 stays 09:00 on the day clocks change).
    ///
    /// A time that comes twice is the first of the two; one that is left out is as many minutes later.
    public func at(minute minutes: Int) -> Date {
        let wall = number * 86_400 + minutes * 60
        guard ClockChanges.knows(dayOf: wall) else { return asCalendarSays(minute: minutes) }
        let inSummer = wall - ClockChanges.hour
        let isSummer = ClockChanges.offset(at: inSummer) == ClockChanges.hour
        return Date(timeIntervalSince1970: TimeInterval(isSummer ? inSummer : wall))
    }

    private func asCalendarSays(minute minutes: Int) -> Date {
        let parts = DateComponents(year: year, month: month, day: day, hour: minutes / 60, minute: minutes % 60)
        return UKTime.calendar.date(from: parts) ?? .distantPast
    }

    public func adding(days: Int) -> CalendarDate { CalendarDate(number: number + days) }

    public var weekday: Weekday {
        // Day 0 was a Thursday, three days after a Monday.
        Weekday(rawValue: DayNumber.divided(number + 3, by: 7).rest + 1) ?? .monday
    }

    /// Whole years from this day to `other`: an age, when this is a date of birth.
    public func years(to other: CalendarDate) -> Int {
        let beforeBirthday = (other.month, other.day) < (month, day)
        return other.year - year - (beforeBirthday ? 1 : 0)
    }

    /// `2004-03-09`
    public var description: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }

    /// `9 March 2004`
    public var spoken: String { "\(day) \(UKTime.monthNames[month - 1]) \(year)" }

    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = CalendarDate(iso: text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a date"))
        }
        self = date
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// ISO 8601: Monday is 1.
public enum Weekday: Int, Sendable, Codable, CaseIterable {
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

    public var name: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][rawValue - 1]
    }
}
