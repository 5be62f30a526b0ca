import Directory
import Foundation
import Students
import Vocabulary

/// What is known of a message that might leave with no person looking. Every doubt holds it.
struct UnattendedCase {
    var instruction: StandingInstruction?
    /// What it would be sent as; `nil` where neither the message says nor the team decided.
    var kind: ExchangeKind?
    var happenedAt: Date?
    /// What the message itself says of how soon.
    var said: Urgency?
    var senderName: String?
    /// `nil` where it is not clear who is meant.
    var person: Person?
    /// `nil` where it is not clear which university.
    var team: RecipientTeam?
    var isToldAlready = false
    /// What the sharing rule is asked; `nil` where there is nobody to ask it about.
    var facts: SharingFacts?

    /// How old news may be that goes by itself, in seconds. An old message that is sent again after a mend is a person's
    /// to judge.
    static let freshness: TimeInterval = 72 * 3600

    /// Why it may not leave by itself; none where it may.
    func reasons(at now: Date) -> [HeldReason] {
        guard let instruction else { return [.noInstruction] }
        let found = [
            eventReason, timeReason(now), senderName == nil ? .senderNotNamed : nil, personReason(now),
            teamReason(instruction, now), isToldAlready ? .alreadyTold : nil, consentReason(now),
        ]
        return found.compactMap(\.self)
    }

    private var eventReason: HeldReason? {
        guard let kind else { return .eventUnclear }
        return kind.hasChecklist ? .checklistOpen : nil
    }

    private func timeReason(_ now: Date) -> HeldReason? {
        guard let happenedAt, happenedAt <= now else { return .timeUnclear }
        return happenedAt < now - Self.freshness ? .longAgo : nil
    }

    /// From 16 on capacity is presumed (Mental Capacity Act 2005 s 1(2)); before, ability is not (Gillick).
    private func personReason(_ now: Date) -> HeldReason? {
        guard let person else { return .studentUnclear }
        return person.age(on: CalendarDate(now)) < 16 ? .underSixteen : nil
    }

    /// What the pages ask a sender to phone about cannot be left to a machine.
    private func teamReason(_ instruction: StandingInstruction, _ now: Date) -> HeldReason? {
        guard let team else { return .universityUnclear }
        let promised = Deadlines.promised(
            instruction.urgency(saying: said), requests: [instruction.request], askedAt: now, calendar: team.calendar)
        return team.service == nil || team.route.way == .phone || promised.mustPhone ? .phoneNeeded : nil
    }

    private func consentReason(_ now: Date) -> HeldReason? {
        guard let facts else { return nil }
        let verdict = SharingRule.decide(facts, at: now)
        switch verdict.outcome {
        case .share(let categories, _, _) where !categories.sayThatContactHappened: return .refused
        case .share:
            guard let own = verdict.ownStandingConsent(among: facts.consents) else { return .decidedByOthers }
            return own.mayGoUnasked(at: now) ? nil : .asksFirst
        case .doNotShare(.refused): return .refused
        case .doNotShare: return .notDecided
        case .personMustDecide(_, let questions, _):
            return questions.contains(.whichAnswerStands) ? .contradictory : .notDecided
        }
    }
}
