import Exchange
import Foundation
import Students
import Vocabulary

extension Stories {
    var moreOfBeckett: [Story] { [niamhUnconscious, niamhLate, luisNotOurs, luisInError] }

    private var niamhUnconscious: Story {
        let sent = moments.day(14, 3, 30)
        let seen = moments.office(after: sent, 8, 55)
        return Story(
            "niamh, without consent",
            Telling(
                .niamh, .presentation, .within48Hours, from: .tomOkafor, at: sent,
                words: [
                    .contactHappened: "Brought to A&E unconscious; in intensive care, expected to recover.",
                    .riskSummary: "Found by her flatmate. The flatmate is alone in the flat and very shaken.",
                ],
                asks: [.housingCheck, .holdSupport]
            ) { telling in
                telling.answer = .notAsked
                telling.notAskedReason = .unconscious
                telling.reasons = safeguarding(review: moments.today.adding(days: 7))
            }
        )
        .acknowledged(seen, .graceAdeyemi)
        .wrote(moments.office(after: seen, 9, 30), .graceAdeyemi, "Ben is with the flatmate. We have told nobody else.")
        .answered(moments.office(after: seen, 9, 35), .graceAdeyemi)
        .reached(
            moments.office(after: moments.day(9, 10, 0), 14, 0), .graceAdeyemi, .visit,
            "She asked me to come. Sitting up."
        )
        .closed(moments.office(after: moments.day(9, 10, 0), 14, 40), .graceAdeyemi, .supportInPlace)
    }

    private var niamhLate: Story {
        let sent = moments.day(5, 12, 0)
        let seen = moments.office(after: sent, 14, 0)
        return Story(
            "niamh, late",
            Telling(
                .niamh, .discharge, .within48Hours, from: .bronwenPrice, at: sent,
                words: [
                    .contactHappened: "Leaves hospital today, to her flat.",
                    .riskSummary: "Well in body. Ashamed, and afraid of what others know.",
                    .dischargePlan: "Therapy begins in two weeks. No letters home, at her wish.",
                ],
                asks: [.checkInWithin48Hours, .adjustments]
            ) { $0.daysInHospital = 9 }
        )
        .acknowledged(seen, .benHartley)
        .tried(moments.office(after: seen, 15, 30), .benHartley, .telephone, .noAnswer)
    }

    private var luisNotOurs: Story {
        let sent = moments.day(11, 14, 0)
        return Story(
            "luis, declined",
            Telling(
                .luis, .presentation, .within7Days, from: .sunitaRao, at: sent,
                words: [.contactHappened: "Seen by the liaison team in A&E."], asks: [.checkInWithin7Days]
            )
        )
        .opened(moments.office(after: sent, 15, 0), .benHartley)
        .declined(
            moments.office(after: sent, 15, 20), .benHartley,
            Refusal(
                .notOurStudent, words: "Nobody of that name and birth date is enrolled here.",
                redirect: "He may be at Leeds Trinity University, which is here too."
            )
        )
    }

    private var luisInError: Story {
        let sent = moments.day(9, 20, 10)
        return Story(
            "luis, in error",
            Telling(
                .luis, .presentation, .within7Days, from: .tomOkafor, at: sent,
                words: [.contactHappened: "Seen by the liaison team in A&E."], asks: [.awarenessOnly]
            )
        )
        .opened(moments.office(after: sent, 9, 0), .graceAdeyemi)
        .enteredInError(
            moments.office(after: sent, 9, 30), .tomOkafor,
            "Sent to Leeds Beckett a second time by mistake. He studies at Leeds Trinity."
        )
    }

    /// What the law asks to be answered before anything is told without consent.
    func safeguarding(review: CalendarDate) -> NoticeDraft.Reasons {
        var reasons = NoticeDraft.Reasons()
        reasons.categories = [.contactHappened, .riskSummary]
        (reasons.atRisk, reasons.riskToOthers, reasons.capacity) = (.yes, .notKnown, .lacks)
        reasons.noConsentBecause = .cannotBeGiven
        reasons.words = [
            .necessity:
                "The flatmate found her and is alone. The university can be with the flatmate tonight and keep the room.",
            .protection: "She is unconscious and cannot protect herself; she tried to end her life.",
            .noConsent: "She is unconscious. Waiting until she can be asked would leave the flatmate alone for days.",
            .publicInterest: "Keeping her safe when she comes back, and her flatmate now, outweighs the confidence.",
            .proportionality: "Only that it happened and what is feared; one team; no history and no diagnosis.",
        ]
        reasons.reviewOn = TypedDate(review)
        return reasons
    }
}
