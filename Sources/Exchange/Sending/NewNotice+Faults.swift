import Foundation
import Students
import Vocabulary

extension NewNotice {
    /// Everything that keeps it from being sent, each beside the field it is about.
    func faults(permitted: Set<InformationCategory>, at now: Date) -> [FieldFault] {
        contentFaults(permitted) + requestFaults + checklistFaults + timeFaults(now)
    }

    private func contentFaults(_ permitted: Set<InformationCategory>) -> [FieldFault] {
        if contents.isEmpty { return [FieldFault("contents", "Write what happened.")] }
        return contents.keys.filter { !permitted.contains($0) }.sorted().map {
            FieldFault($0.rawValue, "“\($0.title)” is not covered by the sharing decision, so it cannot be sent.")
        }
    }

    private var requestFaults: [FieldFault] {
        if requests.isEmpty { return [FieldFault("requests", "Choose what you ask of the university.")] }
        let vague = requests.contains { $0.kind.needsDetail && TypedText.clean($0.detail ?? "").isEmpty }
        return vague ? [FieldFault("requestDetail", "Say what else you ask of the university.")] : []
    }

    private var checklistFaults: [FieldFault] {
        guard kind.hasChecklist else { return [] }
        let answers = Dictionary(checklist.map { ($0.step, $0) }, uniquingKeysWith: { first, _ in first })
        return ProtocolStep.allCases.compactMap { step in
            guard let answer = answers[step] else {
                return FieldFault(step.rawValue, "Answer “\(step.title)”.")
            }
            guard let asked = answer.answer.reasonAsked, TypedText.clean(answer.reason ?? "").isEmpty else {
                return nil
            }
            return FieldFault(step.rawValue, "\(asked): \(step.title).")
        }
    }

    private func timeFaults(_ now: Date) -> [FieldFault] {
        happenedAt > now ? [FieldFault("happenedAt", "The time it happened must not be in the future.")] : []
    }
}
