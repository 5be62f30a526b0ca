extension Rules {
    /// per-1, reported only when it is certain: a day and a time of that day do not contradict each other.
    static func startBeforeEnd(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard let start = value["start"]?.string, let end = value["end"]?.string,
            Primitive.dateTime.accepts(start), Primitive.dateTime.accepts(end), isAfter(start, end)
        else { return }
        inspection.report(.invariant, "A period must not end before it starts (per-1).", at: value.position)
    }

    private static func isAfter(_ start: String, _ end: String) -> Bool {
        if let start = seconds(start), let end = seconds(end) { return start > end }
        let length = min(start.utf8.count, end.utf8.count, 10)
        return start.prefix(length) > end.prefix(length)
    }

    /// Seconds of a dateTime that has a time, counted from somewhere, in Coordinated Universal Time.
    private static func seconds(_ text: String) -> Double? {
        let parts = text.split(separator: "T")
        guard parts.count == 2, let zone = parts[1].lastIndex(where: { "Z+-".contains($0) }) else { return nil }
        let date = parts[0].split(separator: "-").compactMap { Int($0) }
        let time = parts[1][..<zone].split(separator: ":").compactMap { Double($0) }
        let offset = parts[1][zone...].dropFirst().split(separator: ":").compactMap { Double($0) }
        guard date.count == 3, time.count == 3 else { return nil }
        let east = offset.count == 2 ? (offset[0] * 60 + offset[1]) * (parts[1][zone] == "-" ? -60 : 60) : 0
        return Double(days(date[0], date[1], date[2])) * 86400 + time[0] * 3600 + time[1] * 60 + time[2] - east
    }

    /// Days since 1 March of the year 0, in the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let months = (month + 9) % 12
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (months * 153 + 2) / 5 + day
    }
}
