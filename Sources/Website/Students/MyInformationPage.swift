import Exchange
import Foundation
import Students
import Vocabulary

struct MyInformationPage: Sendable {
    let toReaffirm: [MyAgreement]
    let notices: [MyNotice]
    let hasNotices: Bool
    let agreements: [MyAgreement]
    let hasAgreements: Bool
    /// How long each organisation keeps what it has, in sentences.
    let keeping: [String]
    let hasKeeping: Bool

    init(_ exchanges: [ExchangeAboutMe], _ consents: [AdvanceDecision], at now: Date) {
        notices = exchanges.map { MyNotice($0, at: now) }
        hasNotices = !notices.isEmpty
        agreements = consents.filter { $0.consent.answer != .notAsked && $0.consent.invalidatedAt == nil }
            .map { MyAgreement($0, at: now) }
        hasAgreements = !agreements.isEmpty
        toReaffirm = agreements.filter(\.asksAgain)
        keeping = Self.keeping(exchanges.flatMap(\.keptBy))
        hasKeeping = !keeping.isEmpty
    }

    /// One sentence for each organisation, in the order in which they come.
    private static func keeping(_ sides: [KeptBy]) -> [String] {
        var seen: Set<String> = []
        return sides.filter { seen.insert($0.organisation).inserted }.map { side in
            let years = UKTime.count(side.policy.years, "year")
            return side.policy.isNHS
                ? "\(side.organisation) keeps it for \(years) after it was last in touch with you or about you. "
                    + "That is the rule for mental health records in the NHS."
                : "\(side.organisation) keeps each notice for \(years) after the last entry in it."
        }
    }
}

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
    /// It can be ended.
    let stands: Bool
    /// It was given in crisis, and waits for a second yes.
    let asksAgain: Bool
    let askedUntil: String?

    init(_ decision: AdvanceDecision, at now: Date) {
        let consent = decision.consent
        (id, recipient) = (consent.id.rawValue, decision.recipientName)
        categories = consent.categories.sorted().map(\.studentTitle)
        let ended = consent.withdrawnAt != nil || (consent.endsAt.map { $0 <= now } ?? false)
        stands = consent.answer == .given && !ended
        asksAgain =
            consent.answer == .given && consent.reaffirmBy != nil && consent.reaffirmedAt == nil
            && consent.withdrawnAt == nil && (consent.expiresAt.map { now < $0 } ?? true)
        askedUntil = asksAgain ? consent.reaffirmBy.map { Self.deadline($0, now: now) } : nil
        headline = Self.headline(consent, decision.recipientName)
        story = Self.story(consent, now: now)
        (badge, badgeKind) =
            switch (consent.answer, stands) {
            case (.refused, _): ("You said no", "closed")
            case (_, true): ("In force", "calm")
            default: ("Ended", "closed")
            }
    }

    private static func headline(_ consent: Consent, _ recipient: String) -> String {
        if consent.answer == .refused { return "\(recipient) is told nothing" }
        return consent.withdrawnAt == nil ? "\(recipient) may be told" : "\(recipient) was allowed to be told"
    }

    private static func story(_ consent: Consent, now: Date) -> String {
        let when = UKTime.short(consent.recordedAt, now: now)
        let who =
            switch consent.by.kind {
            case .student: consent.answer == .given ? "You said yes" : "You said no"
            case .parent: "Someone with parental responsibility answered for you"
            case .attorney: "The person who may decide for you answered"
            }
        let end =
            if let withdrawn = consent.withdrawnAt {
                " You ended it on \(UKTime.short(withdrawn, now: now))."
            } else if let ends = consent.endsAt {
                ends <= now
                    ? " It ended on \(UKTime.short(ends, now: now))." : " It ends on \(UKTime.short(ends, now: now))."
            } else { "" }
        return "\(who) on \(when). \(scope(consent, now: now))\(end)"
    }

    private static func scope(_ consent: Consent, now: Date) -> String {
        if consent.exchangeID != nil {
            guard let until = consent.noIsHeardUntil(now), now < until else { return "It was for this one occasion." }
            return
                "It was for this one occasion. Whoever sees you there until \(UKTime.day(until)), and cannot ask you, "
                + "is told of your no."
        }
        if consent.mayGoUnasked(at: now) {
            return "It counts for the future too, and for a year nobody has to ask you first."
        }
        return consent.withoutAsking == true
            ? "It counts for the future too. The year in which nobody had to ask you first is over: you are asked again."
            : "It counts for the future too."
    }

    /// The moment before midnight reads as the day that people mean.
    private static func deadline(_ moment: Date, now: Date) -> String {
        let last = UKTime.day(moment - 1)
        return now < moment ? "the end of \(last)" : "\(last), which has passed"
    }
}
