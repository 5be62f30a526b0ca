/// How far an exchange has come, for a system that shows many of them.
public enum Standing: String, Sendable, CaseIterable {
    /// Nobody of the team that has it now has opened it.
    case waiting
    case opened
    /// Acknowledged, and nobody has done more yet.
    case acknowledged
    /// Somebody has taken it on, or the student has been reached.
    case inHand
    case closed, declined, recalled, enteredInError

    /// As FHIR names the same, for who asks and who is told (http://hl7.org/fhir/R4/valueset-task-status.html).
    public var taskStatus: String {
        switch self {
        case .waiting: "requested"
        case .opened: "received"
        case .acknowledged: "accepted"
        case .inHand: "in-progress"
        case .closed: "completed"
        case .declined: "rejected"
        case .recalled: "cancelled"
        case .enteredInError: "entered-in-error"
        }
    }
}
