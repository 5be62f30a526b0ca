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
            isobelRefuses, oliverRefusesAgain,
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

    /// He said no again, and nobody has decided in time: the liaison psychiatrist was told so, and the guardian reminded.
    private var oliverRefusesAgain: Story {
        Story(
            "oliver, refused again",
            Telling(
                .oliver, .presentation, .within48Hours, from: .tomOkafor, at: moments.minutes(80),
                words: [
                    .contactHappened: "Walked into A&E alone, two weeks after he first came.",
                    .riskSummary:
                        "Has stopped eating with others and gives his things away. Says it is nobody’s business.",
                ]
            ) { telling in
                telling.answer = .refused
                telling.reasons = oliverReasons
            }
        )
    }

    private var oliverReasons: NoticeDraft.Reasons {
        reasons([
            .necessity: "He may end his life alone, and soon. The wellbeing team can see him the same day.",
            .protection: "He prepares for his death, and has pushed away everybody who could stand by him.",
            .noConsent: "He was asked on both nights and said no, because he wants nobody to interfere.",
            .publicInterest: "His life, against a confidence he would be told about first.",
            .proportionality: "That he came and what is feared, to the wellbeing team alone.",
        ])
    }

    private var isobelReasons: NoticeDraft.Reasons {
        reasons([
            .necessity:
                "She may die alone in her room. The warden can look in and the wellbeing team can offer to meet.",
            .protection: "Two overdoses in a week, no family in this country, and she hides it.",
            .noConsent: "She was asked twice and said no, because she fears to lose her place.",
            .publicInterest: "Her life, against a confidence she would be told about first.",
            .proportionality: "That it happened and what is feared, to the wellbeing team alone.",
        ])
    }

    /// Why a no of somebody who can decide might be set aside, in the clinician's words.
    private func reasons(_ words: [SafeguardingLimb: String]) -> NoticeDraft.Reasons {
        var reasons = NoticeDraft.Reasons()
        reasons.categories = [.contactHappened, .riskSummary]
        (reasons.atRisk, reasons.riskToOthers, reasons.capacity) = (.yes, .no, .has)
        reasons.noConsentBecause = .wouldPrejudiceProtection
        reasons.words = words
        reasons.reviewOn = TypedDate(moments.today.adding(days: 3))
        return reasons
    }
}
