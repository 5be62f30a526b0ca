import Foundation

/// Times as people in the United Kingdom read them. Everything is stored as an instant and shown in local time.
public enum UKTime {
    static let zone = TimeZone(identifier: "Europe/London") ?? .gmt

    public static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        calendar.locale = Locale(identifier: "en_GB")
        return calendar
    }()

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    /// `14:05`
    public static func clock(_ date: Date) -> String {
        let second = Int(date.timeIntervalSince1970.rounded(.down))
        let minute = DayNumber.divided(second + ClockChanges.offset(at: second), by: 86_400).rest / 60
        return "\((minute / 60).padded(to: 2)):\((minute % 60).padded(to: 2))"
    }

    /// `Friday 20 November 2026`
    public static func day(_ date: Date) -> String {
        let day = CalendarDate(date)
        return "\(day.weekday.name) \(day.spoken)"
    }

    /// `Friday 20 November 2026 at 14:05`
    public static func full(_ date: Date) -> String { "\(day(date)) at \(clock(date))" }

    /// `Fri 20 Nov, 14:05`; the year is added when it is not that of `now`.
    public static func short(_ date: Date, now: Date) -> String {
        let day = CalendarDate(date)
        let year = day.year == CalendarDate(now).year ? "" : " \(day.year)"
        return "\(day.weekday.name.prefix(3)) \(day.day) \(monthNames[day.month - 1].prefix(3))\(year), \(clock(date))"
    }

    /// A length of time in the largest unit that says it honestly: `40 minutes`, `3 hours`, `2 days`.
    public static func length(_ seconds: TimeInterval) -> String {
        let minutes = Int((abs(seconds) / 60).rounded())
        return switch minutes {
        case ..<1: "less than a minute"
        case ..<90: count(minutes, "minute")
        case ..<(48 * 60): count(Int((Double(minutes) / 60).rounded()), "hour")
        default: count(Int((Double(minutes) / 1440).rounded()), "day")
        }
    }

    /// `3 hours ago`, or `in 3 hours`.
    public static func relative(_ date: Date, to now: Date) -> String {
        let seconds = date.timeIntervalSince(now)
        return seconds <= 0 ? "\(length(seconds)) ago" : "in \(length(seconds))"
    }

    /// `1 minute`, `2 minutes`.
    public static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension Int {
    /// With zeros in front, as dates and times are written: `09`.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
