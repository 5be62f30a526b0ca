import Foundation
import Students
import Vocabulary

/// What a student ticked on "decide in advance".
struct AdvanceForm: Sendable {
    let team: String?
    let chosen: [String]
    /// Whether to ask first; `nil` until they choose.
    let asking: String?

    static let (askFirst, atOnce) = ("ask", "atOnce")
    static let nothing = "nothing"

    /// - Throws: `InvalidInput` on `team` or `categories`; "nothing" together with something is asked about again.
    func checked(among teams: [TeamToDecideFor]) throws(InvalidInput) -> (TeamToDecideFor, Set<InformationCategory>) {
        var faults: [FieldFault] = []
        let known = teams.first { $0.recipient.serviceID?.rawValue == team }
        if known == nil { faults.append(FieldFault("team", "Choose the team.")) }
        let categories = Set(chosen.compactMap(InformationCategory.init))
        if chosen.isEmpty {
            faults.append(FieldFault("categories", "Choose what they may be told, or choose “Nothing”."))
        } else if chosen.contains(Self.nothing), !categories.isEmpty {
            faults.append(FieldFault("categories", "Choose either “Nothing” or what they may be told, not both."))
        }
        if !chosen.contains(Self.nothing), !categories.isEmpty, !categories.sayThatContactHappened {
            faults.append(
                FieldFault(
                    "categories",
                    "Choose “\(InformationCategory.contactHappened.studentTitle)” too: they see that whatever else they are "
                        + "told."))
        }
        if !categories.isEmpty, asking != Self.askFirst, asking != Self.atOnce {
            faults.append(FieldFault("asking", "Choose whether they are told at once, or you are asked first."))
        }
        guard let known, faults.isEmpty else { throw InvalidInput(faults) }
        return (known, categories)
    }
}

struct AdvancePage: Sendable {
    let team: SelectField
    let categories: Choices
    let asking: Choices
    let errorSummary: ErrorSummary?
    let hasTeams: Bool
    /// What counts now, so that nobody has to remember it.
    let standing: [MyAgreement]
    let hasStanding: Bool

    init(
        _ form: AdvanceForm, teams: [TeamToDecideFor], own: [AdvanceDecision], faults: FieldFaults, at now: Date
    ) {
        let options = teams.map { (value: $0.recipient.serviceID?.rawValue ?? "", label: $0.name) }
        team = SelectField(
            "team", label: "Which university team?",
            teams.count == 1 ? options : [(value: "", label: "Choose a team")] + options,
            chosen: form.team ?? (teams.count == 1 ? options.first?.value : nil),
            hint: "A wellbeing or mental health team, not your course.", error: faults["team"]
        )
        let choices = InformationCategory.allCases.map {
            Choices.Choice($0.rawValue, $0.studentTitle, hint: $0.studentExplanation)
        }
        let none = Choices.Choice(
            AdvanceForm.nothing, "Nothing: do not tell them anything", hint: "You can change this whenever you like.",
            isExclusive: true
        )
        categories = Choices(
            "categories", legend: "What may the NHS tell them, if you are ever seen in a crisis?", choices + [none],
            chosen: form.chosen, hint: "Choose as many as you like.", error: faults["categories"]
        )
        asking = Self.asking(form, faults)
        errorSummary = faults.summary
        hasTeams = !teams.isEmpty
        standing = own.filter { $0.consent.exchangeID == nil && $0.consent.by.kind == .student }
            .map { MyAgreement($0, at: now) }.filter(\.counts)
        hasStanding = !standing.isEmpty
    }

    private static func asking(_ form: AdvanceForm, _ faults: FieldFaults) -> Choices {
        Choices(
            "asking", legend: "Do you want to be asked first?",
            [
                .init(
                    AdvanceForm.askFirst, "Ask me first",
                    hint: "If you are well enough to be asked, your answer on the day counts."),
                .init(
                    AdvanceForm.atOnce, "Tell them at once",
                    hint:
                        "For a year, nobody asks you again. Where the hospital’s computer can send it by itself, no person there "
                        + "looks at it first. You always see here what was told, and you can end this at any time."),
            ],
            chosen: [form.asking].compactMap(\.self), error: faults["asking"])
    }
}

struct ContactWaysPage: Sendable {
    let safe: TextArea
    let unsafe: TextArea
    let errorSummary: ErrorSummary?

    init(safe: String?, unsafe: String?, faults: FieldFaults = FieldFaults()) {
        self.safe = TextArea(
            "safeContact", label: "What is a good way to reach you?", value: safe,
            hint: "For example: “Text me on 07… and say it is Sam from the library.”", error: faults["safeContact"],
            most: 500, rows: 3
        )
        self.unsafe = TextArea(
            "unsafeContact", label: "What should nobody do?", value: unsafe,
            hint: "For example: “No letters home.” “Do not leave a voicemail.” You do not have to say why.",
            error: faults["unsafeContact"], most: 500, rows: 3
        )
        errorSummary = faults.summary
    }
}
