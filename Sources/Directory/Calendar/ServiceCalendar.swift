import Foundation
import Vocabulary

/// When a service is open: hours of the week in term and vacation, closures, and the bank holidays of its nation.
///
/// Hours given for a period (term, vacation) replace those for all year on its days. Where no terms are known, every day
/// counts as term, so that a service that gave only term hours is not thought shut for ever.
public struct ServiceCalendar: Sendable, Hashable {
    public let hours: [OpeningHours]
    public let closures: [Closure]
    public let terms: [Term]
    public let nation: Nation

    /// How far ahead an opening is looked for; a service shut for longer counts as never open.
    private static let horizonDays = 400

    public init(hours: [OpeningHours], closures: [Closure] = [], terms: [Term] = [], nation: Nation) {
        (self.hours, self.closures, self.terms, self.nation) = (hours, closures, terms, nation)
    }

    /// What is supposed of a service that has not said: Monday to Friday, nine to five, closed on bank holidays.
    public static func office(_ nation: Nation) -> ServiceCalendar {
        ServiceCalendar(hours: OpeningHours.office, nation: nation)
    }

    public func isOpen(at moment: Date) -> Bool {
        spans(on: CalendarDate(moment)).contains { $0.opens <= moment && moment < $0.closes }
    }

    /// The first moment, from `moment` on, at which the service is open: the moment itself when it is open then.
    /// - Returns: `nil` where it does not open within 400 days.
    public func nextOpening(after moment: Date) -> Date? {
        firstSpan(after: moment).map { max($0.opens, moment) }
    }

    /// The end of the opening in which `moment` lies; `nil` when it is closed then.
    public func closing(after moment: Date) -> Date? {
        guard isOpen(at: moment) else { return nil }
        var end = moment
        while let span = firstSpan(after: end), span.opens <= end, end.timeIntervalSince(moment) < 86_400 * 8 {
            end = span.closes
        }
        return end
    }

    /// The first moment by which the service has been open for `openSeconds` since `start`.
    /// - Returns: `nil` where it is not open that long within reach (400 days without an opening).
    public func adding(openSeconds: TimeInterval, to start: Date) -> Date? {
        var (left, moment) = (openSeconds, start)
        while left > 0 {
            guard let span = firstSpan(after: moment) else { return nil }
            let from = max(span.opens, moment)
            let available = span.closes.timeIntervalSince(from)
            if left <= available { return from.addingTimeInterval(left) }
            (left, moment) = (left - available, span.closes)
        }
        return moment
    }

    /// Why the service is shut all of `day` although it might be open on such a weekday; `nil` when nothing is special.
    public func exception(on day: CalendarDate) -> String? {
        if let closure = closure(on: day) { return closure.reason }
        let isHoliday = BankHolidays.contains(day, in: nation)
        return isHoliday && !hours.contains { $0.period == .bankHoliday } ? "Bank holiday" : nil
    }

    /// The hours that hold on `day`, in order.
    public func hours(on day: CalendarDate) -> [OpeningHours] {
        if closure(on: day) != nil { return [] }
        let period = period(of: day)
        let special = hours.filter { $0.period == period }
        if period == .bankHoliday && special.isEmpty { return [] }
        let ruling = special.isEmpty ? hours.filter { $0.period == .always } : special
        return ruling.filter { $0.weekday == day.weekday }.sorted { $0.opensMinute < $1.opensMinute }
    }

    private func closure(on day: CalendarDate) -> Closure? {
        closures.first { $0.fromOn <= day && day <= $0.toOn }
    }

    private func period(of day: CalendarDate) -> HoursPeriod {
        if BankHolidays.contains(day, in: nation) { return .bankHoliday }
        let inTerm = terms.isEmpty || terms.contains { $0.fromOn <= day && day <= $0.toOn }
        return inTerm ? .term : .vacation
    }

    private func firstSpan(after moment: Date) -> Span? {
        if hours.isEmpty { return nil }
        var day = CalendarDate(moment)
        for _ in 0...Self.horizonDays {
            if let span = spans(on: day).first(where: { $0.closes > moment }) { return span }
            day = day.adding(days: 1)
        }
        return nil
    }

    private func spans(on day: CalendarDate) -> [Span] {
        hours(on: day).map { Span(opens: moment($0.opensMinute, on: day), closes: moment($0.closesMinute, on: day)) }
    }

    private func moment(_ minute: Int, on day: CalendarDate) -> Date {
        minute < 1440 ? day.at(minute: minute) : day.adding(days: 1).start
    }

    private struct Span {
        let opens: Date
        let closes: Date
    }
}
