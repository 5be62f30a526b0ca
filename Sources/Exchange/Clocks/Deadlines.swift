import Directory
import Foundation

extension Deadlines {
    /// How long an exchange may stay open: four weeks, our own choice, so that none is forgotten.
    static let closedWithin: TimeInterval = 28 * 24 * 3600

    /// How long, at least, a team has to read what a withdrawal means, and to close: a week, our own choice.
    static let closedAfterWithdrawal: TimeInterval = 7 * 24 * 3600

    /// The promises for what is asked at `askedAt` of a team with this `calendar`.
    ///
    /// Acknowledgement counts in the team's open time (half a day for 48 hours, two days for 7 days), contact by the wall
    /// clock, as NICE NG53 does; where the team stays shut past the time for contact, the wall clock rules both.
    /// "Immediately" never waits for an opening: one hour.
    public static func promised(
        _ urgency: Urgency, requests: [RequestKind], askedAt: Date, calendar: ServiceCalendar
    ) -> Deadlines {
        let contacted = askedAt + contactWithin(urgency, requests)
        let acknowledged = acknowledgement(urgency, askedAt, latest: contacted, calendar)
        return Deadlines(
            askedAt: askedAt, opened: halfway(urgency, askedAt, acknowledged, calendar), acknowledged: acknowledged,
            contacted: contacted, closed: askedAt + closedWithin,
            mustPhone: mustPhone(urgency, askedAt, contacted, calendar)
        )
    }

    /// As `promised`, for another team asked later about the same student: the time for contact does not move.
    public func askedAnew(
        _ urgency: Urgency, requests: [RequestKind], askedAt: Date, calendar: ServiceCalendar
    ) -> Deadlines {
        var anew = Deadlines.promised(urgency, requests: requests, askedAt: askedAt, calendar: calendar)
        (anew.contacted, anew.closed) = (contacted, closed)
        return anew
    }

    private static func contactWithin(_ urgency: Urgency, _ requests: [RequestKind]) -> TimeInterval {
        let asked = requests.map { kind in
            switch kind {
            case .checkInWithin48Hours: Urgency.within48Hours.contactWithin
            case .checkInWithin7Days: Urgency.within7Days.contactWithin
            default: urgency.contactWithin
            }
        }
        return asked.reduce(urgency.contactWithin, min)
    }

    private static func acknowledgement(
        _ urgency: Urgency, _ askedAt: Date, latest: Date, _ calendar: ServiceCalendar
    ) -> Date {
        guard let open = urgency.openTimeToAcknowledge else { return askedAt + 3600 }
        return min(calendar.adding(openSeconds: open, to: askedAt) ?? latest, latest)
    }

    private static func halfway(
        _ urgency: Urgency, _ askedAt: Date, _ due: Date, _ calendar: ServiceCalendar
    ) -> Date {
        let byWall = askedAt + due.timeIntervalSince(askedAt) / 2
        guard let open = urgency.openTimeToAcknowledge,
            let byHours = calendar.adding(openSeconds: open / 2, to: askedAt), byHours < due
        else { return byWall }
        return byHours
    }

    private static func mustPhone(
        _ urgency: Urgency, _ askedAt: Date, _ contacted: Date, _ calendar: ServiceCalendar
    ) -> Bool {
        if urgency == .immediately {
            let acknowledged = acknowledgement(urgency, askedAt, latest: contacted, calendar)
            return calendar.closing(after: askedAt).map { $0 < acknowledged } ?? true
        }
        return calendar.nextOpening(after: askedAt).map { $0 >= contacted } ?? true
    }
}

extension Urgency {
    /// Seconds of open time within which somebody acknowledges; `nil` where opening hours do not count.
    var openTimeToAcknowledge: TimeInterval? {
        switch self {
        case .immediately: nil
        case .within48Hours: 4 * 3600
        case .within7Days: 16 * 3600
        }
    }

    /// Seconds past the deadline after which the sender is told that nobody answered.
    var grace: TimeInterval {
        switch self {
        case .immediately: 15 * 60
        case .within48Hours: 4 * 3600
        case .within7Days: 24 * 3600
        }
    }
}
