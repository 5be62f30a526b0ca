import Foundation
import Students
import Vocabulary

/// SplitMix64: the same seed gives the same facts on every machine.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &self)] }

    mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &self) < part }
}

extension Seeded {
    mutating func categories() -> Set<InformationCategory> {
        var chosen: Set<InformationCategory> = []
        for category in InformationCategory.allCases where chance(0.5) { chosen.insert(category) }
        return chosen
    }

    mutating func consent(_ answer: ConsentAnswer? = nil, capacity: Capacity? = nil) -> Consent {
        let answer = answer ?? pick([.given, .given, .given, .refused, .notAsked])
        var consent = Example.answer(
            answer, categories(), daysAgo: Double(Int.random(in: 0...9, using: &self)),
            to: pick([
                Example.team, Example.team, SharingRecipient(organisation: Example.university), Example.otherTeam,
            ]),
            for: pick([nil, nil, Example.episode, ExchangeID(at: Example.now)]), by: pick(Self.givers),
            capacity: capacity ?? pick(Capacity.allCases), inCrisis: chance(0.3),
            expires: chance(0.3) ? Example.day(Double(Int.random(in: -5...20, using: &self))) : nil,
            reason: .unconscious
        )
        if answer == .given, chance(0.2) { consent.withdrawnAt = consent.recordedAt + 86_400 * Double(next() % 12) }
        if chance(0.1) { consent = consent.invalidated() }
        if consent.reaffirmBy != nil, chance(0.3) { consent = consent.reaffirmed() }
        return consent
    }

    mutating func facts() -> SharingFacts {
        var facts = Example.facts(wanted: categories())
        for _ in 0..<Int.random(in: 0...5, using: &self) { facts.consents.append(consent()) }
        (facts.capacity, facts.age) = (pick(Capacity.allCases), pick([15, 17, 18, 20]))
        if chance(0.6) { facts.answerNow = consent(capacity: facts.capacity) }
        (facts.atRisk, facts.riskToOthers) = (pick(Judgement.allCases), pick(Judgement.allCases))
        facts.decider = pick([
            Example.clinician, Example.lead, Example.foreignLead, Decider(role: .student, organisation: nil),
        ])
        facts.reasons = pick([nil, SafeguardingReasons(), Example.reasons(), Example.reasons(.cannotBeGiven)])
        return facts
    }

    private static let givers: [AnswerGiver] = [
        .student, .student, .student, AnswerGiver(.parent, name: "Ana Reed"), AnswerGiver(.parent, name: "Tom Reed"),
        AnswerGiver(.attorney, name: "Ruth Okoro"),
    ]
}
