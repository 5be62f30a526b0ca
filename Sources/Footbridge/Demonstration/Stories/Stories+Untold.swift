import Exchange
import Foundation
import Students
import Vocabulary

/// Contacts that ended, so far, without anything being told: they are kept and counted too.
extension Stories {
    var untold: [Story] {
        [
            ending("not a student", .luis, at: moments.day(3, 4, 10)) { $0.studentAnswer = .no },
            ending("rather not say", .hannah, at: moments.day(5, 22, 50)) { $0.studentAnswer = .prefersNotToSay },
            ending("could not be asked", .eilidh, at: moments.day(10, 1, 15)) { $0.studentAnswer = .couldNotBeAsked },
            ending("no, thank you", .oliver, at: moments.day(15, 19, 25)) { $0.answer = .refused },
            ending("half-way", .callum, at: moments.minutes(50)) { $0.isLeftUnfinished = true },
            isobelRefuses,
        ]
    }

    private func ending(
        _ name: String, _ student: DemonstrationStudent, at moment: Date, _ change: (inout Telling) -> Void
    ) -> Story {
        Story(
            name,
            Telling(
                student, .presentation, .within7Days, from: .tomOkafor, at: moment,
                words: [.contactHappened: "Seen by the liaison team in A&E."], asks: [.checkInWithin7Days], with: change
            )
        )
    }

    /// She can decide, and said no. Only the Caldicott guardian can set that aside, with reasons; it waits for her.
    private var isobelRefuses: Story {
        Story(
            "isobel, refused",
            Telling(
                .isobel, .presentation, .within48Hours, from: .sunitaRao, at: moments.minutes(35),
                words: [
                    .contactHappened: "Brought to A&E by the warden of her hall.",
                    .riskSummary: "Has taken tablets twice this week and told nobody. Says she will not say next time.",
                ],
                asks: [.checkInWithin48Hours, .housingCheck]
            ) { telling in
                telling.answer = .refused
                telling.reasons = isobelReasons
            }
        )
    }

    private var isobelReasons: NoticeDraft.Reasons {
        var reasons = NoticeDraft.Reasons()
        reasons.categories = [.contactHappened, .riskSummary]
        (reasons.atRisk, reasons.riskToOthers, reasons.capacity) = (.yes, .no, .has)
        reasons.noConsentBecause = .wouldPrejudiceProtection
        reasons.words = [
            .necessity:
                "She may die alone in her room. The warden can look in and the wellbeing team can offer to meet.",
            .protection: "Two overdoses in a week, no family in this country, and she hides it.",
            .noConsent: "She was asked twice and said no, because she fears to lose her place.",
            .publicInterest: "Her life, against a confidence she would be told about first.",
            .proportionality: "That it happened and what is feared, to the wellbeing team alone.",
        ]
        reasons.reviewOn = TypedDate(moments.today.adding(days: 3))
        return reasons
    }
}
