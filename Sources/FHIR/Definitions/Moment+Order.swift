extension Moment {
    /// What a dateTime says, without the text it was read from.
    struct Reading: Sendable {
        let year: Int
        let month: Int
        let day: Int
        /// Seconds in Coordinated Universal Time since some day, when a time is given.
        let seconds: Int?

        init?(dateTime text: String) {
            var text = text
            guard let moment = text.withUTF8({ Moment($0, as: .dateTime) }) else { return nil }
            (year, month, day) = (moment.year, moment.month, moment.day)
            seconds = moment.time.map { Self.days(moment.year, moment.month, moment.day) * 86400 + $0 - moment.ahead }
        }

        /// Whether it is certainly later: to the second when both have a time, else by what both say of the date.
        func isAfter(_ other: Reading) -> Bool {
            if let seconds, let theirs = other.seconds { return seconds > theirs }
            if year != other.year { return year > other.year }
            if month == 0 || other.month == 0 || month != other.month { return other.month > 0 && month > other.month }
            return other.day > 0 && day > other.day
        }

        /// Days since the end of February of the year 0, in the Gregorian calendar.
        private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
            let shifted = month <= 2 ? year - 1 : year
            let months = (month + 9) % 12
            return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (months * 153 + 2) / 5 + day
        }
    }
}
