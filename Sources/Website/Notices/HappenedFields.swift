import Directory
import Exchange
import Students
import Vocabulary

/// The fields of step 4.
struct HappenedFields {
    private let happened: NoticeDraft.Happened
    private let faults: FieldFaults

    init(_ happened: NoticeDraft.Happened, _ faults: FieldFaults) { (self.happened, self.faults) = (happened, faults) }

    var beginning: [FormField] { [kind, when] }

    private var kind: FormField {
        let choices = ExchangeKind.allCases.map { kind in
            Choices.Choice(
                kind.rawValue, kind.title, hint: kind.explanation, reveals: kind.hasChecklist ? discharge : [])
        }
        return .radios(
            Choices(
                "kind", legend: "What was it?", choices, chosen: [happened.kind?.rawValue].compactMap(\.self),
                error: faults["kind"], size: .medium))
    }

    private var discharge: [FormField] {
        let admitted = DateField(
            "admittedOn", legend: "On a discharge: admitted on", value: happened.admittedOn, hint: "If you know it",
            error: faults["admittedOn"])
        return [.date(admitted)] + NoticeDraft.stepsToAnswer.map(line)
    }

    /// One line of the discharge checklist. What the notice itself answers is not asked again.
    private func line(_ step: ProtocolStep) -> FormField {
        let field = NoticeDraft.Happened.field(step)
        let ticked = happened.checklist[step] ?? .init()
        let reason = { (answer: ChecklistAnswer.Answer, label: String) -> [FormField] in
            let name = NoticeDraft.Happened.reasonField(step, answer)
            let typed = ticked.answer == answer ? ticked.reason : ""
            return [.text(TextField(name, label: label, value: typed, error: faults[name]))]
        }
        let answers: [Choices.Choice] = [
            .init("done", "Done"),
            .init("notDone", "Not done", reveals: reason(.notDone, "Why not, and who does it now?")),
            .init("notApplicable", "Does not apply", reveals: reason(.notApplicable, "Why not?")),
        ]
        return .radios(
            Choices(
                field, legend: step.title, answers,
                chosen: [ticked.answer?.rawValue].compactMap(\.self), error: faults[field]))
    }

    private var when: FormField {
        let today = TextField(
            "time", label: "At what time today?", value: happened.time, hint: "For example 23:15",
            error: faults["time"],
            width: .five)
        let day = DateField("day", legend: "On which day?", value: happened.day, error: faults["day"])
        let dayTime = TextField(
            "dayTime", label: "At what time?", value: happened.dayTime, error: faults["dayTime"], width: .five)
        return .radios(
            Choices(
                "when", legend: "When?",
                [
                    .init("now", "Just now"), .init("earlierToday", "Earlier today", reveals: [.text(today)]),
                    .init("anotherDay", "Another day", reveals: [.date(day), .text(dayTime)]),
                ], chosen: [happened.when?.rawValue].compactMap(\.self), error: faults["when"], size: .medium))
    }

    /// One box for each category that may be told.
    func texts(_ categories: Set<InformationCategory>) -> [FormField] {
        categories.sorted().map { category in
            let field = NoticeDraft.Happened.field(category)
            return .area(
                TextArea(
                    field, label: category.asked, value: happened.texts[category], hint: category.hint,
                    error: faults[field], most: NoticeDraft.Happened.longestText, rows: category == .riskSummary ? 5 : 3
                ))
        }
    }

    /// Categories whose text Footbridge writes; a person may add to it.
    static let writtenForThem: Set<InformationCategory> = [.contactHappened, .careTeam]

    /// Room to add to what is written for them; `nil` where nothing is.
    func extras(_ categories: Set<InformationCategory>) -> FormField? {
        if categories.isEmpty { return nil }
        let isUsed = categories.contains { category in
            faults[NoticeDraft.Happened.field(category)] != nil || !(happened.texts[category] ?? "").isEmpty
        }
        return .more(MoreFields(summary: "Add to what is written for you", fields: texts(categories), isOpen: isUsed))
    }

    /// Filled in with the author and their team until something else was entered.
    func contact(of author: Actor, _ team: CareService) -> FormField {
        let isNew = happened.chosenAt == nil
        let (name, hours) = isNew ? (author.name, "Day and night") : (happened.contactName, happened.contactHours)
        let telephone = isNew ? team.telephone ?? "" : happened.contactTelephone
        let fields: [TextField] = [
            TextField("contactName", label: "Name", value: name, error: faults["contactName"]),
            TextField(
                "contactJobTitle", label: "Role", value: happened.contactJobTitle, error: faults["contactJobTitle"]),
            TextField(
                "contactTelephone", label: "Telephone", value: telephone, error: faults["contactTelephone"],
                kind: .telephone, width: .twenty),
            TextField(
                "contactHours", label: "When they can be reached", value: hours, hint: "For example weekdays 9 to 5",
                error: faults["contactHours"]),
        ]
        let spoken = [name, telephone, hours].filter { !$0.isEmpty }.joined(separator: ", ")
        return .more(
            MoreFields(
                summary: spoken.isEmpty ? "They can phone nobody on the NHS side" : "They can phone \(spoken)",
                fields: fields.map(FormField.text), isOpen: fields.contains { $0.error != nil } || telephone.isEmpty))
    }

    var asking: [FormField] { [requests, urgency] }

    private var requests: FormField {
        let detail = TextField(
            "requestDetail", label: "What?", value: happened.requestDetail, error: faults["requestDetail"])
        let choices = RequestKind.allCases.sorted { !$0.isNothing && $1.isNothing }.map { kind in
            Choices.Choice(
                kind.rawValue, kind.title, reveals: kind.needsDetail ? [.text(detail)] : [], isExclusive: kind.isNothing
            )
        }
        return .checkboxes(
            Choices(
                "requests", legend: "What do you ask of the university?", choices,
                chosen: happened.requests.map(\.rawValue),
                hint: "Each is accepted or declined by name. Until then, responsibility stays with you.",
                error: faults["requests"], size: .medium))
    }

    private var urgency: FormField {
        .radios(
            Choices(
                "urgency", legend: "How soon?",
                Urgency.allCases.map { .init($0.rawValue, $0.title, hint: $0.explanation) },
                chosen: [happened.urgency?.rawValue].compactMap(\.self), error: faults["urgency"], size: .medium))
    }
}

extension RequestKind {
    fileprivate var isNothing: Bool { self == .awarenessOnly }
}

extension InformationCategory {
    fileprivate var hint: String? {
        switch self {
        case .contactHappened: "Where and when is written for you."
        case .careTeam: "Your team’s name is written for you."
        case .riskSummary: "In plain words, theirs where you can. No score."
        case .riskManagementPlan, .dischargePlan, .medication, .adjustments: nil
        }
    }
}
