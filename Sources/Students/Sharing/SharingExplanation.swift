import Foundation
import Vocabulary

/// A verdict in a sentence or two that a student would understand. It may be stored unsealed, so it names the
/// recipient, categories and dates, and no person.
struct SharingExplanation {
    let facts: SharingFacts
    let outcome: SharingOutcome
    let consent: Consent?

    init(_ facts: SharingFacts, _ outcome: SharingOutcome, resting consent: Consent?) {
        (self.facts, self.outcome, self.consent) = (facts, outcome, consent)
    }

    var text: String {
        switch outcome {
        case .share(let categories, let basis, let until): shared(categories, basis, until)
        case .doNotShare(let bar): Self.notShared(bar, with: facts.recipientName)
        case .personMustDecide(let role, let questions, _): undecided(role, questions)
        }
    }

    /// `that the NHS saw you, your medicines and which NHS team looks after you`
    static func list(_ categories: Set<InformationCategory>) -> String {
        let titles = categories.sorted().map { $0.studentTitle.prefix(1).lowercased() + $0.studentTitle.dropFirst() }
        guard let last = titles.last, titles.count > 1 else { return titles.first ?? "nothing" }
        return titles.dropLast().joined(separator: ", ") + " and " + last
    }

    static func notShared(_ bar: SharingBar, with recipient: String) -> String {
        switch bar {
        case .nothingWanted: "There was nothing to tell, so \(recipient) is told nothing."
        case .refused:
            "You did not agree to this, so \(recipient) is told nothing about it. "
                + "You can change your mind whenever you like."
        case .noGround:
            "You have not agreed, and the law gives no reason to share this without you, "
                + "so \(recipient) is told nothing."
        case .decidedNotTo:
            "A person responsible for confidential information looked at this and decided "
                + "that \(recipient) is told nothing."
        }
    }

    private func shared(_ categories: Set<InformationCategory>, _ basis: SharingBasis, _ until: Date?) -> String {
        let told = "\(facts.recipientName) may be told \(Self.list(categories))"
        return switch basis {
        case .consent: agreement(told, until)
        case .safeguarding:
            "\(unasked), and the people looking after you believe it is needed to protect you, "
                + "so \(told), and nothing else. \(reasonsKept)"
        case .refusalSetAside:
            "You did not agree to this. The person responsible for confidential information at the NHS organisation "
                + "decided that it is needed to protect you, so \(told), and nothing else. \(reasonsKept)"
        case .protectingOthers:
            "You did not agree to this. The person responsible for confidential information at the NHS organisation "
                + "decided that it is needed to protect other people, so \(told), and nothing else. \(reasonsKept)"
        }
    }

    private func agreement(_ told: String, _ until: Date?) -> String {
        let who =
            switch consent?.by.kind {
            case .parent: "Someone with parental responsibility for you agreed"
            case .attorney: "The person who may decide for you agreed"
            case .student, nil: "You agreed"
            }
        let when = consent.map { " on \(CalendarDate($0.recordedAt).spoken)" } ?? ""
        return "\(who)\(when), so \(told), and nothing else.\(until.map(Self.ending) ?? "")"
    }

    /// As it is written while it still holds.
    fileprivate static func ending(_ until: Date) -> String {
        " This agreement lasts until \(UKTime.ending(until)), unless you say that it should go on."
    }

    /// As older decisions say it.
    fileprivate static func formerEnding(_ until: Date) -> String {
        " This agreement ends on \(UKTime.full(until)) unless you say that it should go on."
    }

    private var unasked: String {
        switch facts.answerNow?.answer {
        case .refused where facts.objectsUnable: "You said no at a moment when you could not decide about this"
        case .given, .refused: "At that moment you could not decide about this"
        case .notAsked where facts.answerNow?.notAskedReason == .unsafeToAsk: "It was not safe to ask you"
        case .notAsked: "You could not be asked"
        case nil: "You were not asked"
        }
    }

    private var reasonsKept: String {
        let review = facts.reasons?.reviewOn.map { " and look at them again by \($0.spoken)" } ?? ""
        return "They have written down their reasons\(review); you can ask to read them, and you can object."
    }

    private func undecided(_ role: Role, _ questions: [SharingQuestion]) -> String {
        if questions.contains(.askTheStudent) {
            return "You have not been asked yet, so \(facts.recipientName) is told nothing for now."
        }
        let start =
            questions.contains(.whichAnswerStands)
            ? "The answers about this contradict each other, so nothing is shared for now"
            : role == .clinician ? "Nothing is shared for now" : "You did not agree, so nothing is shared for now"
        let who =
            role == .clinician
            ? "the people looking after you"
            : "the person responsible for confidential information at the NHS organisation"
        return "\(start). \(facts.recipientName) is told only if \(who) can give written reasons why that is needed "
            + "to keep somebody safe."
    }
}

extension SharingDecision {
    /// What was written when it was decided, read at `now`: an agreement that was to end has ended by then.
    public static func explanation(_ written: String, until: Date?, at now: Date) -> String {
        guard let until, until <= now else { return written }
        // The midnight with which a day begins is the end of the one before.
        let end = UKTime.clock(until) == "00:00" ? UKTime.day(until - 1) : UKTime.full(until)
        return [SharingExplanation.ending(until), SharingExplanation.formerEnding(until)].reduce(written) {
            $0.replacing($1, with: " This agreement ended on \(end).")
        }
    }
}
