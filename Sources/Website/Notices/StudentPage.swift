import Directory
import Exchange
import Students
import Vocabulary

struct StudentPage: Sendable {
    let frame: StepFrame
    let errorSummary: ErrorSummary?
    let question: Choices
    let search: TextField
    let providers: Choices
    /// How many were found; `nil` where nothing was looked for.
    let found: String?
    let rest: [FormField]

    init(_ review: DraftReview, _ state: StepState, offered: [ProviderOffer], found: String?) {
        let (student, faults) = (review.notice.student, state.faults)
        frame = StepFrame(.student, review, state)
        errorSummary = faults.summary
        question = Choices(
            "answer", legend: "“Are you a student, and where?”",
            StudentAnswer.allCases.map { Choices.Choice($0.rawValue, $0.title) },
            chosen: [student.answer?.rawValue].compactMap(\.self), error: faults["answer"], size: .medium)
        search = TextField(
            "search", label: "If yes: which university or college?", value: student.search,
            hint: "A few letters, a nickname or a place: UCL, Leeds Beckett, the one in Falmouth",
            error: faults["search"], size: .medium)
        providers = Self.list(offered, student)
        self.found = found
        rest = Self.rest(student, faults)
    }

    private static func list(_ offered: [ProviderOffer], _ student: NoticeDraft.Student) -> Choices {
        let unlisted = NoticeDraft.Student.unlisted
        let chosen = student.provider?.rawValue ?? (student.isUnlisted == true ? unlisted : nil)
        return Choices(
            "provider", legend: "Choose the university or college",
            offered.map(\.choice) + [.init(unlisted, "Not in this list, or not known which")],
            chosen: [chosen].compactMap(\.self))
    }

    private static func rest(_ student: NoticeDraft.Student, _ faults: FieldFaults) -> [FormField] {
        let living = [student.distanceLearner ? "distance" : nil, student.livesAtHome ? "home" : nil]
        return [
            .checkboxes(
                Choices(
                    "living", legend: "Where they live and study",
                    [
                        .init("distance", "They study at a distance"),
                        .init("home", "They live at home, not near the campus"),
                    ],
                    chosen: living.compactMap(\.self), hint: "Leave empty if neither")),
            .text(
                TextField(
                    "safeContact", label: "Safe ways to contact them", value: student.safeContact,
                    hint: "For example their mobile number, a text message first", error: faults["safeContact"])),
            .text(
                TextField(
                    "unsafeContact", label: "Ways that are not safe", value: student.unsafeContact,
                    hint: "For example no letters home, do not call the parents", error: faults["unsafeContact"])),
        ]
    }
}

/// A university that was found, with its campuses.
struct ProviderOffer: Sendable {
    let choice: Choices.Choice

    init(_ organisation: Organisation, campuses: [Campus], campus: CampusID?, because: String?) {
        let joined = organisation.hasJoined ? nil : "Not on Footbridge: you will be given the number to phone"
        let hint = [because.map { "Found as “\($0)”" }, joined].compactMap(\.self).joined(separator: ". ")
        choice = Choices.Choice(
            organisation.id.rawValue, organisation.name, hint: hint.isEmpty ? nil : hint,
            reveals: campuses.count < 2 ? [] : [Self.select(organisation, campuses, campus)])
    }

    private static func select(_ organisation: Organisation, _ campuses: [Campus], _ chosen: CampusID?) -> FormField {
        let options = campuses.map { campus in
            (value: campus.id.rawValue, label: [campus.name, campus.place].compactMap(\.self).joined(separator: ", "))
        }
        return .select(
            SelectField(
                "campus-\(organisation.id)", label: "Campus", [(value: "", label: "Not sure")] + options,
                chosen: chosen?.rawValue ?? ""))
    }
}
