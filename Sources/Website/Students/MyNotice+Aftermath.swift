import Exchange
import Foundation
import Vocabulary

extension MyNotice {
    /// What stands above the explanation, which is kept as it was written.
    static func whyHeading(_ state: ExchangeState) -> String {
        if state.consentWithdrawnAt != nil { return "Why, until you changed your mind" }
        return [.recalled, .enteredInError].contains(state.status) ? "Why, as it stood then" : "Why"
    }

    /// What stands where no reader is.
    static func nobody(_ state: ExchangeState) -> String {
        if state.isByPhone { return "Nobody." }
        return switch state.status {
        case .recalled: "Nobody read it."
        case .enteredInError, .declined: "Nobody has opened it."
        default: "Nobody has opened it yet."
        }
    }

    /// What became of it, where the student ought to know.
    static func aftermath(_ exchange: ExchangeAboutMe, at now: Date) -> String? {
        let state = exchange.state
        switch state.status {
        case .recalled:
            return exchange.lookedAtBy.isEmpty
                ? "It was called back before anybody opened it, so nobody there has seen it."
                : "It was called back before anybody of the team opened it."
        case .enteredInError: return "It was sent by mistake. Whoever read it was told not to use it."
        case .declined: return "The team sent it back to the NHS."
        default: break
        }
        if state.isUntold { return "Nobody there has been told yet. \(exchange.sender) is going to phone." }
        return state.consentWithdrawnAt.map {
            "You ended your agreement on \(UKTime.short($0, now: now)). Those who had read it were told so, "
                + "and nobody else there can read it any more."
        }
    }
}

extension ExchangeAboutMe.PassedOn {
    /// As the student reads it.
    func words(at now: Date) -> String {
        let why =
            switch ground {
            case .agreed: " They wrote down that you had agreed to that."
            case .couldNotBeAsked:
                " They wrote down that you could not be asked" + (unasked.map { ", because: “\($0)”." } ?? ".")
            case .decided: " The decision to share covered that team."
            case nil: ""
            }
        return "\(by) passed it on to \(team) on \(UKTime.short(at, now: now)).\(why)"
    }
}
