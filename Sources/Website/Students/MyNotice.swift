import Exchange
import Foundation
import Students
import Vocabulary

/// One notice as the student whom it is about reads it.
struct MyNotice: Sendable {
    let id: String
    let reference: String
    let recipient: String
    let sender: String
    /// `Friday 20 November 2026 at 23:40`
    let sentAt: String
    let occasion: String
    let told: [Told]
    /// `was told`; where nobody has phoned a university that reads nothing here, it still is to be.
    let wasTold: String
    let toldHeading: String
    let why: String?
    let whyHeading: String
    /// What stands above the readers; `nil` where nobody can have read or heard it yet.
    let readHeading: String?
    let readers: [String]
    /// To which other teams it was handed on, and why they may be told.
    let passedOn: [String]
    let hasReaders: Bool
    let nobodyYet: String
    let badge: String
    let badgeKind: String
    /// What happened to it since, where the student ought to know.
    let note: String?
    /// What was asked for the student, and what became of it.
    let asked: [Asked]
    let hasAsked: Bool
    /// Messages and calls between both sides: who, and when.
    let talk: [String]
    let hasTalk: Bool
    /// Who sent it and who got it.
    let contacts: [ContactLine]
    /// Whom to ask for the reasons; `nil` where the student agreed.
    let governance: ContactLine?
    /// Which side has removed it since, because its time had passed.
    let released: [String]

    /// One thing that was told, word for word.
    struct Told: Sendable {
        let title: String
        let words: String
    }

    /// One thing that was asked for the student.
    struct Asked: Sendable {
        let what: String
        let answer: String
    }

    init(_ exchange: ExchangeAboutMe, at now: Date) {
        (id, reference) = (exchange.id.rawValue, exchange.facts.reference)
        (recipient, sender) = (exchange.recipient, exchange.sender)
        sentAt = UKTime.full(exchange.facts.sentAt)
        occasion = Self.occasion(exchange.facts.kind)
        told = exchange.contents.sorted { $0.category < $1.category }
            .map { Told(title: $0.category.studentTitle, words: $0.text) }
        (wasTold, toldHeading, readHeading) = Self.telling(exchange.state)
        why = exchange.explanation.map { exchange.facts.recordSystemID == nil ? $0 : "\($0) \(Self.byChoice)" }
        whyHeading = Self.whyHeading(exchange.state)
        readers = Self.readers(exchange, at: now)
        hasReaders = !readers.isEmpty
        passedOn = exchange.passedOn.map { $0.words(at: now) }
        (nobodyYet, note) = (Self.nobody(exchange.state), Self.aftermath(exchange, at: now))
        (badge, badgeKind) = Self.badge(exchange.state)
        asked = exchange.requests.map { Asked($0, isOpen: exchange.state.isWorkedOn, at: now) }
        talk = exchange.talk.map { $0.sentence(at: now) }
        (hasAsked, hasTalk) = (!asked.isEmpty, !talk.isEmpty)
        contacts = [exchange.senderContact, exchange.recipientContact].map(ContactLine.init)
        governance = exchange.governance.map(ContactLine.init)
        released = exchange.keptBy.compactMap { side in
            side.releasedAt.map {
                "\(side.organisation) removed this on \(UKTime.short($0, now: now)), since its time to keep it had passed. "
                    + "Nobody there can see it any more. You still can."
            }
        }
    }

    private static let byChoice =
        "It went at once, because you had chosen not to be asked again. The hospital’s record system sent it, "
        + "and no person there looked at it first."

    static func occasion(_ kind: ExchangeKind) -> String {
        switch kind {
        case .presentation: "When you were at A&E"
        case .crisisContact: "When you were in touch with the crisis team"
        case .admission: "When you came into hospital"
        case .discharge: "When you left hospital, or a team’s care"
        }
    }

    private static func telling(_ state: ExchangeState) -> (was: String, what: String, who: String?) {
        if state.isUntold { return ("is going to be told", "What they will be told", nil) }
        guard state.isByPhone else { return ("was told", "What was told", "Who has read it") }
        let isTold = state.milestones[.acknowledged] != nil
        return isTold
            ? ("was told", "What was told", "Who was told") : ("was not told", "What was to be told", "Who was told")
    }

    private static func readers(_ exchange: ExchangeAboutMe, at now: Date) -> [String] {
        let heard = exchange.state.first(.acknowledged).flatMap { stamp in
            stamp.named.map { "\($0), told on the phone, \(UKTime.short(stamp.at, now: now))" }
        }
        return (exchange.seenBy + exchange.lookedAtBy).map { $0.words(at: now) } + [heard].compactMap(\.self)
    }

    private static func badge(_ state: ExchangeState) -> (String, String) {
        if state.isUntold { return ("Not told yet", "new") }
        return switch state.status {
        case .unsent, .drafted, .sent: (state.handedOnAt == nil ? "Not opened yet" : "Passed on", "new")
        case .opened: ("Opened", "new")
        case .acknowledged: ("Read and confirmed", "calm")
        case .closed: ("Finished", "closed")
        case .declined: ("Sent back", "closed")
        case .recalled: ("Called back", "closed")
        case .enteredInError: ("A mistake", "closed")
        }
    }
}
