import Foundation
import Students
import Vocabulary

/// What an information governance lead has entered so far.
struct DecisionForm: Sendable {
    var choice: String?
    var categories: [String] = []
    var atRisk: String?
    var riskToOthers: String?
    var noConsentBecause: String?
    var words: [SafeguardingLimb: String] = [:]
    var reviewOn = TypedDate()
    var notSharedBecause: String?

    static let share = "share"
    static let doNotShare = "doNotShare"
    /// The limbs that are answered by writing, in the order of the law.
    static let written = SafeguardingLimb.allCases.filter { $0 != .review }

    /// As it is first shown: the clinician's facts, and no words put into the lead's mouth.
    init(_ task: DecisionTask) {
        let facts = task.laidBefore.facts
        categories = facts.wanted.sorted().map(\.rawValue)
        (atRisk, riskToOthers) = (facts.atRisk.rawValue, facts.riskToOthers.rawValue)
    }

    init(_ form: Form) {
        (choice, categories) = (form["choice"], form.all("categories"))
        (atRisk, riskToOthers) = (form["atRisk"], form["riskToOthers"])
        noConsentBecause = form["noConsentBecause"]
        for limb in Self.written { words[limb] = form[limb.rawValue] }
        reviewOn = TypedDate(day: form["reviewOn-day"], month: form["reviewOn-month"], year: form["reviewOn-year"])
        notSharedBecause = form["notSharedBecause"]
    }

    /// - Throws: `InvalidInput` for what can be seen from the form alone; the rule says the rest.
    func answer() throws(InvalidInput) -> TaskAnswer {
        switch choice {
        case Self.doNotShare: return .doNotShare(because: notSharedBecause ?? "")
        case Self.share: return try sharing()
        default: throw InvalidInput("choice", "Choose whether it is shared.")
        }
    }

    private func sharing() throws(InvalidInput) -> TaskAnswer {
        var reasons = SafeguardingReasons(noConsentBecause: noConsentBecause.flatMap(NoConsentReason.init))
        for limb in Self.written {
            reasons.words[limb] = try TypedText.optional(
                words[limb], field: limb.rawValue, called: "your answer", most: 2_000
            )
        }
        reasons.reviewOn = try reviewOn.optional(field: "reviewOn", called: "the day of the review")
        return .share(
            Set(categories.compactMap(InformationCategory.init)), because: reasons,
            atRisk: atRisk.flatMap(Judgement.init) ?? .notKnown,
            riskToOthers: riskToOthers.flatMap(Judgement.init) ?? .notKnown
        )
    }
}
