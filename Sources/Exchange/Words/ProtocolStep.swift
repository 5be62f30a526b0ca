import Database

/// A step of the discharge protocol (product.md, C5).
public enum ProtocolStep: String, Sendable, Codable, CaseIterable {
    case statusAsked, consentAsked, universityTold, crisisPlanShared, disabledStudentsAllowanceExplained, followUpAgreed

    public var title: String {
        switch self {
        case .statusAsked: "Asked whether they are a student, and where"
        case .consentAsked: "Asked whether we may tell their university, and what"
        case .universityTold: "Told the university that they are leaving hospital"
        case .crisisPlanShared: "Shared the crisis plan with the student and, as agreed, with the university"
        case .disabledStudentsAllowanceExplained: "Explained the Disabled Students’ Allowance and how to apply"
        case .followUpAgreed: "Agreed who follows up within 48 hours or 7 days"
        }
    }
}

/// What was answered to one step of the protocol.
public struct ChecklistAnswer: Sendable, Hashable, Codable {
    public enum Answer: String, Sendable, Codable, CaseIterable {
        case done, notDone, notApplicable

        public var title: String {
            switch self {
            case .done: "Done"
            case .notDone: "Not done"
            case .notApplicable: "Does not apply"
            }
        }

        /// What to ask where the reason is missing; `nil` where it takes none. Whoever reads it has to know what is left to do,
        /// or why nothing is.
        public var reasonAsked: String? {
            switch self {
            case .done: nil
            case .notDone: "Say why this was not done, and who does it now"
            case .notApplicable: "Say why this does not apply"
            }
        }
    }

    public let step: ProtocolStep
    public let answer: Answer
    /// Why it was not done or does not apply; needed then, optional otherwise.
    public let reason: String?

    public init(_ step: ProtocolStep, _ answer: Answer, reason: String? = nil) {
        (self.step, self.answer, self.reason) = (step, answer, reason)
    }
}

extension ProtocolStep: SQLConvertible {}
extension ChecklistAnswer.Answer: SQLConvertible {}
