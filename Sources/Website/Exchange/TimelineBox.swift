import Exchange
import Foundation
import Vocabulary

/// One thing that happened, as a sentence.
struct TimelineBox: Sendable {
    let what: String
    let who: String
    let at: String
    let words: String?
    let tone: String

    init(_ entry: ExchangeRecord.TimelineEntry, _ record: ExchangeRecord) {
        let event = entry.event
        what = Self.sentence(event, record) + (event.detail.heardByPhone == true ? Self.heard(event) : "")
        let through = event.detail.recordSystemID.map { _ in "through their own system" }
        who = [entry.name, entry.organisation, through].compactMap(\.self).joined(separator: ", ")
        let earlier = event.detail.happenedAt.map { "\(UKTime.short($0, now: record.readAt)), written down on " } ?? ""
        at = earlier + UKTime.short(event.at, now: record.readAt)
        let redirect = event.words.redirect.map { "Where it should go: \($0)" }
        let ground = event.detail.telling.map { ground in
            "Why that team may be told: "
                + ([ground.title] + [event.words.unasked].compactMap(\.self)).joined(separator: ". ")
        }
        let lines = [event.words.text, redirect, ground].compactMap(\.self)
        // Where the reader may no longer read what was told, the words around it stay closed as well.
        words =
            lines.isEmpty || (record.disclosure == nil && record.side == .recipient)
            ? nil : lines.joined(separator: "\n")
        tone = event.kind.tone
    }

    private static func heard(_ event: ExchangeEvent) -> String {
        event.kind == .callRecorded ? "" : event.words.named.map { " (\($0), on the phone)" } ?? " (on the phone)"
    }

    private static func sentence(_ event: ExchangeEvent, _ record: ExchangeRecord) -> String {
        let detail = event.detail
        return switch event.kind {
        case .drafted: "Began to write"
        case .sent: "Sent to \(detail.serviceID.flatMap { record.teamNames[$0] } ?? record.recipient.organisation)"
        case .opened: "Opened"
        case .looked: "Looked at, as \(detail.role?.title.lowercased() ?? "somebody") outside the team"
        case .acknowledged: "Acknowledged"
        case .callRecorded: "Spoke to \(event.words.named ?? "somebody") on the phone"
        case .callTried: "Phoned, and nobody answered"
        case .taken:
            (detail.assigneeID == event.accountID ? "Took it on" : "Gave it to \(record.name(detail.assigneeID))")
                + ", as case worker"
        case .givenBack: "Gave it back to the team, since who had taken it has left"
        case .contactTried: "Tried to reach the student: \(means(event))"
        case .studentContacted: "Reached the student: \(means(event))"
        case .requestAccepted: "Accepted: \(request(event, record))"
        case .requestDeclined: "Declined: \(request(event, record))"
        case .holdingAccepted: "Accepted to look out for the student"
        case .handedOn: "Handed on to \(detail.serviceID.flatMap { record.teamNames[$0] } ?? "another team")"
        case .declined: "Declined: \(detail.declineReason?.title.lowercased() ?? "")"
        case .closed: "Closed: \(detail.outcome?.title.lowercased() ?? "")"
        case .reopened: "Opened again"
        case .recalled: "Recalled before anybody of the team read it"
        case .enteredInError: "Marked as entered in error"
        case .consentWithdrawn: "The student withdrew consent"
        case .reminded, .deputyTold, .managerTold, .senderTold: step(event)
        }
    }

    private static func means(_ event: ExchangeEvent) -> String {
        [event.detail.route?.title, event.detail.attempt?.title].compactMap { $0?.lowercased() }.joined(separator: ", ")
    }

    private static func request(_ event: ExchangeEvent, _ record: ExchangeRecord) -> String {
        let kind = record.state.requests.first { $0.id == event.detail.requestID }?.kind
        return kind?.title ?? "a request"
    }

    private static func step(_ event: ExchangeEvent) -> String {
        let owed =
            switch event.detail.clock {
            case .contacted: "reaching the student"
            case .closed: "closing"
            default: "acknowledging"
            }
        return switch event.kind {
        case .reminded: "Reminder: half the time for \(owed) has passed"
        case .deputyTold: "The time for \(owed) has passed: the deputy was told"
        case .managerTold: "The time for \(owed) has passed: the manager was told"
        default: "Still nothing: the sender was told to phone"
        }
    }
}

extension ExchangeEvent.Kind {
    /// How the timeline marks it.
    fileprivate var tone: String {
        switch self {
        case .declined, .requestDeclined, .recalled, .enteredInError, .consentWithdrawn, .senderTold: "alarm"
        case .drafted, .reminded, .deputyTold, .managerTold: "system"
        default: "person"
        }
    }
}

extension TimelineBox: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "what": what
        case "who": who
        case "at": at
        case "words": shown(words)
        case "tone": tone
        default: nil
        }
    }
}
