import Vocabulary

/// Reads dates and times from the left, each part only when the one before it is right.
struct Moment {
    let text: Text
    private var index = 0

    static func accepts(_ text: Text, as primitive: Primitive) -> Bool {
        var moment = Moment(text: text)
        return switch primitive {
        case .date: moment.date() != nil && moment.isAtEnd
        case .time: moment.time() && moment.isAtEnd
        case .instant: moment.date() == .day && moment.timeWithZone()
        default: moment.dateTime()
        }
    }

    private enum Precision { case year, month, day }

    private var isAtEnd: Bool { index == text.count }

    private mutating func dateTime() -> Bool {
        guard let precision = date() else { return false }
        return isAtEnd || precision == .day && timeWithZone()
    }

    /// A year, a month or a day that the calendar has.
    private mutating func date() -> Precision? {
        guard let year = digits(4), year > 0 else { return nil }
        guard skip("-") else { return .year }
        guard let month = digits(2), 1...12 ~= month else { return nil }
        guard skip("-") else { return .month }
        guard let day = digits(2), CalendarDate(year: year, month: month, day: day) != nil else { return nil }
        return .day
    }

    private mutating func timeWithZone() -> Bool {
        guard skip("T"), time() else { return false }
        if skip("Z") { return isAtEnd }
        guard skip("+") || skip("-"), let hours = digits(2), skip(":"), let minutes = digits(2), isAtEnd else {
            return false
        }
        return hours <= 13 && minutes <= 59 || hours == 14 && minutes == 0
    }

    /// Seconds are needed, may be 60 (a leap second) and may have a fraction. 24:00 is not a time in FHIR.
    private mutating func time() -> Bool {
        guard let hour = digits(2), hour <= 23, skip(":"), let minute = digits(2), minute <= 59, skip(":"),
            let second = digits(2), second <= 60
        else { return false }
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
