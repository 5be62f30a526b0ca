import Exchange
import Foundation
import Students
import Vocabulary

extension Stories {
    var leeds: [Story] {
        [aishaDeclinesSupport, aishaReopened, meganUnopened, chidiOpened, weiLingAdmitted, weiLingLeaves]
    }

    private var aishaDeclinesSupport: Story {
        let sent = moments.day(12, 15, 5)
        let seen = moments.office(after: sent, 10, 0)
        return Story(
            "aisha, once",
            Telling(
                .aisha, .presentation, .within7Days, from: .tomOkafor, at: sent,
                words: [
                    .contactHappened: "Came to A&E with a panic attack in the library, with a friend.",
                    .riskSummary: "No thoughts of harming herself. Exhausted; sleeps four hours.",
                ],
                asks: [.checkInWithin7Days]
            )
        )
        .acknowledged(seen, .danielMensah)
        .reached(moments.office(after: seen, 14, 30), .danielMensah, .inPerson, "Met at the desk. Knows where we are.")
        .answered(moments.office(after: seen, 14, 40), .danielMensah)
        .closed(
            moments.office(after: seen, 14, 45), .danielMensah, .studentDeclinedSupport, "Does not want more for now.")
    }

    private var aishaReopened: Story {
        let sent = moments.day(6, 11, 15)
        let seen = moments.office(after: sent, 13, 50)
        let back = moments.office(after: moments.day(3, 8, 0), 9, 40)
        return Story(
            "aisha, again",
            Telling(
                .aisha, .crisisContact, .within7Days, from: .agnieszkaNowak, at: sent,
                words: [
                    .contactHappened: "Rang the crisis line twice in one night.",
                    .riskSummary: "Worried about failing the year. Thoughts that life is too much; no plan.",
                ],
                asks: [.checkInWithin7Days, .adjustments]
            )
        )
        .acknowledged(seen, .priyaShah)
        .reached(
            moments.office(after: seen, 15, 10), .priyaShah, .videoCall, "A long talk. An extension was asked for."
        )
        .answered(moments.office(after: seen, 15, 30), .priyaShah)
        .closed(moments.office(after: seen, 15, 45), .priyaShah, .supportInPlace)
        .reopened(back, .priyaShah, "Aisha wrote: the extension was refused and she stays in bed. I take it up again.")
    }

    private var meganUnopened: Story {
        Story(
            "megan, just now",
            Telling(
                .megan, .presentation, .within48Hours, from: .tomOkafor, at: moments.minutes(25),
                words: [
                    .contactHappened: "Brought to A&E by her flatmates this afternoon.",
                    .riskSummary:
                        "Took more paracetamol than she should have, and told a friend at once. Medically well. "
                        + "Says she did not want to die, and is frightened by what she did.",
                    .careTeam: "No team afterwards: the GP is asked to see her this week.",
                ],
                asks: [.checkInWithin48Hours, .housingCheck]
            ) { $0.inCrisis = true }
        )
    }

    private var chidiOpened: Story {
        Story(
            "chidi, opened",
            Telling(
                .chidi, .crisisContact, .within7Days, from: .jamalHussain, at: moments.minutes(300),
                words: [
                    .contactHappened: "The crisis team visited him at home.",
                    .riskSummary: "Very low since his father’s illness at home in Enugu. Not registered with a GP.",
                    .adjustments: "Would like to defer one module, and does not know whom to ask.",
                ],
                asks: [.checkInWithin7Days, .adjustments]
            )
        )
        .opened(moments.minutes(210), .danielMensah)
    }

    private var weiLingAdmitted: Story {
        let sent = moments.day(9, 4, 20)
        let seen = moments.office(after: sent, 9, 45)
        return Story(
            "wei ling, admitted",
            Telling(
                .weiLing, .admission, .within7Days, from: .bronwenPrice, at: sent,
                words: [
                    .contactHappened: "Admitted to ward 4 this night.",
                    .careTeam: "Ward 4, Becklin Centre. Visits in the afternoon, after asking the ward.",
                ],
                asks: [.awarenessOnly]
            )
        )
        .acknowledged(seen, .danielMensah)
        .answered(seen.addingTimeInterval(300), .danielMensah)
        .closed(
            seen.addingTimeInterval(420), .danielMensah, .noActionNeeded,
            "Tutors told only that she is away and well cared for.")
    }

    private var weiLingLeaves: Story {
        let sent = moments.day(1, 11, 30)
        return Story(
            "wei ling, discharged",
            Telling(
                .weiLing, .discharge, .within48Hours, from: .bronwenPrice, at: sent,
                words: [
                    .contactHappened: "Leaves ward 4 today after eight days, to her flat.",
                    .riskSummary: "Much better. The first week at home is the hard one.",
                    .dischargePlan: "Crisis team visits on the second day; medication review in a fortnight; GP told.",
                    .medication: "Small amounts at a time, kept by her flatmate at her own wish.",
                    .careTeam: "Crisis team for seven days, then the community team.",
                ],
                asks: [.checkInWithin48Hours, .housingCheck, .holdSupport]
            ) { $0.daysInHospital = 8 }
        )
        .acknowledged(moments.office(after: sent, 14, 20), .danielMensah)
    }
}
