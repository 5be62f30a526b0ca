import Exchange
import Students
import Vocabulary

struct ReasonsPage: Sendable {
    let frame: StepFrame
    let errorSummary: ErrorSummary?
    /// Why this page: they said no, or could not be asked.
    let why: String
    /// Who decides, once it is written down.
    let whoDecides: String
    let endPath: String
    let fields: [FormField]

    init(_ review: DraftReview, _ state: StepState, today: CalendarDate) {
        let (reasons, faults) = (review.notice.reasonsSoFar, state.faults)
        let refused = review.refusal != nil
        frame = StepFrame(.reasons, review, state)
        errorSummary = faults.summary
        why =
            review.earlierRefusal.map { "They said no on \($0.spokenMoment), and nobody could ask them again." }
            ?? (refused ? "They said no." : review.notice.whyNoYes)
        whoDecides =
            refused
            ? "A no is set aside only by an information governance lead of your organisation, who gets your answers at "
                + "once, also if other people are at risk. Where somebody is in danger now, do not wait for it: 999, "
                + "your crisis plan, your senior on call."
            : "With every answer given, you decide."
        endPath = review.path("end")
        fields =
            Self.judgements(reasons, faults) + Self.written(reasons, faults) + [
                Self.review(review.notice.reasons, faults, today)
            ]
    }

    private static func judgements(_ reasons: NoticeDraft.Reasons, _ faults: FieldFaults) -> [FormField] {
        [
            .checkboxes(
                Choices(
                    "categories", legend: "What the university needs to know, and no more",
                    InformationCategory.allCases.map { .init($0.rawValue, $0.title, hint: $0.explanation) },
                    chosen: reasons.categories.map(\.rawValue), error: faults["categories"])),
            .radios(
                Choices(
                    "capacity", legend: "Can they decide about this now?",
                    Capacity.allCases.map { .init($0.rawValue, $0.title) },
                    chosen: [reasons.capacity?.rawValue].compactMap(\.self), error: faults["capacity"])),
            .radios(
                Choices(
                    "atRisk", legend: "Are they at risk?", Judgement.allCases.map { .init($0.rawValue, $0.title) },
                    chosen: [reasons.atRisk?.rawValue].compactMap(\.self),
                    hint:
                        "They need care and support, harm is happening or likely, and they cannot protect themselves from it "
                        + "because of those needs.",
                    error: faults["atRisk"])),
            .radios(
                Choices(
                    "riskToOthers", legend: "Are other people at risk?",
                    Judgement.allCases.map { .init($0.rawValue, $0.title) },
                    chosen: [reasons.riskToOthers?.rawValue].compactMap(\.self), error: faults["riskToOthers"])),
            .radios(
                Choices(
                    "noConsentBecause", legend: "Why is there no consent?",
                    NoConsentReason.allCases.map { .init($0.rawValue, $0.title) },
                    chosen: [reasons.noConsentBecause?.rawValue].compactMap(\.self),
                    error: faults["noConsentBecause"])),
        ]
    }

    private static func written(_ reasons: NoticeDraft.Reasons, _ faults: FieldFaults) -> [FormField] {
        let order: [SafeguardingLimb] = [.noConsent, .necessity, .protection, .publicInterest, .proportionality]
        return order.map { limb in
            let field = NoticeDraft.Reasons.field(limb)
            return .area(
                TextArea(
                    field, label: NoticeDraft.Reasons.label(limb), value: reasons.words[limb], error: faults[field],
                    most: NoticeDraft.Reasons.longestAnswer, rows: 3))
        }
    }

    /// A week ahead unless another day was entered: nobody should have to count days at night.
    private static func review(
        _ reasons: NoticeDraft.Reasons, _ faults: FieldFaults, _ today: CalendarDate
    ) -> FormField {
        let value = reasons.isEmpty ? TypedDate(today.adding(days: 7)) : reasons.reviewOn
        return .date(
            DateField(
                "reviewOn", legend: SafeguardingLimb.review.question, value: value,
                hint: "Sharing by this decision ends after that day.", error: faults["reviewOn"]))
    }
}

extension NoticeDraft {
    /// Why what was answered lets nothing through by itself.
    fileprivate var whyNoYes: String {
        let theyCannot = consent.capacity == .lacks || consent.capacity == .failedCheckNow
        guard consent.answer == .given, consent.giver == .student, theyCannot else {
            return "There is no yes from the student for this."
        }
        return "They said yes, and you noted that they cannot decide about this: a yes does not count then by itself. "
            + "What you ticked is below."
    }
}
