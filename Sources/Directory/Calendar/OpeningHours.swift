import Database
import Vocabulary

/// Which days a line of opening hours is about.
public enum HoursPeriod: String, Sendable, Codable, CaseIterable {
    /// Every ordinary day for which the other periods say nothing.
    case always
    case term, vacation
    /// Bank holidays of the nation; a service that has no such line is closed on them.
    case bankHoliday

    public var title: String {
        switch self {
        case .always: "All year"
        case .term: "Term"
        case .vacation: "Vacation"
        case .bankHoliday: "Bank holidays"
        }
    }
}

extension HoursPeriod: SQLConvertible {}

/// One span on one day of the week, by the clock on the wall. A night shift is two lines: until 24:00 and from 00:00.
public struct OpeningHours: Sendable, Hashable {
    public let period: HoursPeriod
    public let weekday: Weekday
    /// Minutes after midnight at which it opens, 0…1439.
    public let opensMinute: Int
    /// Minutes after midnight at which it closes, up to 1440 (midnight); later than `opensMinute`.
    public let closesMinute: Int

    public init(_ weekday: Weekday, _ opensMinute: Int, _ closesMinute: Int, period: HoursPeriod = .always) {
        (self.period, self.weekday) = (period, weekday)
        (self.opensMinute, self.closesMinute) = (opensMinute, closesMinute)
    }

    /// The same span on each of `weekdays`.
    public static func each(
        _ weekdays: some Sequence<Weekday>, _ period: HoursPeriod = .always, from opens: Int, to closes: Int
    ) -> [OpeningHours] {
        weekdays.map { OpeningHours($0, opens, closes, period: period) }
    }

    /// Open day and night, bank holidays too.
    public static let roundTheClock: [OpeningHours] =
        each(Weekday.allCases, from: 0, to: 1440) + each(Weekday.allCases, .bankHoliday, from: 0, to: 1440)

    /// Monday to Friday, nine to five.
    public static let office: [OpeningHours] = each(Weekday.allCases.prefix(5), from: 9 * 60, to: 17 * 60)
}

extension Weekday: SQLBindable {
    public var sqlValue: SQLValue { .integer(Int64(rawValue)) }
}

extension Weekday: SQLReadable {
    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        self.init(rawValue: Int(number))
    }
}

/// Days on which a service is shut although its hours say otherwise; both days are included.
public struct Closure: Sendable, Hashable {
    public let fromOn: CalendarDate
    public let toOn: CalendarDate
    public let reason: String

    public init(fromOn: CalendarDate, toOn: CalendarDate, reason: String) {
        (self.fromOn, self.toOn, self.reason) = (fromOn, toOn, reason)
    }
}

/// A teaching term of a provider; both days are included.
public struct Term: Sendable, Hashable {
    public let name: String
    public let fromOn: CalendarDate
    public let toOn: CalendarDate

    public init(name: String, fromOn: CalendarDate, toOn: CalendarDate) {
        (self.name, self.fromOn, self.toOn) = (name, fromOn, toOn)
    }
}
