import Exchange
import Foundation
import Students
import Vocabulary

/// One sheet of paper for the student: what was shared, with whom, why, and how to change their mind. It names
/// neither the student nor what was written, since paper lies about.
struct StudentSheet: Sendable {
    let recipient: String
    let sender: String
    let reference: String
    let sentAt: String
    /// Nobody has phoned yet where that is how they are told.
    let isUntold: Bool
    /// Nothing came of it: it was recalled, or a mistake.
    let isTakenBack: Bool
    let categories: [Category]
    let why: String?
    let whyHeading: String
    /// What happens, or what became of it.
    let next: String
    /// Who sent it and who got it, with their numbers: nobody looks them up who holds the sheet.
    let contacts: [ContactLine]

    struct Category: Sendable {
        let title: String
        let explanation: String

        init(_ category: InformationCategory) {
            (title, explanation) = (category.studentTitle, category.studentExplanation)
        }
    }

    init(_ exchange: ExchangeAboutMe, at now: Date) {
        (recipient, sender, reference) = (exchange.recipient, exchange.sender, exchange.facts.reference)
        sentAt = UKTime.full(exchange.facts.sentAt)
        isUntold = exchange.state.isUntold
        categories = exchange.contents.map(\.category).sorted().map(Category.init)
        (why, whyHeading) = (exchange.explanation, MyNotice.whyHeading(exchange.state))
        isTakenBack = [.recalled, .enteredInError].contains(exchange.state.status)
        next = MyNotice.aftermath(exchange, at: now) ?? Self.next(exchange.state)
        contacts = [exchange.senderContact, exchange.recipientContact].map(ContactLine.init)
    }

    private static func next(_ state: ExchangeState) -> String {
        if state.status == .closed { return "The team has finished with it. You can go to them yourself at any time." }
        let help = "They are there to help."
        if state.milestones[.contacted] != nil { return "The team has been in touch with you. \(help)" }
        guard state.expectsContact else { return "They were told so that they know. Nobody was asked to get in touch." }
        if state.isByPhone { return "Somebody there gets in touch with you. \(help)" }
        return state.milestones[.opened] == nil
            ? "Somebody from the team will read it and get in touch with you. \(help)"
            : "Somebody from the team has read it, and will get in touch with you. \(help)"
    }
}
