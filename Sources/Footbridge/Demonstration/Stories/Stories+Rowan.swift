import Exchange
import Foundation
import Students
import Vocabulary

/// The case study of the action learning sets: suicidal thoughts, earlier attempts, autistic, a year on a waiting list.
extension Stories {
    var rowan: [Story] {
        let night = moments.day(17, 23, 40)
        let morning = moments.office(after: night, 9, 20)
        let first = Story("rowan in a&e", rowanInTheEmergencyDepartment(night))
            .acknowledged(morning, .priyaShah)
            .wrote(
                morning.addingTimeInterval(900), .priyaShah,
                "Thank you. I know Rowan. I will text first and ring at one. Is the GP aware?"
            )
            .wrote(
                morning.addingTimeInterval(4_500), .sunitaRao,
                "The GP has a letter. Rowan asked that nobody rings before noon."
            )
            .reached(
                moments.office(after: morning, 13, 5), .priyaShah, .telephone,
                "Texted first, then a quiet call. Rowan is in halls, a friend stays over. We meet tomorrow."
            )
            .answered(moments.office(after: morning, 13, 30), .priyaShah)
            .closed(
                moments.office(after: moments.day(13, 12, 0), 16, 10), .priyaShah, .supportInPlace,
                "Weekly meetings with me; quiet room for exams asked for; safety plan reviewed together."
            )
            .keptByLaw(
                moments.day(7, 10, 30), .helenWhitaker, review: 90,
                "Rowan has complained about the year on the waiting list. Nothing may go until that is answered."
            )
        return [first, rowanAgain]
    }

    private func rowanInTheEmergencyDepartment(_ night: Date) -> Telling {
        Telling(
            .rowan, .presentation, .within48Hours, from: .sunitaRao, at: night,
            words: [
                .contactHappened:
                    "Came to A&E at St James’s by taxi at nine in the evening and was seen by the liaison team.",
                .riskSummary:
                    "Thoughts of suicide most days, stronger since the course began again. Two earlier attempts, the last "
                    + "fourteen months ago. No plan tonight. Has been on the waiting list for therapy for a year.",
                .riskManagementPlan:
                    "Rowan wrote a safety plan with us and carries it. What helps: a quiet room, plain words, notice before "
                    + "anything changes. What does not: unexpected phone calls.",
                .adjustments:
                    "Autistic. Needs written follow-up after every conversation, and one person to deal with.",
                .careTeam: "Waiting for the community team. The liaison team can be asked in the meantime.",
            ],
            asks: [.checkInWithin48Hours, .adjustments]
        ) { $0.isStanding = true }
    }

    private var rowanAgain: Story {
        let morning = moments.lastOffice(9, 12)
        let evening = CalendarDate(morning).adding(days: -1).at(minute: 20 * 60 + 15)
        return Story(
            "rowan again",
            Telling(
                .rowan, .crisisContact, .within48Hours, from: .jamalHussain, at: evening,
                words: [
                    .contactHappened:
                        "Rang the crisis line on the way home from a seminar, and spoke with us for an hour.",
                    .riskSummary:
                        "Thoughts of suicide have come back after a letter about the waiting list. Safe tonight.",
                    .riskManagementPlan: "We go through the safety plan with Rowan each evening until Thursday.",
                    .careTeam: "Crisis team until Thursday, then the community team is to say when it begins.",
                ],
                asks: [.checkInWithin48Hours, .holdSupport]
            ) { $0.answer = .decidedBefore }
        )
        .acknowledged(morning, .priyaShah)
        .tried(
            morning.addingTimeInterval(2 * 3600), .priyaShah, .textMessage, .messageLeft, "Sent the text we agreed on."
        )
        .wrote(
            morning.addingTimeInterval(2 * 3600 + 600), .priyaShah,
            "I have texted Rowan and will try again at four. Who tells the community team that the letter did harm?"
        )
    }
}
