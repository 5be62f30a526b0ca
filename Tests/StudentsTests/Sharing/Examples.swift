import Foundation
import Students
import TestSupport
import Vocabulary

/// A student, a clinician and a university team: the smallest case that the sharing decision can be about.
enum Example {
    static let now = TestTime.fridayNight
    static let trust = OrganisationID(at: now)
    static let university = OrganisationID(at: now)
    static let team = SharingRecipient(organisation: university, service: ServiceID(at: now))
    static let otherTeam = SharingRecipient(organisation: university, service: ServiceID(at: now))
    static let episode = ExchangeID(at: now)
    static let person = PersonID(at: now)
    static let clinician = Decider(role: .clinician, organisation: trust)
    static let lead = Decider(role: .informationGovernanceLead, organisation: trust)
    static let foreignLead = Decider(role: .informationGovernanceLead, organisation: university)

    static func day(_ days: Double) -> Date { now + days * 86_400 }

    static func facts(
        _ consents: [Consent] = [], now answer: Consent? = nil, wanted: Set<InformationCategory> = [.riskSummary]
    ) -> SharingFacts {
        SharingFacts(
            exchange: episode, sender: trust, recipient: team, recipientName: "University of Leeds, Student Wellbeing",
            wanted: wanted, age: 20, consents: consents, answerNow: answer, atRisk: .yes, riskToOthers: .no,
            decider: clinician
        )
    }

    /// An answer recorded so many days ago.
    static func answer(
        _ answer: ConsentAnswer, _ categories: Set<InformationCategory> = .all, daysAgo: Double = 0,
        to recipient: SharingRecipient = team, for episode: ExchangeID? = nil, by giver: AnswerGiver = .student,
        capacity: Capacity = .has, inCrisis: Bool = false, expires: Date? = nil,
        reason: NotAskedReason? = nil, heardBy organisation: OrganisationID = trust
    ) -> Consent {
        NewConsent(
            to: recipient, for: episode, answer, categories: categories, by: giver, notAskedReason: reason,
            capacity: capacity, inCrisis: inCrisis, expiresAt: expires
        ).recorded(about: person, by: organisation, at: day(-daysAgo))
    }

    static let couldNotBeAsked = answer(.notAsked, [], reason: .unconscious)

    static func reasons(_ because: NoConsentReason = .wouldPrejudiceProtection) -> SafeguardingReasons {
        let limbs: [SafeguardingLimb] = [.necessity, .protection, .noConsent, .publicInterest, .proportionality]
        return SafeguardingReasons(
            words: Dictionary(uniqueKeysWithValues: limbs.map { ($0, "Because of what happened tonight.") }),
            noConsentBecause: because, reviewOn: CalendarDate(day(7))
        )
    }
}

extension Consent {
    func withdrawn(daysAgo: Double) -> Consent {
        var copy = self
        copy.withdrawnAt = Example.day(-daysAgo)
        return copy
    }

    func invalidated() -> Consent {
        var copy = self
        copy.invalidatedAt = recordedAt + 60
        return copy
    }

    func reaffirmed() -> Consent {
        var copy = self
        copy.reaffirmedAt = recordedAt + 3_600
        return copy
    }
}

extension SharingFacts {
    func with(_ change: (inout SharingFacts) -> Void) -> SharingFacts {
        var copy = self
        change(&copy)
        return copy
    }
}
