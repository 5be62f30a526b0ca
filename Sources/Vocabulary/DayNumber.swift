/// Days of the Gregorian calendar as numbers: 0 is 1 January 1970, a Thursday.
///
/// Years are counted from March, so that the day that is sometimes there is the last of its year; 400 of them have always
/// the same 146,097 days.
enum DayNumber {
    private static let daysInEra = 146_097
    /// From 1 March of the year 0 to 1 January 1970.
    private static let toEpoch = 719_468

    static func of(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let fromMarch = (month + 9) % 12
        let (era, year) = divided(month > 2 ? year : year - 1, by: 400)
        let dayOfYear = (153 * fromMarch + 2) / 5 + day - 1
        return era * daysInEra + year * 365 + year / 4 - year / 100 + dayOfYear - toEpoch
    }

    static func parts(of number: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = divided(number + toEpoch, by: daysInEra)
        let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        return (era * 400 + year + (month <= 2 ? 1 : 0), month, day)
    }

    /// Rounds towards the past, also before 1970, so that what is left over is never negative.
    static func divided(_ number: Int, by divisor: Int) -> (quotient: Int, rest: Int) {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}
