import Directory
import Exchange
import Students
import Vocabulary

struct ConsentPage: Sendable {
    let frame: StepFrame
    let errorSummary: ErrorSummary?
    /// The team that is named to the student.
    let team: String
    let decided: [String]
    let hasDecided: Bool
    /// What they said no to at an earlier contact.
    let refused: [String]
    let hasRefused: Bool
    /// `28 days`
    let noStandsFor = UKTime.count(Int(Consent.noIsHeardFor / 86_400), "day")
    let question: Choices

    init(
        _ review: DraftReview, _ state: StepState, _ team: RecipientTeam, decided: [AdvanceDecision],
        refused: [AdvanceDecision]
    ) {
        frame = StepFrame(.consent, review, state)
        errorSummary = state.faults.summary
        self.team = team.spokenName
        (self.decided, hasDecided) = (decided.map(\.spoken), !decided.isEmpty)
        self.refused = refused.map { $0.spokenRefusal(at: review.readAt) }
        hasRefused = !refused.isEmpty
        question = Self.question(review.notice.consent, state.faults, team, hasDecided: !decided.isEmpty)
    }

    private static func question(
        _ asked: NoticeDraft.Asked, _ faults: FieldFaults, _ team: RecipientTeam, hasDecided: Bool
    ) -> Choices {
        var choices: [Choices.Choice] = [
            .init("given", "Yes", reveals: agreed(asked, faults)),
            .init("refused", "No", hint: "Nothing is shared unless somebody has to be protected."),
            .init("notAsked", "Could not be asked", reveals: [whyNot(asked, faults)]),
        ]
        if hasDecided {
            choices.insert(.init("decidedBefore", "They decided in advance, and I did not ask again"), at: 0)
        }
        return Choices(
            "answer", legend: "“May we tell \(team.spokenName), and what?”", choices,
            chosen: [asked.answer?.rawValue].compactMap(\.self), error: faults["answer"], size: .medium)
    }

    private static func agreed(_ asked: NoticeDraft.Asked, _ faults: FieldFaults) -> [FormField] {
        let all = Choices.Choice("all", "Everything on this list")
        let each = InformationCategory.allCases.map { Choices.Choice($0.rawValue, $0.title, hint: $0.explanation) }
        let ticked = asked.categories == .all ? ["all"] : asked.categories.map(\.rawValue)
        return [
            .checkboxes(
                Choices(
                    "categories", legend: "What they agreed to", each + [all], chosen: ticked,
                    error: faults["categories"])),
            .more(details(asked, faults)),
        ]
    }

    private static func details(_ asked: NoticeDraft.Asked, _ faults: FieldFaults) -> MoreFields {
        let long = asked.isStanding ? "until they change it" : "for this contact only"
        return MoreFields(
            summary: "\(asked.giver.title), \(asked.route.title.lowercased()), \(long)",
            fields: [
                .radios(
                    Choices(
                        "howLong", legend: "For how long",
                        [
                            .init("once", "For this contact only"), .init("standing", "Until they change it"),
                            .init(
                                "unasked", "Until they change it, and without being asked again",
                                hint: "Say so to them: next time the university may be told before anybody has asked."),
                        ],
                        chosen: [asked.withoutAsking == true ? "unasked" : asked.isStanding ? "standing" : "once"],
                        error: faults["howLong"])),
                .select(
                    SelectField(
                        "route", label: "How they said it", options(ConsentRoute.allCases.filter { $0 != .portal }),
                        chosen: asked.route.rawValue)),
                .select(
                    SelectField(
                        "giver", label: "Who answered", options(AnswerGiver.Kind.allCases), chosen: asked.giver.rawValue
                    )),
                .text(
                    TextField(
                        "giverName", label: "If it was not the student: the name", value: asked.giverName,
                        error: faults["giverName"])),
                .select(
                    SelectField(
                        "capacity", label: "Could they decide about this?", options(Capacity.allCases),
                        chosen: asked.capacity.rawValue)),
                .checkboxes(
                    Choices(
                        "inCrisis", legend: "In a crisis",
                        [
                            .init(
                                "yes", "They are in crisis now",
                                hint: "Their yes counts until tomorrow night, unless they say it again.")
                        ],
                        chosen: asked.inCrisis ? ["yes"] : [])),
            ],
            isOpen: faults["giverName"] != nil || faults["howLong"] != nil)
    }

    private static func whyNot(_ asked: NoticeDraft.Asked, _ faults: FieldFaults) -> FormField {
        .radios(
            Choices(
                "notAskedReason", legend: "Why not?",
                NotAskedReason.allCases.map { Choices.Choice($0.rawValue, $0.title) },
                chosen: [asked.notAskedReason?.rawValue].compactMap(\.self), error: faults["notAskedReason"]))
    }

    private static func options(_ routes: [ConsentRoute]) -> [(value: String, label: String)] {
        routes.map { ($0.rawValue, $0.title) }
    }

    private static func options(_ givers: [AnswerGiver.Kind]) -> [(value: String, label: String)] {
        givers.map { ($0.rawValue, $0.title) }
    }

    private static func options(_ states: [Capacity]) -> [(value: String, label: String)] {
        states.map { ($0.rawValue, $0.title) }
    }
}

extension RecipientTeam {
    /// As it is said to the student: `the Wellbeing team at the University of Leeds`.
    var spokenName: String {
        let place = organisation.name.hasPrefix("University") ? "the \(organisation.name)" : organisation.name
        guard let service else { return place }
        return "\(service.name) at \(place)"
    }
}
