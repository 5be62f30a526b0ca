import Foundation
import Vocabulary

extension SharingVerdict {
    /// One verdict from the rulings on each category.
    init(_ rulings: [CategoryRuling], _ facts: SharingFacts, at now: Date) {
        let permits = Permits(rulings)
        outcome = permits.share ?? Self.undecided(rulings, by: now + facts.decideWithin) ?? Self.barred(rulings)
        consentID = permits.consents.first?.id
        leftOut = outcome.categories.isEmpty ? [] : rulings.compactMap(\.leftOut)
        explanation = SharingExplanation(facts, outcome, resting: permits.consents.first).text
        remarks = Self.remarks(facts, permits)
    }

    /// The clinician's own questions come first: what they can settle at once does not wait for anybody.
    private static func undecided(_ rulings: [CategoryRuling], by due: Date) -> SharingOutcome? {
        let open = rulings.compactMap(\.undecided)
        guard let role = open.map(\.role).contains(.clinician) ? .clinician : open.first?.role else { return nil }
        var questions: [SharingQuestion] = []
        for question in open.filter({ $0.role == role }).flatMap(\.questions) where !questions.contains(question) {
            questions.append(question)
        }
        return .personMustDecide(role, questions, by: due)
    }

    private static func barred(_ rulings: [CategoryRuling]) -> SharingOutcome {
        let bars = rulings.compactMap { if case .barred(let bar) = $0.answer { bar } else { nil } }
        return .doNotShare(bars.contains(.refused) ? .refused : bars.first ?? .nothingWanted)
    }

    private static func remarks(_ facts: SharingFacts, _ permits: Permits) -> [String] {
        var remarks: [String] = []
        if permits.share != nil, !facts.agreementInForce {
            remarks.append(
                "No sharing agreement with \(facts.recipientName) is on record. It does not stop this notice.")
        }
        if facts.answerNow?.by.kind == .student, facts.answerNow?.answer == .given, !facts.isAble {
            remarks.append("The student could not decide when they said yes, so this answer was not counted.")
        }
        return remarks
    }
}

/// The rulings that permit, put together: all of their categories, until the first of them ends.
private struct Permits {
    var categories: Set<InformationCategory> = []
    var bases: Set<SharingBasis> = []
    var ends: [Date] = []
    var consents: [Consent] = []

    init(_ rulings: [CategoryRuling]) {
        for ruling in rulings {
            guard case .permitted(let basis, let until, let consent) = ruling.answer else { continue }
            categories.insert(ruling.category)
            bases.insert(basis)
            ends += [until].compactMap(\.self)
            consents += [consent].compactMap(\.self)
        }
    }

    /// Named after the basis that needs the strongest reasons.
    var share: SharingOutcome? {
        let order: [SharingBasis] = [.refusalSetAside, .protectingOthers, .safeguarding, .consent]
        return order.first(where: bases.contains).map { .share(categories, basis: $0, until: ends.min()) }
    }
}

extension CategoryRuling {
    fileprivate var undecided: (role: Role, questions: [SharingQuestion])? {
        if case .undecided(let role, let questions) = answer { (role, questions) } else { nil }
    }

    fileprivate var leftOut: LeftOut? {
        switch answer {
        case .permitted: nil
        case .undecided(let role, _): LeftOut(category: category, decidableBy: role)
        case .barred(.refused): LeftOut(category: category, decidableBy: .informationGovernanceLead)
        case .barred: LeftOut(category: category, decidableBy: nil)
        }
    }
}
