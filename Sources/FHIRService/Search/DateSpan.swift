import Database
import FHIR
import Foundation
import Vocabulary

/// A time as people search by it: `ge2026-11-20`, `lt2026-11-20T14:05:00Z` (http://hl7.org/fhir/R4/search.html#date).
enum DateSpan {
    /// - Throws: `FHIRProblem` for what is no time, or a comparison that is not known.
    static func range(_ text: String, of name: String) throws(FHIRProblem) -> MomentRange {
        let prefix = String(text.prefix { $0.isLetter })
        guard let (start, end) = span(String(text.dropFirst(prefix.count))) else {
            throw FHIRProblem(
                parameter: name, .value, "\(name) must be a year, a month, a day or a time with its zone.")
        }
        switch prefix {
        case "", "eq": return MomentRange(from: start, before: end)
        case "ne": return MomentRange(from: start, before: end, isInverted: true)
        case "gt", "sa": return MomentRange(from: end)
        case "ge": return MomentRange(from: start)
        case "lt", "eb": return MomentRange(before: start)
        case "le": return MomentRange(before: end)
        default:
            throw FHIRProblem(
                parameter: name, .notSupported, "\(name) compares with eq, ne, gt, ge, lt, le, sa and eb.")
        }
    }

    /// The first moment and the first after; days begin at midnight in the United Kingdom.
    private static func span(_ text: String) -> (Date, Date)? {
        if text.contains("T") {
            // A search alone may leave the seconds out.
            let minute = text.wholeMatch(of: /(.+T\d\d:\d\d)(Z|[+-]\d\d:\d\d)/)
            guard let moment = FHIRTime.moment(minute.map { "\($0.1):00\($0.2)" } ?? text) else { return nil }
            return (moment, moment + (minute != nil ? 60 : text.contains(".") ? 0.001 : 1))
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        switch (parts.count, text.utf8.count) {
        case (3, 10):
            return CalendarDate(iso: text).map { ($0.start, $0.adding(days: 1).start) }
        case (2, 7):
            guard let year = parts[0], let month = parts[1], let first = CalendarDate(year: year, month: month, day: 1)
            else { return nil }
            let next = month == 12 ? (year + 1, 1) : (year, month + 1)
            return CalendarDate(year: next.0, month: next.1, day: 1).map { (first.start, $0.start) }
        case (1, 4):
            guard let year = parts[0], let first = CalendarDate(year: year, month: 1, day: 1) else { return nil }
            return CalendarDate(year: year + 1, month: 1, day: 1).map { (first.start, $0.start) }
        default: return nil
        }
    }
}
