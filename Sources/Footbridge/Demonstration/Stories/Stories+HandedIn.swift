import Exchange
import Foundation
import Vocabulary

/// What the crisis team's record system handed in: told at once where the student had said so, else kept for a person.
extension Stories {
    var handedIn: [Story] { [harryByHisChoice, harryByMistake, weiLingWaits, zainabWaits] }

    private var harryByHisChoice: Story {
        let at = moments.office(after: moments.day(18, 6, 0), 11, 20)
        let seen = moments.office(after: at, 13, 40)
        return Story(
            "harry, by his choice",
            HandedIn(student: .harry, at: at, words: "Rang the crisis line. Sleeps badly again.")
        )
        .acknowledged(seen, .benHartley)
        .reached(
            moments.office(after: seen, 16, 0), .benHartley, .inPerson,
            "Came by. Glad that he did not have to tell it all again."
        )
        .answered(moments.office(after: seen, 16, 10), .benHartley)
        .closed(moments.office(after: seen, 16, 20), .benHartley, .supportInPlace)
    }

    /// Taken back before anybody at the university had read it.
    private var harryByMistake: Story {
        let handed = HandedIn(
            student: .harry, at: moments.office(after: moments.day(15, 6, 0), 12, 15),
            words: "Visit at home by the crisis team.", author: .jamalHussain)
        return Story("harry, by mistake", handed).takenBack(handed.at.addingTimeInterval(540), handed)
    }

    private var weiLingWaits: Story {
        Story(
            "wei ling, handed in",
            HandedIn(student: .weiLing, at: moments.minutes(140), words: "Came to the crisis café, alone and tearful."))
    }

    private var zainabWaits: Story {
        Story(
            "zainab, handed in",
            HandedIn(
                student: .zainab, at: moments.minutes(25), words: "Seen at home after her GP rang.",
                author: .jamalHussain))
    }
}
