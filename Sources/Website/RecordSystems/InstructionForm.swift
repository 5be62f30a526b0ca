import Exchange
import Vocabulary

/// What a manager chose about messages whose student decided in advance.
struct InstructionForm: Sendable {
    let sending: String
    let urgency: String?
    let request: String?
    let unsaidKind: String?

    private static let (byPerson, atOnce, eachTime) = ("person", "at-once", "each-time")
    private static let unsaidHint =
        "A referral (BaRS) or a transfer does not say it. If those of this system are always about the same thing, choose it here. A message that says what happened is sent as that."

    /// - Returns: `nil` where the form was not sent.
    init?(_ form: Form) {
        guard let sending = form["sending"] else { return nil }
        (self.sending, urgency, request) = (sending, form["urgency"], form["request"])
        unsaidKind = form["unsaidKind"]
    }

    /// What is kept.
    init(_ kept: StandingInstruction?) {
        sending = kept == nil ? Self.byPerson : Self.atOnce
        (urgency, request) = (kept?.urgency.rawValue, kept?.request.rawValue)
        unsaidKind = kept?.unsaidKind?.rawValue
    }

    /// - Returns: `nil` where a person is to decide each time.
    /// - Throws: `InvalidInput` where nothing was chosen, how soon or what is asked is missing, or what was chosen
    ///   is not offered.
    static func checked(_ form: Form) throws(InvalidInput) -> StandingInstruction? {
        switch form["sending"] ?? "" {
        case byPerson: nil
        case atOnce:
            try StandingInstruction(
                urgency: form["urgency"].flatMap(Urgency.init), request: form["request"].flatMap(RequestKind.init),
                unsaidKind: kind(form["unsaidKind"] ?? eachTime))
        default: throw InvalidInput("sending", "Choose what becomes of such a message.")
        }
    }

    func field(_ faults: FieldFaults) -> Choices {
        let urgencies = Urgency.allCases.map { Choices.Choice($0.rawValue, $0.title, hint: $0.explanation) }
        let requests = StandingInstruction.requests.map { Choices.Choice($0.rawValue, $0.title) }
        let kinds = StandingInstruction.unsaidKinds.map { Choices.Choice($0.rawValue, $0.title, hint: $0.explanation) }
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
                        .radios(
                            Choices(
                                "unsaidKind", legend: "A message that does not say what happened",
                                [.init(Self.eachTime, "A person of the team decides")] + kinds,
                                chosen: [unsaidKind ?? Self.eachTime], hint: Self.unsaidHint,
                                error: faults["unsaidKind"])),
                    ]),
            ],
            chosen: [sending], error: faults["sending"])
    }

    private static func kind(_ chosen: String) throws(InvalidInput) -> ExchangeKind? {
        if chosen == eachTime { return nil }
        guard let kind = ExchangeKind(rawValue: chosen) else {
            throw InvalidInput("unsaidKind", "Choose what such a message is about.")
        }
        return kind
    }
}
