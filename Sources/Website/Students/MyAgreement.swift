import Foundation
import Students
import Vocabulary

/// One answer about sharing, as the student who gave it reads it.
struct MyAgreement: Sendable {
    let id: String
    let recipient: String
    let headline: String
    /// How it came to be, and how long it counts.
    let story: String
    let categories: [String]
    let badge: String
    let badgeKind: String
    /// It permits new sharing.
    let stands: Bool
    /// It is the student's last word: a yes that stands, or a no, which for one occasion counts as long as it is heard.
    let counts: Bool
    /// What ending it would do, as the link to it; `nil` for what cannot be ended.
    let endWords: String?
    let isRefusal: Bool
    /// A yes to the same team from before, by which it may have been told something; for a no that counts.
    let earlier: String?
    /// It was given in crisis, and waits for a second yes.
    let asksAgain: Bool
    let askedUntil: String?

    /// - Parameter all: every answer of the student, for what a no leaves behind.
    init(_ decision: AdvanceDecision, among all: [AdvanceDecision] = [], at now: Date) {
        let consent = decision.consent
        (id, recipient) = (consent.id.rawValue, decision.recipientName)
        categories = consent.categories.sorted().map(\.studentTitle)
        let ended = consent.isOver(at: now)
        let replacedAt = ended ? nil : decision.replacedAt
        stands = consent.answer == .given && !ended && replacedAt == nil
        isRefusal = consent.answer == .refused
        let isHeard = consent.exchangeID == nil || consent.noIsHeard(at: now)
        counts = stands || (isRefusal && replacedAt == nil && isHeard)
        endWords = Self.endWords(consent, stands: stands, isReplaced: replacedAt != nil)
        earlier = isRefusal && counts ? Self.earlier(decision, among: all) : nil
        asksAgain =
            consent.answer == .given && consent.reaffirmBy != nil && consent.reaffirmedAt == nil
            && consent.withdrawnAt == nil && (consent.expiresAt.map { now < $0 } ?? true) && decision.replacedAt == nil
        askedUntil = asksAgain ? consent.reaffirmBy.map { Self.deadline($0, now: now) } : nil
        headline = Self.headline(consent, counts: counts, decision.recipientName)
        story = Self.story(consent, replacedAt: replacedAt, now: now)
        (badge, badgeKind) =
            switch (consent.answer, stands) {
            case _ where replacedAt != nil: ("Replaced", "closed")
            case (.refused, _): ("You said no", "closed")
            case (_, true): ("In force", "calm")
            default: ("Ended", "closed")
            }
    }

    private static func headline(_ consent: Consent, counts: Bool, _ recipient: String) -> String {
        if consent.answer == .refused { return "\(recipient) \(counts ? "is" : "was") told nothing" }
        return counts ? "\(recipient) may be told" : "\(recipient) was allowed to be told"
    }

    private static func endWords(_ consent: Consent, stands: Bool, isReplaced: Bool) -> String? {
        guard consent.answer == .given, consent.withdrawnAt == nil else { return nil }
        if stands { return "Stop telling them" }
        return isReplaced ? "Call back what they were told because of this" : nil
    }

    private static func earlier(_ refusal: AdvanceDecision, among all: [AdvanceDecision]) -> String? {
        all.first {
            $0.consent.answer == .given && $0.consent.withdrawnAt == nil && $0.consent.invalidatedAt == nil
                && $0.consent.recipient == refusal.consent.recipient
                && $0.consent.recordedAt < refusal.consent.recordedAt
        }?.consent.id.rawValue
    }

    private static func story(_ consent: Consent, replacedAt: Date?, now: Date) -> String {
        let when = UKTime.short(consent.recordedAt, now: now)
        let who =
            switch consent.by.kind {
            case .student: consent.answer == .given ? "You said yes" : "You said no"
            case .parent: "Someone with parental responsibility answered for you"
            case .attorney: "The person who may decide for you answered"
            }
        if let replacedAt {
            let replaced = UKTime.short(replacedAt, now: now)
            return "\(who) on \(when). Replaced on \(replaced), when you decided anew for this team."
        }
        let end =
            if let withdrawn = consent.withdrawnAt {
                " You ended it on \(UKTime.short(withdrawn, now: now))."
            } else if let ends = consent.endsAt {
                " It \(ends <= now ? "lasted" : "lasts") until \(UKTime.ending(ends))."
            } else { "" }
        return "\(who) on \(when). \(scope(consent, now: now))\(end)"
    }

    private static func scope(_ consent: Consent, now: Date) -> String {
        if consent.exchangeID != nil {
            guard let until = consent.noIsHeardUntil(now), now < until else { return "It was for this one occasion." }
            return
                "It was for this one occasion. Whoever of the same NHS organisation sees you until \(UKTime.day(until)), and "
                + "cannot ask you, is told that you \(consent.answer == .given ? "took it back" : "said no")."
        }
        if consent.isOver(at: now) { return "It counted for the future too." }
        if consent.mayGoUnasked(at: now) {
            return "It counts for the future too, and for a year nobody has to ask you first."
        }
        return consent.withoutAsking == true
            ? "It counts for the future too. The year in which nobody had to ask you first is over: you are asked again."
            : "It counts for the future too."
    }

    private static func deadline(_ moment: Date, now: Date) -> String {
        now < moment ? UKTime.ending(moment) : "\(UKTime.ending(moment)), which has passed"
    }
}

extension Consent {
    fileprivate func isOver(at now: Date) -> Bool { withdrawnAt != nil || (endsAt.map { $0 <= now } ?? false) }
}
