import Foundation
import Students
import Testing
import Vocabulary

@Suite("What the student is told about a decision")
struct ExplanationTests {
    private func text(_ facts: SharingFacts) -> String { SharingRule.decide(facts, at: Example.now).explanation }

    @Test("by consent: who agreed, when, what is told, and that it is all")
    func consent() {
        let facts = Example.facts(now: Example.answer(.given), wanted: [.riskSummary, .contactHappened, .careTeam])
        #expect(
            text(facts)
                == "You agreed on 20 November 2026, so University of Leeds, Student Wellbeing may be told that the NHS saw you, "
                + "what people are worried about and which NHS team looks after you, and nothing else."
        )
    }

    @Test("a refusal: nothing is told, and minds can change")
    func refusal() {
        let sentence = text(Example.facts(now: Example.answer(.refused)))
        #expect(
            sentence.hasPrefix("You did not agree to this, so University of Leeds, Student Wellbeing is told nothing"))
        #expect(sentence.contains("change your mind"))
    }

    @Test("without consent: why, and that the reasons can be read and objected to")
    func safeguarding() {
        let facts = Example.facts(now: Example.couldNotBeAsked).with { $0.reasons = Example.reasons() }
        #expect(text(facts).hasPrefix("You could not be asked, and the people looking after you believe"))
        #expect(text(facts).hasSuffix("you can ask to read them, and you can object."))
        #expect(text(facts).contains("look at them again by 27 November 2026"))
    }

    @Test(
        "nothing anybody wrote, and no name of a person, is in an explanation",
        arguments: [Example.clinician, Example.lead])
    func noWords(decider: Decider) {
        let facts = Example.facts([Example.answer(.given, by: AnswerGiver(.parent, name: "Ana Reed"))]).with {
            $0.reasons = Example.reasons()
            $0.decider = decider
        }
        #expect(!text(facts).contains("Ana"))
        #expect(!text(facts).contains("what happened tonight"))
    }
}
