import Database
import Vocabulary

/// What may be told, cut so that a student can say yes to one thing and no to another (product.md, C1).
public enum InformationCategory: String, Sendable, Codable, CaseIterable, Comparable, SQLConvertible {
    case contactHappened, riskSummary, riskManagementPlan, dischargePlan, careTeam, medication, adjustments

    /// As staff read it beside a box to tick.
    public var title: String {
        switch self {
        case .contactHappened: "That contact happened"
        case .riskSummary: "Risk summary"
        case .riskManagementPlan: "Plan for managing risk"
        case .dischargePlan: "Discharge plan"
        case .careTeam: "Care team"
        case .medication: "Medication"
        case .adjustments: "Adjustments needed"
        }
    }

    /// What the category covers, and what it does not, as staff read it aloud to the student or write it.
    public var explanation: String {
        switch self {
        case .contactHappened: "Where and when the student was seen. Nothing about why. Every notice tells this."
        case .riskSummary: "What people are worried about, in words. No score."
        case .riskManagementPlan: "What helps to keep the student safe, and what to do if things get worse."
        case .dischargePlan: "What was agreed for after this contact, and who does it."
        case .careTeam: "Which NHS team looks after the student, and how to reach it."
        case .medication: "Medicines that the university needs to know of, for example where they are to be kept."
        case .adjustments: "What would make studying, exams or living in halls manageable. No diagnosis."
        }
    }

    /// The same as the student reads it in their own portal and on the print-out.
    public var studentTitle: String {
        switch self {
        case .contactHappened: "That the NHS saw you"
        case .riskSummary: "What people are worried about"
        case .riskManagementPlan: "What helps to keep you safe"
        case .dischargePlan: "What was agreed for afterwards"
        case .careTeam: "Which NHS team looks after you"
        case .medication: "Your medicines"
        case .adjustments: "What would make studying easier"
        }
    }

    public var studentExplanation: String {
        switch self {
        case .contactHappened:
            "Where and when you were seen. Nothing about why. Whatever else they are told, they see this."
        case .riskSummary: "The main worries about your safety, in words. Never a score."
        case .riskManagementPlan: "What helps when things are hard, and what to do if they get worse."
        case .dischargePlan: "What you and the NHS agreed would happen next, and who does it."
        case .careTeam: "The name of the team, and how your university can reach it."
        case .medication: "Only what your university needs to know, for example where to keep them safe."
        case .adjustments: "For example more time for an exam, or a quieter room. No diagnosis."
        }
    }

    /// Where the category stands in every list.
    public static func < (a: Self, b: Self) -> Bool { a.position < b.position }

    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Set<InformationCategory> {
    /// Whether a notice can keep to it: who sends it, and when, tells that contact happened whatever else it holds.
    public var sayThatContactHappened: Bool { contains(.contactHappened) }

    /// A fault beside `categories` where something is chosen, and not what every notice tells.
    public func requireContactHappened() throws(InvalidInput) {
        guard !isEmpty, !sayThatContactHappened else { return }
        throw InvalidInput(
            "categories",
            "Choose “\(InformationCategory.contactHappened.title)” too: every notice tells that, by who sends it and when."
        )
    }

    public static var all: Self { Set(InformationCategory.allCases) }

    /// As it is kept in a column: raw values in the order of the list, with commas.
    public var stored: String { sorted().map(\.rawValue).joined(separator: ",") }

    /// Unknown words are left out: a category that no longer exists permits nothing.
    public init(stored: String) {
        self = Set(stored.split(separator: ",").compactMap { InformationCategory(rawValue: String($0)) })
    }
}
