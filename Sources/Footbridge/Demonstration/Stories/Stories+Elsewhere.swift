import Exchange
import Foundation
import Students
import Vocabulary

extension Stories {
    var arts: [Story] { [sofiaBefore, sofiaWaits, kwame] }
    var trinity: [Story] { [arun] }
    var yorkStJohn: [Story] { [jordanBefore, jordan, zainab] }

    private var sofiaBefore: Story {
        let sent = moments.day(40, 12, 0)
        let seen = moments.office(after: sent, 10, 0)
        return Story(
            "sofia, in october",
            Telling(
                .sofia, .crisisContact, .within7Days, from: .agnieszkaNowak, at: sent,
                words: [.contactHappened: "One visit by the crisis team."], asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(seen, .lucaMoretti)
        .reached(seen.addingTimeInterval(3_600), .lucaMoretti, .inPerson, "Came by the office. Is painting again.")
        .answered(seen.addingTimeInterval(3_900), .lucaMoretti)
        .closed(seen.addingTimeInterval(4_000), .lucaMoretti, .supportInPlace)
    }

    /// The contact point is stale by now, so the clinician was told to phone, and did.
    private var sofiaWaits: Story {
        let sent = moments.day(3, 19, 20)
        return Story(
            "sofia, now",
            Telling(
                .sofia, .presentation, .within7Days, from: .tomOkafor, at: sent,
                words: [
                    .contactHappened: "Came to A&E with her sister.",
                    .riskSummary:
                        "Hears her own thoughts as strange voices when she has not slept. Frightened, not suicidal.",
                ],
                asks: [.checkInWithin7Days, .adjustments]
            ) { telling in
                telling.call.made = .noAnswer
                telling.call.note = "Rang twice; the line is not answered in the evening."
            }
        )
    }

    private var kwame: Story {
        let sent = moments.day(18, 9, 30)
        let seen = moments.office(after: sent, 10, 10)
        return Story(
            "kwame",
            Telling(
                .kwame, .presentation, .within48Hours, from: .sunitaRao, at: sent,
                words: [
                    .contactHappened: "Seventeen. Came to A&E with his aunt, whom he lives with.",
                    .riskSummary: "Has cut himself for some weeks. Wants it to stop.",
                    .careTeam: "CAMHS sees him on Wednesday.",
                ],
                asks: [.checkInWithin48Hours, .adjustments]
            )
        )
        .acknowledged(seen, .lucaMoretti)
        .reached(
            moments.office(after: seen, 11, 30), .lucaMoretti, .inPerson,
            "Talked in the print room, where he is at ease."
        )
        .answered(moments.office(after: seen, 11, 40), .lucaMoretti)
        .closed(moments.office(after: moments.day(15, 8, 0), 15, 0), .lucaMoretti, .supportInPlace)
    }

    /// The e-mail about it came back. She saw it because she looks here every morning.
    private var arun: Story {
        let sent = moments.office(after: moments.day(8, 6, 0), 14, 20)
        let seen = moments.office(after: sent, 9, 5)
        return Story(
            "arun",
            Telling(
                .arun, .crisisContact, .within7Days, from: .jamalHussain, at: sent,
                words: [
                    .contactHappened: "Two visits at home by the crisis team, which ended today.",
                    .careTeam: "His GP sees him next week.",
                ],
                asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(seen, .annaKowalczyk)
        .reached(moments.office(after: seen, 13, 0), .annaKowalczyk, .telephone, "Wants to come by on Thursday.")
        .answered(moments.office(after: seen, 13, 10), .annaKowalczyk)
    }

    private var jordanBefore: Story {
        let sent = moments.day(24, 15, 0)
        let call = sent.addingTimeInterval(1_500)
        return Story(
            "jordan, in autumn",
            Telling(
                .jordan, .presentation, .within7Days, from: .sunitaRao, at: sent,
                words: [.contactHappened: "Seen in A&E while visiting friends in Leeds."], asks: [.checkInWithin7Days]
            ) { $0.call.made = .notYet }
        )
        .phoned(
            call, .sunitaRao, spokeTo: "Elaine Marsh, student support", "Took it down and will see Jordan tomorrow."
        )
        .answered(call.addingTimeInterval(60), .sunitaRao, named: "Elaine Marsh")
        .phoned(moments.day(21, 11, 0), .sunitaRao, spokeTo: "Elaine Marsh", "She has seen Jordan twice.")
    }

    private var jordan: Story {
        let sent = moments.day(4, 21, 0)
        return Story(
            "jordan, now",
            Telling(
                .jordan, .crisisContact, .within48Hours, from: .jamalHussain, at: sent,
                words: [
                    .contactHappened: "Rang the crisis line from the train.",
                    .riskSummary: "Low and very tired; safe with friends in York tonight.",
                ],
                asks: [.checkInWithin48Hours]
            ) { telling in
                telling.call.made = .reached
                telling.call.spokeTo = "The porter, Mr Dunne"
                telling.call.note = "Passes it to the wellbeing team at eight."
            }
        )
    }

    private var zainab: Story {
        Story(
            "zainab",
            Telling(
                .zainab, .presentation, .within48Hours, from: .tomOkafor, at: moments.day(2, 23, 10),
                words: [
                    .contactHappened: "Came to A&E with her cousin, and went home with her.",
                    .riskSummary: "Thoughts of not wanting to live, since a relationship ended. No plan.",
                ],
                asks: [.checkInWithin48Hours]
            ) { telling in
                telling.call.made = .noAnswer
                telling.call.note = "The switchboard closes at six."
            }
        )
    }
}
