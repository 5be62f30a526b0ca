import Foundation
import Vocabulary

/// What the answers on record, and the one given now, say about one category.
enum ConsentVoice: Equatable {
    case agreed(Consent, until: Date?)
    case refused
    /// Answers that count equally say yes and no.
    case contradictory
    /// Nobody who may answer has.
    case silent
}

extension SharingFacts {
    /// Whether the student can answer for themselves at this moment.
    var isAble: Bool { capacity.isAble(age: age) }

    /// A no that does not bind, since the student could not decide; it is heard all the same.
    var objectsUnable: Bool {
        guard let answerNow, answerNow.by.kind == .student else { return false }
        return answerNow.answer == .refused && !isAble
    }

    /// The student's own answer outranks everybody else's; others are heard only where the student has not answered
    /// and cannot, or is under 16.
    func voice(on category: InformationCategory, at now: Date) -> ConsentVoice {
        let answers = (consents + [answerNow].compactMap(\.self)).filter { counts($0, at: now) }
        let own = Self.voice(of: answers.filter { $0.by.kind == .student }, on: category, at: now)
        if own != .silent || (isAble && age >= 16) { return own }
        let others = Dictionary(grouping: answers.filter(isEntitled), by: \.by)
        return Self.together(others.values.map { Self.voice(of: $0, on: category, at: now) })
    }

    /// For this recipient and this episode, or still heard in it, not recorded in error, and made by somebody able to
    /// decide.
    private func counts(_ consent: Consent, at now: Date) -> Bool {
        consent.answer != .notAsked && consent.invalidatedAt == nil && concerns(consent.recipient, consent.answer)
            && (consent.exchangeID == nil || consent.exchangeID == exchangeID || isHeardHere(consent, at: now))
            && (consent.by.kind != .student || consent.capacity.isAble(age: age))
    }

    /// A no said at another contact with the sender shortly before: whoever comes next and cannot ask has not unsaid it.
    private func isHeardHere(_ consent: Consent, at now: Date) -> Bool {
        guard consent.recordedBy == sender, let until = consent.noIsHeardUntil(now) else { return false }
        return exchangeID.rawValue < ExchangeID.beginning(at: until)
    }

    /// The no that stands against telling any of what is wanted; `nil` where there is none. The latest, where there are
    /// several.
    public func standingRefusal(at now: Date) -> Consent? {
        let isRefused = wanted.contains { [.refused, .contradictory].contains(voice(on: $0, at: now)) }
        let said = (consents + [answerNow].compactMap(\.self)).filter { counts($0, at: now) && $0.isNo(at: now) }
        return isRefused ? said.max { $0.saidAt(now) < $1.saidAt(now) } : nil
    }

    /// A yes to one team is none to another; a no to an unnamed team of the organisation is one to each.
    private func concerns(_ other: SharingRecipient, _ answer: ConsentAnswer) -> Bool {
        guard other.organisationID == recipient.organisationID else { return false }
        return other.serviceID == nil || other.serviceID == recipient.serviceID
            || (answer == .refused && recipient.serviceID == nil)
    }

    private func isEntitled(_ consent: Consent) -> Bool {
        switch consent.by.kind {
        case .student: false
        case .parent: age < 16
        case .attorney: !isAble
        }
    }

    /// One person's answers, latest first. A yes that has lapsed leaves the one before it standing, but never for more
    /// than it said itself; so time alone can only take away.
    private static func voice(
        of answers: [Consent], on category: InformationCategory, at now: Date
    ) -> ConsentVoice {
        let moments = Dictionary(grouping: answers) { $0.saidAt(now) }
        for moment in moments.keys.sorted(by: >) {
            let together = moments[moment] ?? []
            let yes = together.filter { $0.agrees(to: category, at: now) }
            let standing = yes.filter { $0.endsAt.map { now < $0 } ?? true }
            if yes.count < together.count { return standing.isEmpty ? .refused : .contradictory }
            if let longest = standing.max(by: { $0.ending < $1.ending }) {
                return .agreed(longest, until: longest.endsAt)
            }
        }
        return .silent
    }

    private static func together(_ voices: [ConsentVoice]) -> ConsentVoice {
        let refused = voices.contains(.refused) || voices.contains(.contradictory)
        let agreed = voices.filter { if case .agreed = $0 { true } else { false } }
        if voices.contains(.contradictory) || (refused && !agreed.isEmpty) { return .contradictory }
        return refused ? .refused : agreed.min { $0.ending < $1.ending } ?? .silent
    }
}

extension ConsentVoice {
    fileprivate var ending: Date {
        if case .agreed(_, let until) = self { until ?? .distantFuture } else { .distantPast }
    }
}

extension Consent {
    fileprivate var ending: Date { endsAt ?? .distantFuture }

    /// From when a contact that begins is no longer bound by this no; `nil` where it is none.
    public func noIsHeardUntil(_ now: Date) -> Date? { isNo(at: now) ? saidAt(now) + Self.noIsHeardFor : nil }

    /// Whether a contact that begins now is bound by this no.
    public func noIsHeard(at now: Date) -> Bool { noIsHeardUntil(now).map { now < $0 } ?? false }

    func isNo(at now: Date) -> Bool { answer == .refused || (answer == .given && isWithdrawn(at: now)) }

    /// Taking a yes back is a no, said when it was taken back.
    func saidAt(_ now: Date) -> Date { isWithdrawn(at: now) ? withdrawnAt ?? recordedAt : recordedAt }

    fileprivate func agrees(to category: InformationCategory, at now: Date) -> Bool {
        answer == .given && categories.contains(category) && !isWithdrawn(at: now)
    }

    private func isWithdrawn(at now: Date) -> Bool { withdrawnAt.map { $0 <= now } ?? false }
}
