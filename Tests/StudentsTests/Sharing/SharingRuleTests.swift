import Foundation
import Students
import Testing
import Vocabulary

@Suite("The sharing decision")
struct SharingRuleTests {
    @Test("consent on record permits what it names, and nothing else")
    func consent() throws {
        let facts = Example.facts(
            [Example.answer(.given, [.riskSummary, .careTeam])], wanted: [.riskSummary, .medication])
        let verdict = SharingRule.decide(facts, at: Example.now)
        #expect(verdict.outcome == .share([.riskSummary], basis: .consent, until: nil))
        #expect(verdict.leftOut.map(\.category) == [.medication])
        #expect(verdict.consentID == facts.consents[0].id)
    }

    @Test("a refusal by a student with capacity ends it: no task, no next step")
    func refusalEndsIt() {
        let verdict = SharingRule.decide(Example.facts(now: Example.answer(.refused)), at: Example.now)
        #expect(verdict.outcome == .doNotShare(.refused))
    }

    @Test("a refusal by a student with capacity is not overridden by a clinician, however good the reasons")
    func refusalAgainstClinician() {
        let facts = Example.facts(now: Example.answer(.refused)).with { $0.reasons = Example.reasons() }
        guard
            case .personMustDecide(let role, let questions, let due) = SharingRule.decide(facts, at: Example.now)
                .outcome
        else { return #expect(Bool(false), "nobody was asked") }
        #expect(role == .informationGovernanceLead)
        #expect(questions == SafeguardingLimb.allCases.map(SharingQuestion.limb))
        #expect(due == Example.now + 3_600)
    }

    @Test("an information governance lead of the sender may set a refusal aside, with every limb in words")
    func setAside() {
        let facts = Example.facts(now: Example.answer(.refused)).with {
            $0.reasons = Example.reasons()
            $0.decider = Example.lead
        }
        let until = CalendarDate(Example.day(8)).start
        let expected = SharingOutcome.share([.riskSummary], basis: .refusalSetAside, until: until)
        #expect(SharingRule.decide(facts, at: Example.now).outcome == expected)
    }

    @Test("a lead of another organisation may not")
    func foreignLead() {
        let facts = Example.facts(now: Example.answer(.refused)).with {
            $0.reasons = Example.reasons()
            $0.decider = Example.foreignLead
        }
        #expect(SharingRule.decide(facts, at: Example.now).outcome.categories.isEmpty)
    }

    @Test("each limb left blank is asked for by name", arguments: SafeguardingLimb.allCases)
    func limbs(limb: SafeguardingLimb) {
        var reasons = Example.reasons()
        reasons.words[limb] = limb == .review ? nil : " \n"
        if limb == .review { reasons.reviewOn = CalendarDate(Example.day(-1)) }
        let facts = Example.facts(now: Example.couldNotBeAsked).with { $0.reasons = reasons }
        let due = Example.now + 3_600
        #expect(
            SharingRule.decide(facts, at: Example.now).outcome == .personMustDecide(.clinician, [.limb(limb)], by: due))
    }

    @Test("“cannot be given” is no answer where the student can decide and has answered")
    func contradictedLimb() {
        let facts = Example.facts(now: Example.answer(.refused)).with {
            $0.reasons = Example.reasons(.cannotBeGiven)
            $0.decider = Example.lead
        }
        let expected = SharingOutcome.personMustDecide(
            .informationGovernanceLead, [.limb(.noConsent)], by: Example.now + 3_600
        )
        #expect(SharingRule.decide(facts, at: Example.now).outcome == expected)
    }

    @Test("an adult who is not at risk is not shared about without consent, whoever decides")
    func noGround() {
        let facts = Example.facts(now: Example.couldNotBeAsked).with {
            $0.reasons = Example.reasons()
            $0.atRisk = .no
            $0.decider = Example.lead
        }
        #expect(SharingRule.decide(facts, at: Example.now).outcome == .doNotShare(.noGround))
    }

    @Test("where others are at risk too a lead decides against a refusal, no clinician, and it is named as that")
    func riskToOthers() {
        var facts = Example.facts(now: Example.answer(.refused)).with {
            $0.reasons = Example.reasons(.refused)
            $0.riskToOthers = .yes
        }
        guard case .personMustDecide(let role, _, _) = SharingRule.decide(facts, at: Example.now).outcome else {
            return #expect(Bool(false), "nobody was asked")
        }
        #expect(role == .informationGovernanceLead)
        facts.decider = Example.lead
        guard case .share(_, .protectingOthers, _) = SharingRule.decide(facts, at: Example.now).outcome else {
            return #expect(Bool(false), "it was not shared")
        }
    }

    @Test(
        "an answer of a letter or a word is none",
        arguments: ["x", "Because.", "a b c", "abcdefghijk", "  Necessary \n", " \n ", "1234 5678 90!"])
    func tooShort(answer: String) {
        var reasons = Example.reasons()
        reasons.words[.necessity] = answer
        #expect(reasons.unanswered(on: CalendarDate(Example.now)) == [.necessity])
        reasons.words[.necessity] = "She may die tonight."
        #expect(reasons.unanswered(on: CalendarDate(Example.now)).isEmpty)
    }

    @Test("“they said no” is no reason where nobody did")
    func inventedNo() {
        let facts = Example.facts(now: Example.couldNotBeAsked).with { $0.reasons = Example.reasons(.refused) }
        let expected = SharingOutcome.personMustDecide(.clinician, [.limb(.noConsent)], by: Example.now + 3_600)
        #expect(SharingRule.decide(facts, at: Example.now).outcome == expected)
    }

    @Test("nobody has asked yet: the first question is to ask")
    func notYetAsked() {
        guard
            case .personMustDecide(.clinician, let questions, _) = SharingRule.decide(Example.facts(), at: Example.now)
                .outcome
        else { return #expect(Bool(false), "nobody was asked") }
        #expect(questions.first == .askTheStudent)
    }
}
