import Exchange
import Foundation
import Students
import Vocabulary

extension Stories {
    var moreOfLeeds: [Story] {
        [oliverHasLeft, devHandedOn, eilidhUnanswered, hannahNotReached, callumRecalled, meiWithdraws, hannahNow]
    }

    private var oliverHasLeft: Story {
        let sent = moments.day(13, 18, 40)
        return Story(
            "oliver, declined",
            Telling(
                .oliver, .presentation, .within7Days, from: .tomOkafor, at: sent,
                words: [.contactHappened: "Seen in A&E after a fall; the liaison team was asked for a view."],
                asks: [.checkInWithin7Days]
            )
        )
        .opened(moments.office(after: sent, 9, 30), .danielMensah)
        .declined(
            moments.office(after: sent, 9, 50), .danielMensah,
            Refusal(
                .leftTheUniversity, words: "Left in June.",
                redirect: "His GP in Harrogate; we have no address to give."
            )
        )
    }

    private var devHandedOn: Story {
        let sent = moments.day(8, 10, 25)
        let seen = moments.office(after: sent, 11, 10)
        let later = moments.office(after: seen, 15, 0)
        return Story(
            "dev, handed on",
            Telling(
                .dev, .crisisContact, .within7Days, from: .agnieszkaNowak, at: sent,
                words: [
                    .contactHappened: "Under the crisis team for five days, which ended today.",
                    .adjustments: "Reading for long is impossible for now. Would like recorded lectures and more time.",
                ],
                asks: [.adjustments]
            )
        )
        .acknowledged(seen, .priyaShah)
        .handedOn(later, .priyaShah, to: .leedsDisability, "Only adjustments are asked, and Laura knows Dev.")
        .acknowledged(moments.office(after: later, 10, 15), .lauraKeane)
        .reached(
            moments.office(after: moments.office(after: later, 10, 15), 11, 0), .lauraKeane, .email, "Agreed on a plan."
        )
    }

    private var eilidhUnanswered: Story {
        Story(
            "eilidh, unanswered",
            Telling(
                .eilidh, .presentation, .within48Hours, from: .tomOkafor, at: moments.day(6, 2, 50),
                words: [
                    .contactHappened: "Brought to A&E by the police from the river bank.",
                    .riskSummary: "Says that it was a walk to think. Two friends are with her. Went home at five.",
                ],
                asks: [.checkInWithin48Hours, .housingCheck]
            ) { $0.inCrisis = true }
        )
    }

    private var hannahNotReached: Story {
        let sent = moments.day(16, 9, 0)
        let seen = moments.office(after: sent, 10, 40)
        let next = moments.office(after: seen, 16, 0)
        let third = moments.office(after: next, 12, 0)
        return Story(
            "hannah, not reached",
            Telling(
                .hannah, .presentation, .within7Days, from: .sunitaRao, at: sent,
                words: [.contactHappened: "Came to A&E, and left before the assessment was finished."],
                asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(seen, .danielMensah)
        .tried(seen.addingTimeInterval(1_200), .danielMensah, .telephone, .noAnswer)
        .tried(next, .danielMensah, .telephone, .messageLeft)
        .tried(third, .danielMensah, .email, .messageLeft, "Wrote to the university address with crisis numbers.")
        .answered(third.addingTimeInterval(600), .danielMensah)
        .closed(
            moments.office(after: third, 15, 30), .danielMensah, .couldNotReach,
            "Three attempts. Her tutor has seen her in class and will pass on our card."
        )
        .keptByLaw(
            moments.day(9, 15, 0), .callumFraser, review: 5,
            "Hannah has asked for a copy of everything that is held about her."
        )
    }

    private var callumRecalled: Story {
        let sent = moments.day(4, 22, 5)
        return Story(
            "callum, recalled",
            Telling(
                .callum, .presentation, .within7Days, from: .sunitaRao, at: sent,
                words: [.contactHappened: "Seen by the liaison team in A&E."], asks: [.awarenessOnly]
            )
        )
        .recalled(sent.addingTimeInterval(900), .sunitaRao, "Callum changed his mind before he left the department.")
    }

    private var meiWithdraws: Story {
        let sent = moments.day(7, 13, 15)
        return Story(
            "mei, withdrawn",
            Telling(
                .mei, .crisisContact, .within7Days, from: .jamalHussain, at: sent,
                words: [
                    .contactHappened: "Spoke with the crisis team on the telephone.",
                    .riskSummary: "Lonely and not eating well since the summer. No thoughts of harming herself.",
                ],
                asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(moments.office(after: sent, 15, 20), .priyaShah)
        .withdrawn(moments.office(after: moments.office(after: sent, 15, 20), 18, 30), .mei)
    }

    private var hannahNow: Story {
        let sent = moments.day(2, 14, 30)
        return Story(
            "hannah, now",
            Telling(
                .hannah, .crisisContact, .within7Days, from: .agnieszkaNowak, at: sent,
                words: [
                    .contactHappened: "Came to the crisis team’s door in the afternoon and stayed for tea.",
                    .riskSummary: "Tired of her thesis, not of life. Would like somebody at the university to know.",
                ],
                asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(moments.office(after: sent, 15, 45), .danielMensah)
    }
}
