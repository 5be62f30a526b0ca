import Exchange
import Vocabulary

/// What a manager chose about messages whose student decided in advance.
struct InstructionForm: Sendable {
    let sending: String
    let urgency: String?
    let request: String?

    private static let (byPerson, atOnce) = ("person", "at-once")

    /// - Returns: `nil` where the form was not sent.
    init?(_ form: Form) {
        guard let sending = form["sending"] else { return nil }
        (self.sending, urgency, request) = (sending, form["urgency"], form["request"])
    }

    /// What is kept.
    init(_ kept: StandingInstruction?) {
        sending = kept == nil ? Self.byPerson : Self.atOnce
        (urgency, request) = (kept?.urgency.rawValue, kept?.request.rawValue)
    }

    /// - Returns: `nil` where a person is to decide each time.
    /// - Throws: `InvalidInput` where nothing was chosen, or how soon or what is asked is missing.
    static func checked(_ form: Form) throws(InvalidInput) -> StandingInstruction? {
        switch form["sending"] ?? "" {
        case byPerson: nil
        case atOnce:
            try StandingInstruction(
                urgency: form["urgency"].flatMap(Urgency.init), request: form["request"].flatMap(RequestKind.init))
        default: throw InvalidInput("sending", "Choose what becomes of such a message.")
        }
    }

    func field(_ faults: FieldFaults) -> Choices {
        let urgencies = Urgency.allCases.map { Choices.Choice($0.rawValue, $0.title, hint: $0.explanation) }
        let requests = StandingInstruction.requests.map { Choices.Choice($0.rawValue, $0.title) }
        return Choices(
            "sending", legend: "What becomes of it",
            [
                .init(Self.byPerson, "A person of the team decides"),
                .init(
                    Self.atOnce, "It is sent at once",
                    hint: "Only what the student agreed to, in the name of the clinician whom the message names.",
                    reveals: [
                        .radios(
                            Choices(
                                "urgency", legend: "How soon the student has to be reached", urgencies,
                                chosen: [urgency].compactMap(\.self), error: faults["urgency"])),
                        .radios(
                            Choices(
                                "request", legend: "What is asked of the university", requests,
                                chosen: [request].compactMap(\.self), error: faults["request"])),
                    ]),
            ],
            chosen: [sending], error: faults["sending"])
    }
}
