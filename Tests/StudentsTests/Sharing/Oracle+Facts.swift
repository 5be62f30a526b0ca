import Foundation
import Students
import Vocabulary

/// The facts that each case of the oracle stands for.
extension Oracle {
    var facts: SharingFacts {
        var facts = Example.facts(Self.records[record, default: []] + Self.otherRecords[others, default: []])
        facts.answerNow = answerNow
        (facts.capacity, facts.age) = (capacity, age)
        (facts.atRisk, facts.riskToOthers) = (atRisk, riskToOthers)
        facts.reasons = Self.reasonings[reasons]
        facts.decider =
            switch who {
            case .clinician: Example.clinician
            case .lead: Example.lead
            case .foreignLead: Example.foreignLead
            }
        return facts
    }

    private var answerNow: Consent? {
        switch now {
        case .notAskedYet: nil
        case .couldNotBeAsked: Example.couldNotBeAsked
        case .yes: Example.answer(.given, capacity: capacity)
        case .yesToOther: Example.answer(.given, [.medication], capacity: capacity)
        case .no: Example.answer(.refused, capacity: capacity)
        }
    }

    private static let records: [OwnRecord: [Consent]] = {
        let yes = Example.answer(.given, daysAgo: 20)
        let crisis = Example.answer(.given, daysAgo: 5, inCrisis: true)
        return [
            .yes: [yes],
            .yesToOther: [Example.answer(.given, [.medication], daysAgo: 20)],
            .no: [Example.answer(.refused, daysAgo: 20)],
            .withdrawn: [yes.withdrawn(daysAgo: 2)],
            .expired: [Example.answer(.given, daysAgo: 20, expires: Example.day(-1))],
            .lapsedCrisis: [crisis],
            .reaffirmedCrisis: [crisis.reaffirmed()],
            .invalidYes: [yes.invalidated()],
            .otherTeam: [Example.answer(.given, daysAgo: 3, to: Example.otherTeam)],
            .otherEpisode: [Example.answer(.given, daysAgo: 3, for: ExchangeID(at: Example.now))],
            .noOfOtherEpisode: [Example.answer(.refused, daysAgo: 3, for: ExchangeID(at: Example.now))],
            .noOfEpisodeLongAgo: [Example.answer(.refused, daysAgo: 29, for: ExchangeID(at: Example.day(-29)))],
            .noToOtherTrust: [
                Example.answer(.refused, daysAgo: 3, for: ExchangeID(at: Example.now), heardBy: Example.university)
            ],
            .takenBackElsewhere: [
                Example.answer(.given, daysAgo: 3, for: ExchangeID(at: Example.now)).withdrawn(daysAgo: 2)
            ],
            .yesThenNo: [yes, Example.answer(.refused, daysAgo: 4)],
            .noThenYes: [Example.answer(.given, daysAgo: 4), Example.answer(.refused, daysAgo: 8)],
            .yesAndNoAtOnce: [yes, Example.answer(.refused, daysAgo: 20)],
            .noThenLapsed: [Example.answer(.refused, daysAgo: 8), crisis],
        ]
    }()

    private static let otherRecords: [Others: [Consent]] = {
        let ana = AnswerGiver(.parent, name: "Ana Reed")
        let tom = AnswerGiver(.parent, name: "Tom Reed")
        let ruth = AnswerGiver(.attorney, name: "Ruth Okoro")
        return [
            .parentYes: [Example.answer(.given, daysAgo: 1, by: ana)],
            .parentNo: [Example.answer(.refused, daysAgo: 1, by: ana)],
            .parentsDisagree: [
                Example.answer(.given, daysAgo: 1, by: ana), Example.answer(.refused, daysAgo: 2, by: tom),
            ],
            .attorneyYes: [Example.answer(.given, daysAgo: 1, by: ruth)],
            .attorneyNo: [Example.answer(.refused, daysAgo: 1, by: ruth)],
        ]
    }()

    private static let reasonings: [Reasons: SafeguardingReasons] = {
        var half = Example.reasons()
        half.words[.necessity] = nil
        return [.half: half, .full: Example.reasons(), .fullCannotBeGiven: Example.reasons(.cannotBeGiven)]
    }()
}
