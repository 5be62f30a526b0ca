import Vocabulary

extension NoticeDraft {
    /// The lines of the discharge protocol that follow from the draft itself: nobody ticks what they have just done.
    public static func answeredByDraft(_ asked: Asked) -> [ChecklistAnswer] {
        let consent: ChecklistAnswer =
            if asked.answer == .notAsked {
                ChecklistAnswer(.consentAsked, .notApplicable, reason: asked.notAskedReason?.title)
            } else {
                ChecklistAnswer(.consentAsked, .done)
            }
        return [
            ChecklistAnswer(.statusAsked, .done), consent,
            ChecklistAnswer(.universityTold, .done, reason: "By this notice"),
        ]
    }

    /// The lines that a person has to answer.
    public static let stepsToAnswer: [ProtocolStep] = [
        .crisisPlanShared, .disabledStudentsAllowanceExplained, .followUpAgreed,
    ]
}

extension NoticeDraft.Happened {
    func checkSteps(_ asked: NoticeDraft.Asked, _ faults: inout FaultList) -> [ChecklistAnswer] {
        NoticeDraft.answeredByDraft(asked) + NoticeDraft.stepsToAnswer.compactMap { checkStep($0, &faults) }
    }

    private func checkStep(_ step: ProtocolStep, _ faults: inout FaultList) -> ChecklistAnswer? {
        let field = Self.field(step)
        let ticked = checklist[step] ?? Ticked()
        let answer = faults.chosen(ticked.answer, field, "Choose whether this is done: \(step.title).")
        let why = Self.reasonField(step, answer)
        let reason = faults.take(try TypedText.optional(ticked.reason, field: why, called: "the reason", most: 300))
        guard let answer, let reason else { return nil }
        if let asked = answer.reasonAsked, reason == nil { faults.add(why, "\(asked): \(step.title).") }
        return ChecklistAnswer(step, answer, reason: reason)
    }

    /// Where the reason for `answer` is typed.
    public static func reasonField(_ step: ProtocolStep, _ answer: ChecklistAnswer.Answer?) -> String {
        "\(field(step))-\(answer == .notDone ? "undone" : "reason")"
    }
}
