import Vocabulary

/// A date or time as FHIR writes it, read from the left, each part only when the one before it is right.
struct Moment {
    private let text: Text
    private var index = 0
    private(set) var year = 0
    /// 0 when only the year is given.
    private(set) var month = 0
    /// 0 when only the month is given.
    private(set) var day = 0
    /// Seconds since midnight by the clock of the place, when a time is given.
    private(set) var time: Int?
    /// How far the clock is ahead of Coordinated Universal Time, in seconds.
    private(set) var ahead = 0

    /// `nil` for what is not of the form that `primitive` has.
    init?(_ text: Text, as primitive: Primitive) {
        self.text = text
        guard readWhole(primitive), index == text.count else { return nil }
    }

    private mutating func readWhole(_ primitive: Primitive) -> Bool {
        switch primitive {
        case .date: readDate()
        case .time: readTime()
        case .instant: readDate() && day > 0 && readTimeAndZone()
        default: readDate() && (index == text.count || day > 0 && readTimeAndZone())
        }
    }

    /// A year, a month or a day that the calendar has.
    private mutating func readDate() -> Bool {
        guard let year = digits(4), year > 0 else { return false }
        self.year = year
        guard skip("-") else { return true }
        guard let month = digits(2), 1...12 ~= month else { return false }
        self.month = month
        guard skip("-") else { return true }
        guard let day = digits(2), CalendarDate(year: year, month: month, day: day) != nil else { return false }
        self.day = day
        return true
    }

    private mutating func readTimeAndZone() -> Bool {
        guard skip("T"), readTime() else { return false }
        if skip("Z") { return true }
        let isAhead = skip("+")
        guard isAhead || skip("-"), let hours = digits(2), skip(":"), let minutes = digits(2) else { return false }
        ahead = (hours * 60 + minutes) * (isAhead ? 60 : -60)
        return hours <= 13 && minutes <= 59 || hours == 14 && minutes == 0
    }

    /// Seconds are needed, may be 60 (a leap second) and may have a fraction. 24:00 is not a time in FHIR.
    private mutating func readTime() -> Bool {
        guard let hour = digits(2), hour <= 23, skip(":"), let minute = digits(2), minute <= 59, skip(":"),
            let second = digits(2), second <= 60
        else { return false }
        time = hour * 3600 + minute * 60 + second
        guard skip(".") else { return true }
        let start = index
        while index < text.count, isDigit(text[index]) { index += 1 }
        return index > start
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard index + count <= text.count else { return nil }
        var number = 0
        for byte in text[index..<index + count] {
            guard isDigit(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        index += count
        return number
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }
}
