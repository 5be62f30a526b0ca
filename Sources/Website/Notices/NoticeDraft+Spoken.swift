import Exchange
import Students
import Vocabulary

extension NoticeDraft {
    /// The answers of one step in words, for the person who entered them twice.
    func spoken(_ step: DraftStep) -> [Fact] {
        let facts: [Fact?] =
            switch step {
            case .who: spokenWho
            case .student: spokenStudent
            case .consent: spokenConsent
            case .reasons: spokenReasons
            case .happened: spokenHappened
            case .check: []
            }
        return facts.compactMap(\.self)
    }

    private var spokenWho: [Fact?] {
        [
            Fact("NHS number", typed: who.nhsNumber), Fact("Given name", typed: who.givenName),
            Fact("Family name", typed: who.familyName), Fact("Date of birth", typed: who.birthDate.spoken),
        ]
    }

    private var spokenStudent: [Fact?] {
        [
            Fact("Student", typed: student.answer?.title), Fact("Search", typed: student.search),
            Fact("Safe ways to contact them", typed: student.safeContact),
            Fact("Not safe", typed: student.unsafeContact),
        ]
    }

    private var spokenConsent: [Fact?] {
        [
            Fact("Answer", typed: consent.answer?.title),
            Fact("Agreed to", typed: consent.categories.sorted().map(\.title).joined(separator: ", ")),
        ]
    }

    private var spokenReasons: [Fact?] {
        [Fact("At risk", typed: reasons.atRisk?.title)]
            + Reasons.written.map { Fact($0.question, typed: reasons.words[$0]) }
    }

    private var spokenHappened: [Fact?] {
        [Fact("What", typed: happened.kind?.title), Fact("How soon", typed: happened.urgency?.title)]
            + InformationCategory.allCases.map { Fact($0.title, typed: happened.texts[$0]) }
    }
}

extension NoticeDraft.Asked.Answer {
    var title: String {
        switch self {
        case .given: "Yes"
        case .refused: "No"
        case .notAsked: "Could not be asked"
        case .decidedBefore: "They decided in advance"
        }
    }
}

extension TypedDate {
    /// As it was typed: `9/3/2004`.
    var spoken: String { isEmpty ? "" : "\(day)/\(month)/\(year)" }
}
