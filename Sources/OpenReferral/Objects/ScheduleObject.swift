import Directory
import Foundation
import Vocabulary

/// HSDS `schedule`: spans of the week that are alike, in the words of RFC 5545. Times are by the clock on a wall in the United
/// Kingdom, which no fixed offset says.
struct ScheduleObject: Encodable, Sendable {
    let id: String
    let serviceId: String
    var validFrom: String?
    var validTo: String?
    /// Left out for bank holidays, which no rule of weeks says.
    var freq: String?
    var byday: String?
    /// `09:00`
    let opensAt: String
    /// `17:00`; the last minute of the day stands for midnight.
    let closesAt: String
    let description: String

    static func all(_ listing: OpenListing, from today: CalendarDate) -> [ScheduleObject] {
        HoursPeriod.allCases.flatMap { period in
            let own = listing.calendar.hours.filter { $0.period == period }
            let stretches = Stretch.all(of: period, listing.calendar.terms, from: today)
            return Self.spans(own).flatMap { span in
                stretches.map { ScheduleObject(listing.id, period, span.days, span.hours, $0) }
            }
        }
    }

    private init(
        _ service: ServiceID, _ period: HoursPeriod, _ days: [Weekday], _ hours: OpeningHours, _ stretch: Stretch
    ) {
        serviceId = service.rawValue
        (validFrom, validTo) = (stretch.from?.description, stretch.to?.description)
        opensAt = OpeningHoursText.clock(hours.opensMinute)
        closesAt = OpeningHoursText.clock(min(hours.closesMinute, 1439))
        let codes = days.map(\.code).joined(separator: ",")
        if period != .bankHoliday { (freq, byday) = ("WEEKLY", codes) }
        description = "\(period.title), times in the United Kingdom"
        id = NamedUUID.of("schedule", service.rawValue, period.rawValue, codes, opensAt, closesAt, validFrom ?? "")
    }

    /// Days on which it is open from and until the same minute.
    private static func spans(_ hours: [OpeningHours]) -> [(days: [Weekday], hours: OpeningHours)] {
        let alike = Dictionary(grouping: hours) { [$0.opensMinute, $0.closesMinute] }
        return alike.values.compactMap { group -> (days: [Weekday], hours: OpeningHours)? in
            let days = group.map(\.weekday).sorted { $0.rawValue < $1.rawValue }
            return group.first.map { (days, $0) }
        }.sorted { ($0.hours.opensMinute, $0.hours.closesMinute) < ($1.hours.opensMinute, $1.hours.closesMinute) }
    }
}

/// Days between which some hours hold; without ends where they always do, or nobody knows.
private struct Stretch {
    var from: CalendarDate?
    var to: CalendarDate?

    /// For term hours each term that is not over, for vacation hours each gap between two of those.
    static func all(of period: HoursPeriod, _ terms: [Term], from today: CalendarDate) -> [Stretch] {
        let coming = terms.filter { $0.toOn >= today }
        switch period {
        case .always, .bankHoliday: return [Stretch()]
        case .term: return coming.isEmpty ? [Stretch()] : coming.map { Stretch(from: $0.fromOn, to: $0.toOn) }
        case .vacation:
            let gaps = zip(coming, coming.dropFirst()).map { before, after in
                Stretch(from: before.toOn.adding(days: 1), to: after.fromOn.adding(days: -1))
            }
            return gaps.isEmpty ? [Stretch()] : gaps
        }
    }
}

extension Weekday {
    /// As RFC 5545 writes it: `MO`.
    var code: String { String(name.prefix(2)).uppercased() }
}
