import Database

/// Why something that came by MESH waits for the operator.
public enum MESHReason: String, Sendable, CaseIterable {
    case otherWorkflow = "other-workflow"
    case unknownSender = "unknown-sender"
    case notAMessage = "not-a-message"
    case refused = "refused"
    case tooLarge = "too-large"
    case strangeReport = "report-of-nothing"

    public var words: String {
        switch self {
        case .otherWorkflow: "It is of a workflow that is not set here."
        case .unknownSender: "No record system has this mailbox, or you have not confirmed it yet."
        case .notAMessage: "It is no FHIR message. Its sender was told."
        case .refused: "It is a message that cannot be taken. Its sender was told why."
        case .tooLarge: "It is larger than 20 megabytes, and was left on MESH: its sender hears that nobody took it."
        case .strangeReport: "It reports on something that was not sent from here."
        }
    }
}

extension MESHReason: SQLConvertible {}
