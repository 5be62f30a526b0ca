import Exchange
import Students
import Vocabulary

struct WhoPage: Sendable {
    let frame: StepFrame
    let errorSummary: ErrorSummary?
    let nhsNumber: TextField
    let named: [FormField]
    /// Those on record who may be meant, to choose from.
    let choices: Choices?
    let known: [KnownPerson]

    /// The answer "none of these".
    static let nobody = "new"

    init(_ review: DraftReview, _ state: StepState, known: [KnownPerson]) {
        let (who, faults) = (review.notice.who, state.faults)
        frame = StepFrame(.who, review, state)
        errorSummary = faults.summary
        nhsNumber = TextField(
            "nhsNumber", label: "NHS number", value: who.nhsNumber, hint: "10 digits, for example 943 476 5919",
            error: faults["nhsNumber"], kind: .number, width: .twenty)
        named = [
            .text(TextField("givenName", label: "Given name", value: who.givenName, error: faults["givenName"])),
            .text(TextField("familyName", label: "Family name", value: who.familyName, error: faults["familyName"])),
            .date(
                DateField(
                    "birthDate", legend: "Date of birth", value: who.birthDate, hint: "For example 9 3 2004",
                    error: faults["birthDate"])),
        ]
        self.known = known
        choices = known.isEmpty ? nil : Self.choices(known, chosen: who.choice, faults)
    }

    private static func choices(
        _ known: [KnownPerson], chosen: NoticeDraft.Who.Choice?, _ faults: FieldFaults
    ) -> Choices {
        let people = known.map { Choices.Choice($0.id, $0.name, hint: $0.identity) }
        let marked: [String] =
            switch chosen {
            case .known(let id): [id.rawValue]
            case .new: [nobody]
            case nil: []
            }
        return Choices(
            "person", legend: known.count == 1 ? "Is this them?" : "Is it one of these people?",
            people + [.init(nobody, known.count == 1 ? "No, somebody else" : "None of them")], chosen: marked,
            error: faults["person"], size: .medium)
    }
}

/// Somebody on record, as a clinician sees them before they choose.
struct KnownPerson: Sendable {
    let id: String
    let name: String
    let identity: String
    let decided: [String]
    let open: [String]
    /// What they said no to at an earlier contact.
    let refused: [String]
    let hasDecided: Bool
    let hasOpen: Bool
    let hasRefused: Bool

    init(_ match: PersonMatch, decided: [String] = [], refused: [String] = [], open: [String] = []) {
        let person = match.person
        (id, name) = (person.id.rawValue, person.fullName)
        let number = person.nhsNumber.map { ", NHS number \($0)" } ?? ", no NHS number on record"
        identity = "Born \(person.birthDate.spoken)\(number). \(match.ground.title)."
        (self.decided, self.open, hasDecided, hasOpen) = (decided, open, !decided.isEmpty, !open.isEmpty)
        (self.refused, hasRefused) = (refused, !refused.isEmpty)
    }
}
