import Directory
import Foundation
import Vocabulary

/// What a service says of itself, when it is open, and who receives what there.
struct ServicePage: Sendable {
    let name: String
    let kind: String
    let organisation: Link
    let campus: String?
    let sections: [Section]
    let isBare: Bool
    let telephone: Link?
    let outOfHoursTelephone: Link?
    let outOfHoursNote: String?
    /// The number that is answered now, where there is one.
    let reachedBy: Link?
    let isOpen: Bool
    let openness: String
    let hours: [HoursGroup]
    let hasHours: Bool
    let exceptions: [String]
    let contacts: [ContactCard]
    let hasContacts: Bool
    let upkeep: Link?
    /// Who may find it, for those who can change that.
    let publication: Link?
    let isPublic: Bool
    let updated: String

    struct Section: Sendable {
        let heading: String
        let words: String
    }

    init(
        _ service: CareService, of organisation: Organisation, campus: Campus?, calendar: ServiceCalendar,
        points: [ContactPoint], visit: Visit
    ) {
        (name, kind, self.campus) = (service.name, service.kind.title, campus?.name)
        self.organisation = Link(organisation.name, "/directory/organisations/\(organisation.id)")
        sections = Self.sections(of: service)
        isBare = sections.isEmpty
        telephone = .telephone(service.telephone)
        outOfHoursTelephone = .telephone(service.outOfHoursTelephone)
        outOfHoursNote = service.outOfHoursNote.isEmpty ? nil : service.outOfHoursNote
        isOpen = calendar.isOpen(at: visit.now)
        reachedBy = isOpen ? telephone : outOfHoursTelephone
        openness = Self.openness(calendar, at: visit.now)
        hours = HoursGroup.all(of: calendar.hours)
        hasHours = !hours.isEmpty
        exceptions = Self.exceptions(calendar, from: CalendarDate(visit.now))
        contacts = points.map { ContactCard($0, visit: visit) }
        hasContacts = !points.isEmpty
        let mayKeep = Self.mayKeep(service, visit.actor)
        upkeep = mayKeep ? Link("Keep this page", "/directory/upkeep") : nil
        isPublic = service.publicSince != nil
        publication = mayKeep ? Link("Who may find this page", "/directory/services/\(service.id)/publication") : nil
        updated = CalendarDate(service.updatedAt).spoken
    }

    static func sections(of service: CareService) -> [Section] {
        [
            ("What it offers, and to whom", service.offer), ("What it does not do", service.limits),
            ("How long people wait", service.waiting), ("How to refer", service.howToRefer),
        ].filter { !$0.1.isEmpty }.map { Section(heading: $0.0, words: $0.1) }
    }

    static func openness(_ calendar: ServiceCalendar, at now: Date) -> String {
        if let closing = calendar.closing(after: now) {
            let isLong = closing.timeIntervalSince(now) > 7 * 86_400
            return isLong ? "Open now, day and night" : "Open now, until \(UKTime.short(closing, now: now))"
        }
        guard let next = calendar.nextOpening(after: now) else { return "Closed; it has not said when it opens" }
        return "Closed now; opens \(UKTime.short(next, now: now))"
    }

    /// Days of the next eight weeks on which it is shut out of turn, runs of days in one line.
    private static func exceptions(_ calendar: ServiceCalendar, from today: CalendarDate) -> [String] {
        let days = (0..<56).map { today.adding(days: $0) }
        let shut = days.compactMap { day in calendar.exception(on: day).map { (day, $0) } }
        var runs: [(first: CalendarDate, last: CalendarDate, reason: String)] = []
        for (day, reason) in shut {
            if let run = runs.last, run.reason == reason, run.last.adding(days: 1) == day {
                runs[runs.count - 1].last = day
            } else {
                runs.append((day, day, reason))
            }
        }
        return runs.map { run in
            let span = run.first == run.last ? run.first.spoken : "\(run.first.spoken) to \(run.last.spoken)"
            return "\(span): \(run.reason)"
        }
    }

    private static func mayKeep(_ service: CareService, _ actor: Actor) -> Bool {
        actor.may(.keepDirectory) && actor.organisationID == service.organisationID
            && (actor.serviceID == nil || actor.serviceID == service.id)
    }
}

/// Opening hours of one period, days that are alike in one line.
struct HoursGroup: Sendable {
    let title: String
    let lines: [Line]

    struct Line: Sendable {
        let days: String
        let hours: String
    }

    static func all(of hours: [OpeningHours]) -> [HoursGroup] {
        HoursPeriod.allCases.compactMap { period in
            let own = hours.filter { $0.period == period }
            return own.isEmpty ? nil : HoursGroup(title: period.title, lines: lines(own))
        }
    }

    private static func lines(_ hours: [OpeningHours]) -> [Line] {
        var runs: [(first: Weekday, last: Weekday, hours: String)] = []
        for day in Weekday.allCases {
            let text = OpeningHoursText.write(hours.filter { $0.weekday == day })
            if let run = runs.last, run.hours == text {
                runs[runs.count - 1].last = day
            } else {
                runs.append((day, day, text))
            }
        }
        return runs.map { run in
            let days = run.first == run.last ? run.first.name : "\(run.first.name) to \(run.last.name)"
            return Line(days: days, hours: run.hours.isEmpty ? "Closed" : run.hours)
        }
    }
}

/// Who receives one kind of exchange, and how fresh that is.
struct ContactCard: Sendable {
    let purpose: String
    let freshness: String
    let isFresh: Bool
    let holder: String?
    let deputies: String?
    let telephone: Link?

    init(_ point: ContactPoint, visit: Visit) {
        let today = CalendarDate(visit.now)
        let fresh = point.freshness(at: visit.now)
        (purpose, freshness, isFresh) = (point.purpose.title, fresh.sentence, fresh.isFresh)
        holder = point.holder(on: today).map(Self.person)
        let others = point.deputies(on: today).map(Self.person)
        deputies = others.isEmpty ? nil : others.joined(separator: "; ")
        telephone = .telephone(point.telephone)
    }

    static func person(_ holder: ContactHolder) -> String {
        holder.jobTitle.isEmpty ? holder.name : "\(holder.name), \(holder.jobTitle)"
    }
}
