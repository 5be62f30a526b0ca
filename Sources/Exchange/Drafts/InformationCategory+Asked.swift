import Students

extension InformationCategory {
    /// What the box for it asks, and by which a fault names it.
    public var asked: String {
        switch self {
        case .contactHappened: "Anything to add about the contact itself?"
        case .riskSummary: "What are people worried about?"
        case .riskManagementPlan: "What helps, and what to do if it gets worse?"
        case .dischargePlan: "What happens next on the NHS side, and who does it?"
        case .careTeam: "Anything to add about the care team?"
        case .medication: "Medication the university needs to know of"
        case .adjustments: "What would make studying or living in halls manageable?"
        }
    }
}
