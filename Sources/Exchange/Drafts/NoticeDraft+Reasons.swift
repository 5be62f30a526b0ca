import Foundation
import Students
import Vocabulary

extension NoticeDraft {
    /// The path without consent: every condition of DPA 2018 Sch 1 para 18, answered in words.
    public struct Reasons: Codable, Sendable, Equatable {
        public var categories: Set<InformationCategory> = []
        public var atRisk: Judgement?
        public var riskToOthers: Judgement?
        /// Whether the student can decide about this now.
        public var capacity: Capacity?
        public var noConsentBecause: NoConsentReason?
        public var words: [SafeguardingLimb: String] = [:]
        public var reviewOn = TypedDate()

        public init() {}

        /// The limbs that are answered in words; `review` is a date.
        public static let written: [SafeguardingLimb] = [
            .necessity, .protection, .noConsent, .publicInterest, .proportionality,
        ]
        public static let longestAnswer = 1_000

        public var isEmpty: Bool { self == Self() }

        /// What the page asks about a limb.
        public static func label(_ limb: SafeguardingLimb) -> String {
            limb == .noConsent ? "Say why, in your own words" : limb.question
        }

        /// What the page says where a limb has no answer: the list of errors is read without the questions.
        static func missing(_ limb: SafeguardingLimb) -> String {
            switch limb {
            case .noConsent: "Enter why there is no consent, in your own words."
            case .necessity: "Enter what harm could come to them, and how telling the university helps."
            case .protection: "Enter what they are at risk of, or that they are under 18."
            case .publicInterest: "Enter why protecting them outweighs keeping this confidential."
            case .proportionality: "Enter why it is these categories and this team."
            case .review: "Enter when this decision will be looked at again."
            }
        }

        /// The form field of a limb.
        public static func field(_ limb: SafeguardingLimb) -> String {
            limb == .review ? "reviewOn" : "words-\(limb.rawValue)"
        }
    }
}

extension NoticeDraft {
    /// Where the reasons begin: with what was ticked beside a yes that does not count by itself.
    public var reasonsSoFar: Reasons {
        guard reasons.isEmpty, consent.answer == .given else { return reasons }
        var begun = Reasons()
        begun.categories = consent.categories
        begun.capacity = consent.capacity == .notAssessed ? nil : consent.capacity
        return begun
    }
}

/// The reasoned path, complete.
public struct CheckedReasons: Sendable, Equatable {
    public let categories: Set<InformationCategory>
    public let atRisk: Judgement
    public let riskToOthers: Judgement
    public let capacity: Capacity
    public let reasons: SafeguardingReasons
}

extension NoticeDraft.Reasons {
    /// - Parameter age: the student's, in years: somebody under 18 is protected whether or not they are at risk.
    /// - Throws: `InvalidInput` with every fault. An answer that takes the ground away ("not at risk") is none: the
    ///   rule decides about it.
    public func check(today: CalendarDate, age: Int) throws(InvalidInput) -> CheckedReasons {
        var faults = FaultList()
        if categories.isEmpty { faults.add("categories", "Choose what the university needs to know.") }
        faults.take(try categories.requireContactHappened())
        let capacity = faults.chosen(capacity, "capacity", "Choose whether they can decide about this now.")
        if age >= 18, atRisk == nil { faults.add("atRisk", "Choose whether they are at risk.") }
        let others = faults.chosen(riskToOthers, "riskToOthers", "Choose whether other people are at risk.")
        let because = faults.chosen(noConsentBecause, "noConsentBecause", "Choose why there is no consent.")
        var words: [SafeguardingLimb: String] = [:]
        for limb in Self.written { words[limb] = faults.take(try answer(to: limb)) }
        let reviewOn = faults.take(try checkedReview(today))
        try faults.finish()
        return CheckedReasons(
            categories: categories, atRisk: atRisk ?? .notKnown, riskToOthers: others ?? .notKnown,
            capacity: capacity ?? .notAssessed,
            reasons: SafeguardingReasons(words: words, noConsentBecause: because, reviewOn: reviewOn)
        )
    }

    private func answer(to limb: SafeguardingLimb) throws(InvalidInput) -> String {
        let (field, label) = (Self.field(limb), "“\(Self.label(limb))”")
        guard let text = try TypedText.optional(words[limb], field: field, called: label, most: Self.longestAnswer)
        else {
            throw InvalidInput(field, Self.missing(limb))
        }
        guard SafeguardingReasons.saysSomething(text) else {
            throw InvalidInput(Self.field(limb), "Say it in a sentence, so that somebody who reads it later knows why.")
        }
        return text
    }

    private func checkedReview(_ today: CalendarDate) throws(InvalidInput) -> CalendarDate {
        let date = try reviewOn.required(field: "reviewOn", called: "the review date")
        guard date >= today else { throw InvalidInput("reviewOn", "The review date cannot be in the past.") }
        guard date <= today.adding(days: 366) else {
            throw InvalidInput("reviewOn", "Choose a review date within a year.")
        }
        return date
    }
}
