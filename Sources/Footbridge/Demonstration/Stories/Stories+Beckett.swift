import Exchange
import Foundation
import Students
import Vocabulary

extension Stories {
    var beckett: [Story] { [tomaszElsewhere, tomaszNow, harryAtNight, harryAdmitted, fatimaToday] }

    private var tomaszElsewhere: Story {
        let sent = moments.day(20, 16, 45)
        let seen = moments.office(after: sent, 9, 15)
        return Story(
            "tomasz, in autumn",
            Telling(
                .tomasz, .crisisContact, .within7Days, from: .agnieszkaNowak, at: sent,
                words: [
                    .contactHappened: "Three visits at home by the crisis team.",
                    .careTeam: "The community team has taken over and sees him each week.",
                ],
                asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(seen, .graceAdeyemi)
        .reached(moments.office(after: seen, 11, 0), .graceAdeyemi, .telephone, "Is well looked after and says so.")
        .answered(moments.office(after: seen, 11, 5), .graceAdeyemi)
        .closed(moments.office(after: seen, 11, 10), .graceAdeyemi, .supportElsewhere, "The community team leads.")
    }

    private var tomaszNow: Story {
        let sent = moments.day(3, 17, 30)
        let seen = moments.office(after: sent, 8, 50)
        return Story(
            "tomasz, now",
            Telling(
                .tomasz, .presentation, .within48Hours, from: .tomOkafor, at: sent,
                words: [
                    .contactHappened: "Came to A&E by himself, as his plan says he should.",
                    .riskSummary: "The plan worked: he came before anything happened.",
                ],
                asks: [.checkInWithin48Hours]
            )
        )
        .acknowledged(seen, .graceAdeyemi)
        .reached(
            moments.office(after: seen, 9, 30), .graceAdeyemi, .inPerson,
            "Came to the drop-in. Proud of himself, rightly."
        )
        .answered(moments.office(after: seen, 9, 40), .graceAdeyemi)
    }

    private var harryAtNight: Story {
        let sent = moments.day(10, 1, 35)
        let seen = moments.office(after: sent, 8, 45)
        return Story(
            "harry, at night",
            Telling(
                .harry, .presentation, .immediately, from: .sunitaRao, at: sent,
                words: [
                    .contactHappened: "In A&E since midnight, leaves now by taxi to his hall.",
                    .riskSummary:
                        "Strong thoughts of suicide tonight, which have eased. Must not be alone before morning.",
                    .riskManagementPlan: "A friend sits with him; the crisis team rings at ten.",
                ],
                asks: [.checkInWithin48Hours, .housingCheck]
            ) { telling in
                telling.inCrisis = true
                telling.call.made = .reached
                telling.call.spokeTo = "Martin Sykes, security control room"
                telling.call.note = "He looks in on the corridor every hour and calls the on-call manager now."
            }
        )
        .taken(seen, .benHartley)
        .reached(
            moments.office(after: seen, 9, 20), .benHartley, .visit, "Visited the hall with the warden. Slept a little."
        )
        .answered(moments.office(after: seen, 9, 30), .benHartley)
        .held(moments.office(after: seen, 9, 35), .benHartley)
        .closed(
            moments.office(after: moments.office(after: seen, 9, 35), 16, 0), .benHartley, .supportInPlace,
            "Moved to a room beside friends; counselling begins on Monday."
        )
    }

    private var harryAdmitted: Story {
        let sent = moments.day(5, 6, 10)
        let seen = moments.office(after: sent, 9, 5)
        return Story(
            "harry, admitted",
            Telling(
                .harry, .admission, .within7Days, from: .bronwenPrice, at: sent,
                words: [
                    .contactHappened: "Admitted to ward 4 at his own wish.",
                    .careTeam: "Ward 4. He would like a visit from Ben.",
                ],
                asks: [.checkInWithin7Days, .housingCheck]
            )
        )
        .acknowledged(seen, .benHartley)
        .answered(
            moments.office(after: seen, 9, 30), .benHartley,
            declining: [.housingCheck: "Done last week: the room is safe and is kept for him."]
        )
        .reached(
            moments.office(after: seen, 15, 0), .benHartley, .visit, "Visited on the ward. Plays chess with the nurses."
        )
    }

    private var fatimaToday: Story {
        Story(
            "fatima, today",
            Telling(
                .fatima, .crisisContact, .within48Hours, from: .jamalHussain, at: moments.minutes(95),
                words: [
                    .contactHappened: "Spoke with the crisis team from a friend’s room.",
                    .riskSummary:
                        "Afraid of her brother, who is looking for her. Thoughts of ending her life, no plan.",
                ],
                asks: [.checkInWithin48Hours, .housingCheck]
            ) { $0.inCrisis = true }
        )
    }
}
