import Foundation
import Vocabulary

/// What the rule says about one category; categories never influence each other, so asking for fewer gives no more.
struct CategoryRuling {
    enum Answer: Equatable {
        case permitted(SharingBasis, until: Date?, Consent?)
        case barred(SharingBar)
        case undecided(Role, [SharingQuestion])
    }

    let category: InformationCategory
    let answer: Answer

    init(_ category: InformationCategory, _ facts: SharingFacts, at now: Date) {
        self.category = category
        answer =
            switch facts.voice(on: category, at: now) {
            case .agreed(let consent, let until) where !facts.objectsUnable: .permitted(.consent, until: until, consent)
            case .agreed, .silent: facts.withoutAnswer(at: now)
            case .refused: facts.againstRefusal(at: now)
            case .contradictory: facts.amidContradiction(at: now)
            }
    }
}

extension SharingFacts {
    /// Nobody answered who could: whoever looks after the student may decide, with reasons.
    fileprivate func withoutAnswer(at now: Date) -> CategoryRuling.Answer {
        guard hasGround else {
            return answerNow == nil ? .undecided(.clinician, [.askTheStudent]) : .barred(.noGround)
        }
        let limbs = unansweredLimbs(at: now, saidNo: objectsUnable)
        let ask: [SharingQuestion] = answerNow == nil && !limbs.isEmpty ? [.askTheStudent] : []
        return decided(by: [.clinician, .informationGovernanceLead], .safeguarding, limbs: limbs, first: ask)
    }

    /// A no is the end of it, unless somebody proposes in so many words to set it aside; then a lead decides, whoever is
    /// at risk (product.md, C2).
    fileprivate func againstRefusal(at now: Date) -> CategoryRuling.Answer {
        guard reasons != nil, hasGround else { return .barred(.refused) }
        return settingAside(limbs: unansweredLimbs(at: now, saidNo: true), first: [])
    }

    fileprivate func amidContradiction(at now: Date) -> CategoryRuling.Answer {
        guard hasGround else { return .barred(.noGround) }
        let limbs = unansweredLimbs(at: now, saidNo: true)
        return settingAside(limbs: limbs, first: limbs.isEmpty ? [] : [.whichAnswerStands])
    }

    private func settingAside(limbs: [SafeguardingLimb], first: [SharingQuestion]) -> CategoryRuling.Answer {
        let basis: SharingBasis = riskToOthers == .yes ? .protectingOthers : .refusalSetAside
        return decided(by: [.informationGovernanceLead], basis, limbs: limbs, first: first)
    }

    private func decided(
        by roles: [Role], _ basis: SharingBasis, limbs: [SafeguardingLimb], first: [SharingQuestion]
    ) -> CategoryRuling.Answer {
        let mayDecide = roles.contains(decider.role) && decider.organisationID == sender
        if limbs.isEmpty, mayDecide {
            return .permitted(basis, until: reasons?.reviewOn?.adding(days: 1).start, nil)
        }
        let open = limbs.isEmpty ? SafeguardingLimb.allCases : limbs
        return .undecided(roles[0], first + open.map(SharingQuestion.limb))
    }

    /// DPA 2018 Sch 1 para 18(1)(b): somebody under 18 or at risk is to be protected, be it the student or another.
    private var hasGround: Bool { age < 18 || atRisk != .no || riskToOthers == .yes }

    /// Words that contradict the facts are no answer: nobody is "at risk" while that is not known, who could answer
    /// cannot be said to be unable to consent, and nobody "said no" who has not.
    private func unansweredLimbs(at now: Date, saidNo: Bool) -> [SafeguardingLimb] {
        let blank = (reasons ?? SafeguardingReasons()).unanswered(on: CalendarDate(now))
        let riskUnknown = age >= 18 && atRisk != .yes && riskToOthers != .yes
        let ableAfterAll = isAble && answerNow?.answer != .notAsked && reasons?.noConsentBecause == .cannotBeGiven
        let inventedNo = !saidNo && reasons?.noConsentBecause == .refused
        return SafeguardingLimb.allCases.filter { limb in
            blank.contains(limb) || (limb == .protection && riskUnknown)
                || (limb == .noConsent && (ableAfterAll || inventedNo))
        }
    }
}
