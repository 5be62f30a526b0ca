import Vocabulary

/// Opening hours of one day as people type them: `9-17`, `09:00 to 12:30, 1.30pm-5pm`, `24 hours`, or nothing when closed.
public enum OpeningHoursText {
    /// Reads what was typed.
    /// - Throws: `InvalidInput` on `field` with an example of what can be typed.
    public static func read(
        _ typed: String, _ weekday: Weekday, _ period: HoursPeriod, field: String
    ) throws(InvalidInput) -> [OpeningHours] {
        let text = TypedText.clean(typed).lowercased()
        if text.isEmpty || text == "closed" { return [] }
        if ["24 hours", "24h", "all day"].contains(text) { return [OpeningHours(weekday, 0, 1440, period: period)] }
        var spans: [OpeningHours] = []
        for part in text.split(separator: ",") {
            guard let (opens, closes) = span(String(part)) else {
                let message = "\(weekday.name): “\(typed)” is not understood. Enter hours like 09:00 to 17:00."
                throw InvalidInput(field, message)
            }
            spans.append(OpeningHours(weekday, opens, closes, period: period))
        }
        return spans
    }

    /// `09:00 to 17:00`; `24 hours`; empty when there are none.
    public static func write(_ hours: [OpeningHours]) -> String {
        hours.sorted { $0.opensMinute < $1.opensMinute }.map { span in
            if span.opensMinute == 0, span.closesMinute == 1440 { return "24 hours" }
            return "\(clock(span.opensMinute)) to \(clock(span.closesMinute))"
        }.joined(separator: ", ")
    }

    /// `09:00`; midnight at the end of a day is `24:00`.
    public static func clock(_ minute: Int) -> String {
        let (hour, rest) = (minute / 60, minute % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func span(_ text: String) -> (Int, Int)? {
        let unified = text.replacing("–", with: "-").replacing("—", with: "-").replacing(" to ", with: "-")
        let ends = unified.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let opens = minute(String(ends[0])), let closes = minute(String(ends[1])) else {
            return nil
        }
        return (opens, closes)
    }

    /// `9`, `09:00`, `9.30`, `5pm`, `24:00`.
    private static func minute(_ text: String) -> Int? {
        var digits = text.filter { !$0.isWhitespace }
        let isAfternoon = digits.hasSuffix("pm")
        let isMorning = digits.hasSuffix("am")
        if isAfternoon || isMorning { digits.removeLast(2) }
        let parts = digits.split(whereSeparator: { ":.".contains($0) })
        guard (1...2).contains(parts.count), var hour = Int(parts[0]),
            let minute = parts.count == 2 ? Int(parts[1]) : 0,
            (0...24).contains(hour), (0...59).contains(minute)
        else { return nil }
        if isAfternoon, hour < 12 { hour += 12 }
        if isMorning, hour == 12 { hour = 0 }
        let whole = hour * 60 + minute
        return whole <= 1440 ? whole : nil
    }
}
