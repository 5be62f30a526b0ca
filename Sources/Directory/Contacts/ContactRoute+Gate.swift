import Foundation
import Vocabulary

extension ContactRoute {
    /// Decides the way to `service` at `moment`.
    ///
    /// - Parameter points: the service's open contact points for the purpose. A fresh one with its holder in post is
    ///   preferred over the others.
    public static func gate(
        to service: CareService, through points: [ContactPoint], calendar: ServiceCalendar, at moment: Date
    ) -> ContactRoute {
        let found = points.map { Candidate(point: $0, at: moment) }
        let best = found.min { $0.preference < $1.preference }
        return ContactRoute(
            way: best?.way ?? .phone, contactPointID: best?.point.id, holder: best?.reached,
            telephone: best?.reached?.telephone ?? best?.point.telephone ?? service.telephone,
            outOfHoursTelephone: service.outOfHoursTelephone, verifiedAt: best?.point.verifiedAt,
            isOpenNow: calendar.isOpen(at: moment), opensNextAt: calendar.nextOpening(after: moment),
            warnings: best?.warnings ?? ["\(service.name) has named nobody to receive this."]
        )
    }

    /// The way to an organisation whose people do not sign in here: its switchboard, in office hours as far as is known.
    public static func outside(_ organisation: Organisation, calendar: ServiceCalendar, at moment: Date) -> ContactRoute
    {
        let why =
            organisation.hasJoined
            ? "\(organisation.name) has no team that receives this yet."
            : "\(organisation.name) has not joined Footbridge."
        return ContactRoute(
            way: .phone, telephone: organisation.telephone, isOpenNow: calendar.isOpen(at: moment),
            opensNextAt: calendar.nextOpening(after: moment), warnings: [why]
        )
    }
}

/// One contact point weighed at one moment.
private struct Candidate {
    let point: ContactPoint
    let way: ContactRoute.Way
    let reached: ContactHolder?
    let warnings: [String]

    var preference: Int {
        switch way {
        case .holder: warnings.isEmpty ? 0 : 1
        case .deputy: 2
        case .phone: 3
        }
    }

    init(point: ContactPoint, at moment: Date) {
        let today = CalendarDate(moment)
        let freshness = point.freshness(at: moment)
        let holder = point.holder(on: today)
        self.point = point
        if let holder, freshness.isFresh {
            (way, reached) = (.holder, holder)
            warnings = point.departure(of: holder, on: today).map { [$0] } ?? []
            return
        }
        var reasons = freshness.isFresh ? [] : [freshness.sentence]
        if holder == nil { reasons.append(point.absence(on: today)) }
        let deputy = point.deputies(on: today).first
        (way, reached) = (deputy == nil ? .phone : .deputy, deputy)
        let stand = deputy.map { "\($0.name) is told instead, as deputy." } ?? "No deputy can be told: phone."
        warnings = reasons + [stand]
    }
}

extension ContactPoint {
    /// Who holds it on `day`.
    public func holder(on day: CalendarDate) -> ContactHolder? {
        holders.first { $0.rank == 0 && $0.serves(on: day) && ($0.isReachable || email != nil) }
    }

    /// Those who stand in, in order, on `day`.
    public func deputies(on day: CalendarDate) -> [ContactHolder] {
        holders.filter { $0.rank > 0 && $0.serves(on: day) && $0.isReachable }.sorted { $0.rank < $1.rank }
    }

    /// That the holder is leaving, and who takes over; `nil` when they are not leaving.
    func departure(of holder: ContactHolder, on day: CalendarDate) -> String? {
        guard let leavingOn = holder.leavingOn else { return nil }
        let opening = "\(holder.name) leaves on \(leavingOn.spoken)"
        let next = holders.first { $0.rank == 0 && $0.endedAt == nil && ($0.startsOn.map { $0 > day } ?? false) }
        if let next { return "\(opening); \(next.name) takes over." }
        return "\(opening), and nobody has accepted to take over yet."
    }

    /// Why nobody holds it.
    func absence(on day: CalendarDate) -> String {
        let gone = holders.filter { $0.rank == 0 && $0.hasLeft(on: day) }
            .max { ($0.leavingOn ?? day) < ($1.leavingOn ?? day) }
        guard let gone, let leavingOn = gone.leavingOn else { return "Nobody holds this contact." }
        return "\(gone.name) left on \(leavingOn.spoken), and nobody has taken over."
    }
}
