import Database
import Foundation
import Vocabulary

/// What sharing rests on. There is no permit without one.
public enum SharingBasis: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case consent
    /// DPA 2018 Sch 1 para 18, every limb answered in words.
    case safeguarding
    /// As `safeguarding`, against a refusal, by an information governance lead of the sender.
    case refusalSetAside
    /// As `refusalSetAside`, where other people are at risk (DHSC consensus statement 2021).
    case protectingOthers

    public var title: String {
        switch self {
        case .consent: "The student agreed"
        case .safeguarding: "To protect the student, without consent"
        case .refusalSetAside: "To protect the student, although they said no"
        case .protectingOthers: "To protect other people, although the student said no"
        }
    }
}

/// Why nothing may be shared.
public enum SharingBar: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case nothingWanted
    /// The student, or who may answer for them, said no or did not include what is wanted.
    case refused
    /// No consent, over 18, not at risk, no risk to others: the law gives no ground.
    case noGround
    /// A person looked at it, and decided not to share. Recorded, never computed.
    case decidedNotTo
}

/// What a person has to answer before information may leave.
public enum SharingQuestion: Sendable, Hashable, Codable {
    /// Ask the student, or say why they could not be asked.
    case askTheStudent
    /// The answers on record contradict each other: which one stands?
    case whichAnswerStands
    case limb(SafeguardingLimb)

    public var text: String {
        switch self {
        case .askTheStudent: "May we tell your university, and what? Or: why could the student not be asked?"
        case .whichAnswerStands: "The answers on record contradict each other. Which one stands, and why?"
        case .limb(let limb): limb.question
        }
    }
}

/// Share, do not share, or a person must decide.
public enum SharingOutcome: Sendable, Hashable {
    /// `until`: from then on it permits no new sharing; `nil` where nothing ends it.
    case share(Set<InformationCategory>, basis: SharingBasis, until: Date?)
    case doNotShare(SharingBar)
    case personMustDecide(Role, [SharingQuestion], by: Date)

    /// What may leave now.
    public var categories: Set<InformationCategory> {
        if case .share(let categories, _, _) = self { categories } else { [] }
    }
}

/// A wanted category that is not shared, and who, if anybody, could still decide that it is.
public struct LeftOut: Sendable, Hashable {
    public let category: InformationCategory
    public let decidableBy: Role?
}

/// The outcome, and what to tell people about it.
public struct SharingVerdict: Sendable, Hashable {
    public let outcome: SharingOutcome
    /// The consent it rests on, where it rests on one.
    public let consentID: ConsentID?
    public let leftOut: [LeftOut]
    /// Written to the student ("You agreed that …"); holds no name of theirs, and nothing anybody wrote.
    public let explanation: String
    /// For staff: what does not change the outcome and yet ought to be known.
    public let remarks: [String]

    /// The student's own standing yes, where it is what the sharing rests on.
    public func ownStandingConsent(among consents: [Consent]) -> Consent? {
        guard case .share(_, .consent, _) = outcome else { return nil }
        return consents.first { $0.id == consentID && $0.by.kind == .student && $0.exchangeID == nil }
    }
}
