import Foundation

/// A day as somebody typed it in three boxes, kept as it is so that it can be shown again.
public struct TypedDate: Hashable, Sendable, Codable {
    public var day: String
    public var month: String
    public var year: String

    public init(day: String? = nil, month: String? = nil, year: String? = nil) {
        (self.day, self.month, self.year) = (day ?? "", month ?? "", year ?? "")
    }

    public init(_ date: CalendarDate) {
        (day, month, year) = (String(date.day), String(date.month), String(date.year))
    }

    /// A day typed in one line, in the order of the United Kingdom or of ISO 8601, with the month as a number or a name:
    /// `9/3/2004`, `9 March 2004`, `2004-03-09`. It may be one that does not exist, which `required` says.
    /// - Returns: `nil` for what has another form: a name, a reference, an NHS number.
    public init?(line: String) {
        let parts = line.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard parts.count == 3, line.allSatisfy({ $0.isLetter || $0.isNumber || " ./-,".contains($0) }) else {
            return nil
        }
        let isYearFirst = parts[0].count == 4
        let (day, month, year) = isYearFirst ? (parts[2], parts[1], parts[0]) : (parts[0], parts[1], parts[2])
        let isNumber = { (part: String, digits: ClosedRange<Int>) in
            digits.contains(part.count) && part.allSatisfy { ("0"..."9").contains($0) }
        }
        let isNamed = month.count >= 3 && UKTime.monthNames.contains { $0.lowercased().hasPrefix(month.lowercased()) }
        guard isNumber(day, 1...2), isNamed || isNumber(month, 1...2), isNumber(year, isYearFirst ? 4...4 : 2...4)
        else {
            return nil
        }
        self.init(day: day, month: month, year: year)
    }

    public var isEmpty: Bool { [day, month, year].allSatisfy { $0.allSatisfy(\.isWhitespace) } }

    /// The day that was typed. Months may be names ("Feb"); a year needs its four digits.
    /// - Throws: `InvalidInput` that says which part is missing or wrong.
    public func required(field: String, called name: String) throws(InvalidInput) -> CalendarDate {
        if isEmpty { throw InvalidInput(field, "Enter \(name).") }
        let missing = [("a day", day), ("a month", month), ("a year", year)].filter { $0.1.isBlank }.map(\.0)
        guard missing.isEmpty else {
            throw InvalidInput(field, "\(name.sentenceStart) must include \(missing.joined(separator: " and ")).")
        }
        let (day, month, year) = try (part(day, "day", field), monthNumber(field), part(year, "year", field))
        guard (1000...9999).contains(year) else {
            throw InvalidInput(field, "Enter the year with 4 digits, for example 2004.")
        }
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            throw InvalidInput(field, Self.absence(day: day, month: month, year: year))
        }
        return date
    }

    /// As `required`, but three empty boxes are `nil`.
    public func optional(field: String, called name: String) throws(InvalidInput) -> CalendarDate? {
        isEmpty ? nil : try required(field: field, called: name)
    }

    /// As `required`, for a day that has come already.
    public func past(field: String, called name: String, today: CalendarDate) throws(InvalidInput) -> CalendarDate {
        let date = try required(field: field, called: name)
        guard date <= today else { throw InvalidInput(field, "\(name.sentenceStart) cannot be in the future.") }
        return date
    }

    private func part(_ text: String, _ called: String, _ field: String) throws(InvalidInput) -> Int {
        let digits = TypedText.clean(text)
        guard digits.count <= 4, digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits) else {
            throw InvalidInput(field, "The \(called) must be a number. You entered “\(digits.prefix(20))”.")
        }
        return number
    }

    private func monthNumber(_ field: String) throws(InvalidInput) -> Int {
        let typed = TypedText.clean(month).lowercased()
        if typed.count >= 3, let index = UKTime.monthNames.firstIndex(where: { $0.lowercased().hasPrefix(typed) }) {
            return index + 1
        }
        return try part(month, "month", field)
    }

    private static func absence(day: Int, month: Int, year: Int) -> String {
        guard (1...12).contains(month) else { return "There is no month \(month). Months go from 1 to 12." }
        return "There is no \(day) \(UKTime.monthNames[month - 1]) \(year)."
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
    fileprivate var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
