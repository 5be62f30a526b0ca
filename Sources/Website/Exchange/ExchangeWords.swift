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

extension ExchangeState {
    /// What is to be done next, as a request.
    var owedVerb: String {
        switch owed {
        case .opened, .acknowledged: "Acknowledge"
        case .contacted: "Reach the student"
        case .closed: "Close"
        case nil: "Nothing is owed"
        }
    }

    /// Where it stands, in a few words.
    var headline: String {
        if status == .acknowledged { return milestones[.contacted] == nil ? "Acknowledged" : "Student contacted" }
        return status.title
    }

    /// How it ended, before the time.
    var endWords: String {
        guard status == .closed, let outcome else { return status.title }
        return outcome.title + ","
    }
}
