/// One page of the way from "who" to "sent".
public enum DraftStep: String, Sendable, Codable, CaseIterable {
    case who, student, consent, reasons, happened, check

    /// The number shown: `reasons` belongs to the third question and has none of its own.
    public var number: Int {
        switch self {
        case .who: 1
        case .student: 2
        case .consent, .reasons: 3
        case .happened: 4
        case .check: 5
        }
    }

    public var title: String {
        switch self {
        case .who: "Who is it about?"
        case .student: "Are they a student?"
        case .consent: "May we tell their university?"
        case .reasons: "Sharing without consent"
        case .happened: "What happened"
        case .check: "Check and send"
        }
    }
}
