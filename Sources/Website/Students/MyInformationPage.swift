import Exchange
import Foundation
import Students
import Vocabulary

struct MyInformationPage: Sendable {
    let toReaffirm: [MyAgreement]
    let notices: [MyNotice]
    let hasNotices: Bool
    let agreements: [MyAgreement]
    let hasAgreements: Bool
    /// What has ended, or was replaced by a later answer.
    let past: [MyAgreement]
    let hasPast: Bool
    /// How long each organisation keeps what it has, in sentences.
    let keeping: [String]
    let hasKeeping: Bool

    init(_ exchanges: [ExchangeAboutMe], _ consents: [AdvanceDecision], at now: Date) {
        notices = exchanges.map { MyNotice($0, at: now) }
        hasNotices = !notices.isEmpty
        let answers = consents.filter { $0.consent.answer != .notAsked && $0.consent.invalidatedAt == nil }
            .map { MyAgreement($0, among: consents, at: now) }
        (agreements, past) = (answers.filter(\.counts), answers.filter { !$0.counts })
        (hasAgreements, hasPast) = (!agreements.isEmpty, !past.isEmpty)
        toReaffirm = answers.filter(\.asksAgain)
        keeping = Self.keeping(exchanges.flatMap(\.keptBy))
        hasKeeping = !keeping.isEmpty
    }

    /// One sentence for each organisation, in the order in which they come.
    private static func keeping(_ sides: [KeptBy]) -> [String] {
        var seen: Set<String> = []
        return sides.filter { seen.insert($0.organisation).inserted }.map { side in
            let years = UKTime.count(side.policy.years, "year")
            return side.policy.isNHS
                ? "\(side.organisation) keeps it for \(years) after it was last in touch with you or about you. "
                    + "That is the rule for mental health records in the NHS."
                : "\(side.organisation) keeps each notice for \(years) after the last entry in it."
        }
    }
}
