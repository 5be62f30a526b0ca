import Exchange
import Foundation
import Vocabulary

/// How pressing something is, for a colour that always has a word beside it.
enum DueTone: String {
    case overdue, soon, calm, closed

    /// "Soon" is within four hours.
    init(_ state: ExchangeState, at now: Date) {
        guard let due = state.dueAt else {
            self = .closed
            return
        }
        self = due < now ? .overdue : due.timeIntervalSince(now) < 4 * 3600 ? .soon : .calm
    }
}

extension ExchangeRecord.Reader {
    /// `Sam Reed, first on Mon 23 Nov, 09:15`; with what they are, where they are not of the team.
    func words(at now: Date) -> String {
        let outside = role.map { " (\($0.title.lowercased()), not of the team)" } ?? ""
        return "\(name)\(outside), first on \(UKTime.short(firstAt, now: now))"
    }
}

extension ExchangeState {
    /// What is to be done next, as a request.
    var owedVerb: String {
        if status.isLive && consentWithdrawnAt != nil { return "Read what the withdrawal means, and close" }
        return switch dueFirst?.clock {
        case .opened, .acknowledged: "Acknowledge"
        case .contacted: "Reach the student"
        case .closed: "Close"
        case nil: "Nothing is owed"
        }
    }

    /// The same, for who reads it: the sender does nothing about what only the recipient can close.
    func owedVerb(of side: ExchangeSide) -> String {
        let isStopped = side == .sender && status.isLive && consentWithdrawnAt != nil
        return isStopped ? "The university stops, and closes" : owedVerb
    }

    /// Where it stands, in a few words.
    var headline: String {
        if status == .sent && handedOnAt != nil { return "Handed on, not opened yet" }
        if status == .acknowledged { return milestones[.contacted] == nil ? "Acknowledged" : "Student contacted" }
        return status.title
    }

    /// The colour of `headline`: calm once somebody has said that it is in their hands, not before.
    var headlineTone: String { status.isEnded ? "closed" : status == .acknowledged ? "calm" : "new" }

    /// How it ended, before the time.
    var endWords: String {
        guard status == .closed, let outcome else { return status.title }
        return outcome.title + ","
    }
}
