import Vocabulary

/// Bank holidays of each nation of the United Kingdom, by rule (Banking and Financial Dealings Act 1971, Schedule 1, with
/// the customary substitutes; single days given by proclamation are listed).
public enum BankHolidays {
    public static func contains(_ day: CalendarDate, in nation: Nation) -> Bool {
        days(in: day.year, of: nation).contains(day)
    }

    /// Every bank holiday of `year`.
    public static func days(in year: Int, of nation: Nation) -> Set<CalendarDate> {
        prepared[nation]?[year] ?? byRule(in: year, of: nation)
    }

    /// The years that an installation asks about: a calendar asks for each of its days.
    private static let prepared = Dictionary(
        uniqueKeysWithValues: Nation.allCases.map { nation in
            (nation, Dictionary(uniqueKeysWithValues: (2010...2060).map { ($0, byRule(in: $0, of: nation)) }))
        })

    /// A fixed feast that falls on a weekend is kept on the next free weekday instead.
    static func byRule(in year: Int, of nation: Nation) -> Set<CalendarDate> {
        var days = movable(in: year, of: nation)
        let fixed = fixedFeasts(in: year, of: nation)
        days.formUnion(fixed.filter { !isWeekend($0) })
        for feast in fixed.sorted() where isWeekend(feast) { days.insert(substitute(for: feast, beside: days)) }
        return days.subtracting(moved[year] ?? []).union(extra(in: year, of: nation))
    }

    /// The Sunday of Easter in the Gregorian calendar (the anonymous algorithm, in Jean Meeus' form).
    public static func easter(in year: Int) -> CalendarDate {
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114
        return date(year, n / 31, n % 31 + 1)
    }

    private static func movable(in year: Int, of nation: Nation) -> Set<CalendarDate> {
        let sunday = easter(in: year)
        var days: Set = [sunday.adding(days: -2), firstMonday(5, year), lastMonday(5, year)]
        switch nation {
        case .scotland: days.insert(firstMonday(8, year))
        default: days.formUnion([sunday.adding(days: 1), lastMonday(8, year)])
        }
        return days
    }

    private static func fixedFeasts(in year: Int, of nation: Nation) -> [CalendarDate] {
        let everywhere = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
        return switch nation {
        case .england, .wales: everywhere
        case .scotland: everywhere + [date(year, 1, 2), date(year, 11, 30)]
        case .northernIreland: everywhere + [date(year, 3, 17), date(year, 7, 12)]
        }
    }

    private static func substitute(for feast: CalendarDate, beside taken: Set<CalendarDate>) -> CalendarDate {
        var day = feast.adding(days: 1)
        while isWeekend(day) || taken.contains(day) { day = day.adding(days: 1) }
        return day
    }

    /// Days that were not kept because a proclamation moved them: VE Day 2020, the jubilees of 2012 and 2022.
    private static let moved: [Int: Set<CalendarDate>] = [
        2012: [date(2012, 5, 28)], 2020: [date(2020, 5, 4)], 2022: [date(2022, 5, 30)],
    ]

    private static func extra(in year: Int, of nation: Nation) -> Set<CalendarDate> {
        switch year {
        case 2011: [date(2011, 4, 29)]
        case 2012: [date(2012, 6, 4), date(2012, 6, 5)]
        case 2020: [date(2020, 5, 8)]
        case 2022: [date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)]
        case 2023: [date(2023, 5, 8)]
        default: []
        }
    }

    private static func firstMonday(_ month: Int, _ year: Int) -> CalendarDate {
        let first = date(year, month, 1)
        return first.adding(days: (8 - first.weekday.rawValue) % 7)
    }

    /// The last Monday of a month of 31 days.
    private static func lastMonday(_ month: Int, _ year: Int) -> CalendarDate {
        let last = date(year, month, 31)
        return last.adding(days: 1 - last.weekday.rawValue)
    }

    private static func isWeekend(_ day: CalendarDate) -> Bool { day.weekday >= .saturday }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        // Every month and day given here exists in every year.
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(.distantPast)
    }
}

extension Weekday {
    fileprivate static func >= (a: Weekday, b: Weekday) -> Bool { a.rawValue >= b.rawValue }
}
