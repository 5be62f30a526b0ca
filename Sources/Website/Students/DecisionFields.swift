import Students
import Vocabulary

/// The fields of a decision: two answers, each with what has to be said for it.
struct DecisionFields {
    let task: DecisionTask
    let form: DecisionForm
    let faults: FieldFaults

    init(_ task: DecisionTask, _ form: DecisionForm, _ faults: FieldFaults) {
        (self.task, self.form, self.faults) = (task, form, faults)
    }

    var choice: Choices {
        Choices(
            "choice", legend: "Your decision",
            [
                Choices.Choice(DecisionForm.doNotShare, "Do not share", reveals: [notSharedBecause]),
                Choices.Choice(
                    DecisionForm.share, "Share without consent",
                    hint: "Every question below has to be answered. The student can ask to read your answers.",
                    reveals: sharing
                ),
            ],
            chosen: [form.choice].compactMap(\.self), error: faults["choice"], size: .medium
        )
    }

    private var notSharedBecause: FormField {
        .area(
            TextArea(
                "notSharedBecause", label: "Why not?", value: form.notSharedBecause,
                hint: "For the clinician who asked, and for the record.", error: faults["notSharedBecause"], most: 2_000
            ))
    }

    private var sharing: [FormField] {
        [.checkboxes(categories), judgement("riskToOthers", "Are other people at risk?", form.riskToOthers)]
            + [written(.necessity), judgement("atRisk", "Is the student at risk?", form.atRisk), written(.protection)]
            + [
                .radios(noConsentBecause), written(.noConsent), written(.publicInterest), written(.proportionality),
                .date(review),
            ]
    }

    private var categories: Choices {
        Choices(
            "categories", legend: "What is shared?",
            task.laidBefore.facts.wanted.sorted().map { Choices.Choice($0.rawValue, $0.title, hint: $0.explanation) },
            chosen: form.categories, hint: "No more than is needed.", error: faults["categories"]
        )
    }

    private func judgement(_ name: String, _ question: String, _ chosen: String?) -> FormField {
        .radios(
            Choices(
                name, legend: question, Judgement.allCases.map { Choices.Choice($0.rawValue, $0.title) },
                chosen: [chosen].compactMap(\.self), error: faults[name], inline: true
            ))
    }

    private var noConsentBecause: Choices {
        Choices(
            "noConsentBecause", legend: "Why is there no consent?",
            NoConsentReason.allCases.map { Choices.Choice($0.rawValue, $0.title, hint: hint($0)) },
            chosen: [form.noConsentBecause].compactMap(\.self), error: faults["noConsentBecause"]
        )
    }

    /// The law knows three answers; "they said no" is a case of the second, and has to say why it is not left at that.
    private func hint(_ reason: NoConsentReason) -> String? {
        switch reason {
        case .refused:
            "To the law, a case of consent that cannot reasonably be obtained. Say why you cannot wait for them to change "
                + "their mind."
        case .cannotBeGiven: "They are not able to decide about this."
        case .cannotReasonablyBeObtained, .wouldPrejudiceProtection: nil
        }
    }

    /// The clinician's own words stand beside the question, and never in the lead's answer.
    private func written(_ limb: SafeguardingLimb) -> FormField {
        let theirs = task.laidBefore.facts.reasons?.words[limb].map { "\(task.raisedByName) wrote: “\($0)”" }
        return .area(
            TextArea(
                limb.rawValue, label: limb.question, value: form.words[limb], hint: theirs,
                error: faults[limb.rawValue], most: 2_000, rows: 3
            ))
    }

    private var review: DateField {
        DateField(
            "reviewOn", legend: SafeguardingLimb.review.question, value: form.reviewOn,
            hint: "On that day sharing by this decision ends.", error: faults["reviewOn"]
        )
    }
}
