import Foundation
import Students
import Testing
import Vocabulary

@Suite("The sharing decision, every combination of facts")
struct TruthTableTests {
    @Test("agrees with the tables", arguments: Oracle.OwnRecord.allCases, Oracle.Now.allCases)
    func everyCombination(record: Oracle.OwnRecord, now: Oracle.Now) {
        var differing: [Oracle] = []
        for others in Oracle.Others.allCases {
            for capacity in Capacity.allCases {
                for age in [15, 17, 20] {
                    differing += disagreements(record, now, others, capacity, age)
                }
            }
        }
        #expect(differing.isEmpty, "\(differing.count) differ, first \(String(describing: differing.first))")
    }

    private func disagreements(
        _ record: Oracle.OwnRecord, _ now: Oracle.Now, _ others: Oracle.Others, _ capacity: Capacity, _ age: Int
    ) -> [Oracle] {
        var differing: [Oracle] = []
        for atRisk in Judgement.allCases {
            for riskToOthers in Judgement.allCases {
                for reasons in Oracle.Reasons.allCases {
                    for who in Oracle.Who.allCases {
                        let oracle = Oracle(
                            record: record, now: now, others: others, capacity: capacity, age: age, atRisk: atRisk,
                            riskToOthers: riskToOthers, reasons: reasons, who: who
                        )
                        let outcome = SharingRule.decide(oracle.facts, at: Example.now).outcome
                        if !oracle.answer.matches(outcome) { differing.append(oracle) }
                    }
                }
            }
        }
        return differing
    }
}

extension Oracle.Answer {
    func matches(_ outcome: SharingOutcome) -> Bool {
        switch outcome {
        case .share(let categories, let basis, _): self == .share(basis) && categories == [.riskSummary]
        case .doNotShare(let bar): self == .not(bar)
        case .personMustDecide(let role, let questions, _): self == .ask(role) && !questions.isEmpty
        }
    }
}
