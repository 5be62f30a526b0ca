import Directory
import Foundation
import Students
import Vocabulary

extension DraftReview {
    /// One piece of what will be told.
    public struct Told: Sendable, Equatable {
        public let category: InformationCategory
        public let text: String
    }

    /// One piece of what will not be told, and why.
    public struct Untold: Sendable, Equatable {
        public let category: InformationCategory
        public let why: String
    }

    /// What will leave, word for word. Where and when needs no typing.
    public var told: [Told] {
        guard let happening else { return [] }
        return writable.sorted().compactMap { category in
            origin.words(
                on: category, happening.kind, happening.happenedAt, written: happening.texts[category]
            ).map { Told(category: category, text: $0) }
        }
    }

    /// Every category that will not leave.
    public var untold: [Untold] {
        let told = Set(told.map(\.category))
        return InformationCategory.allCases.filter { !told.contains($0) }.map { category in
            Untold(category: category, why: whyUntold(category))
        }
    }

    private func whyUntold(_ category: InformationCategory) -> String {
        if writable.contains(category) { return "Nothing was written." }
        let left = verdict?.leftOut.first { $0.category == category }
        if left?.decidableBy == .informationGovernanceLead { return "They said no." }
        if notice.consent.answer == .given { return "They did not agree to this." }
        return left == nil ? "Not needed for this." : "There is no lawful ground for it."
    }
}

extension DraftReview {
    /// Why the sender has to phone as well; `nil` where the notice will be seen in time.
    public var phoneReason: PhoneReason? {
        guard let team, let happening else { return nil }
        if team.service == nil { return .notJoined }
        if team.route.way == .phone { return .nobodyToTell }
        let deadlines = Deadlines.promised(
            happening.urgency, requests: happening.requests.map(\.kind), askedAt: readAt, calendar: team.calendar)
        guard deadlines.mustPhone else { return nil }
        return team.calendar.closing(after: readAt).map { .closesSoon($0) } ?? .closed
    }

    public enum PhoneReason: Sendable, Equatable {
        case notJoined, nobodyToTell, closed
        /// Open now, and closed before anybody has to have read it.
        case closesSoon(Date)
    }

    /// The number to ring: the out-of-hours one while they are closed.
    public var telephone: String? {
        guard let route = team?.route else { return nil }
        return route.isOpenNow ? route.telephone : route.outOfHoursTelephone ?? route.telephone
    }

    /// The notice, where everything is there and `permit` lets it through.
    func newNotice(about person: PersonID, permitted: Set<InformationCategory>, at now: Date) -> NewNotice? {
        guard let happening, let provider = status?.providerID else { return nil }
        let contents = told.filter { permitted.contains($0.category) }
        return NewNotice(
            id: notice.exchangeID, kind: happening.kind, urgency: happening.urgency, personID: person,
            provider: provider, campusID: status?.campusID, happenedAt: happening.happenedAt,
            contents: Dictionary(uniqueKeysWithValues: contents.map { ($0.category, $0.text) }),
            requests: happening.requests, checklist: happening.checklist,
            namedContact: permitted.contains(.careTeam) ? happening.namedContact : nil, draftedAt: notice.startedAt,
            idempotencyKey: Self.key(of: draft.id)
        )
    }

    /// The same draft sent twice is one notice.
    static func key(of draft: DraftID) -> String { "draft-\(draft)" }
}
