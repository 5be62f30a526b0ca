import Database
import Foundation
import Students
import Vocabulary

/// How a clinician of the town asks a lead, and what a lead answers.
extension Town {
    static let share = TaskAnswer.share(
        [.contactHappened, .riskSummary], because: Example.reasons(), atRisk: .yes, riskToOthers: .no
    )

    /// Sam said no, and the clinician asks for a decision all the same.
    func refused(_ sam: PersonID) async throws -> SharingFacts {
        let no = try await record(NewConsent(to: leeds, for: nil, .refused), of: sam)
        var facts = facts(answer: no)
        facts.reasons = SafeguardingReasons()
        return facts
    }

    func raise(_ facts: SharingFacts, about sam: PersonID) async throws -> DecisionTaskID {
        let laid = DecisionCase(facts: facts, studentsWords: "Please don’t tell my tutor", request: "She is in danger")
        return try await engine.write { [keys, clinician, now = clock.now] in
            try StudentsStore.raiseTask(laid, about: sam, by: clinician, at: now, keys: keys, in: $0)
        }
    }
}
