import Vocabulary

/// One condition for sharing without consent (DPA 2018 Sch 1 para 18, and the Caldicott principles); all must be met.
public enum SafeguardingLimb: String, Sendable, Codable, CaseIterable {
    /// para 18(1)(a): necessary to protect from neglect or harm, or to protect wellbeing.
    case necessity
    /// para 18(1)(b): under 18, or 18 and over and at risk.
    case protection
    /// para 18(1)(c) and (2): why it is done without consent.
    case noConsent
    /// para 18(1)(d).
    case publicInterest
    /// No more than is needed, to no more people than need it (Caldicott principles 2 and 3).
    case proportionality
    /// When somebody looks at this decision again.
    case review

    public var question: String {
        switch self {
        case .necessity: "What harm could come to them if the university is not told, and how does telling it help?"
        case .protection: "Are they under 18, or at risk? Of what, and why can they not protect themselves?"
        case .noConsent: "Why is this done without their consent?"
        case .publicInterest: "Why does protecting them outweigh keeping this confidential?"
        case .proportionality: "Why these categories and this team, and nothing more?"
        case .review: "When will this decision be looked at again?"
        }
    }
}

/// Why there is no consent, as the law puts it (para 18(2)).
public enum NoConsentReason: String, Sendable, Codable, CaseIterable {
    case cannotBeGiven, cannotReasonablyBeObtained, wouldPrejudiceProtection
    /// Asked for, and not obtained (para 18(2)(b)): the words beside it say why it is not left at that.
    case refused

    public var title: String {
        switch self {
        case .cannotBeGiven: "They cannot give it"
        case .cannotReasonablyBeObtained: "We cannot reasonably be expected to obtain it"
        case .wouldPrejudiceProtection: "Asking for it would get in the way of protecting them"
        case .refused: "They were asked and said no"
        }
    }
}

/// The reasons somebody gives for sharing without consent. An empty one means that they propose it and have yet to say why.
public struct SafeguardingReasons: Sendable, Hashable, Codable {
    /// In words, for each limb but `review`, which is `reviewOn`.
    public var words: [SafeguardingLimb: String]
    public var noConsentBecause: NoConsentReason?
    public var reviewOn: CalendarDate?

    public init(
        words: [SafeguardingLimb: String] = [:], noConsentBecause: NoConsentReason? = nil,
        reviewOn: CalendarDate? = nil
    ) {
        (self.words, self.noConsentBecause, self.reviewOn) = (words, noConsentBecause, reviewOn)
    }

    /// The limbs that are still without an answer on `day`. A word alone is none, and neither is a review date that has
    /// passed.
    public func unanswered(on day: CalendarDate) -> [SafeguardingLimb] {
        SafeguardingLimb.allCases.filter { limb in
            switch limb {
            case .review: reviewOn.map { $0 < day } ?? true
            case .noConsent: noConsentBecause == nil || !Self.saysSomething(words[limb])
            default: !Self.saysSomething(words[limb])
            }
        }
    }

    /// The fewest letters of an answer; the shortest sentence that tells anybody anything has them.
    public static let fewestLetters = 8

    /// Whether an answer is more than a word, so that somebody who reads it later learns why.
    public static func saysSomething(_ answer: String?) -> Bool {
        guard let answer else { return false }
        let letters = answer.lazy.filter { $0.isLetter }.prefix(fewestLetters)
        let afterFirstWord = answer.drop { $0.isWhitespace }.drop { !$0.isWhitespace }
        return letters.count == fewestLetters && afterFirstWord.contains { !$0.isWhitespace }
    }
}
