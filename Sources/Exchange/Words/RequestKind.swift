import Database

/// One thing that is asked of the recipient. Each is accepted, or declined with a reason.
public enum RequestKind: String, Sendable, Codable, CaseIterable {
    case checkInWithin48Hours, checkInWithin7Days, housingCheck, adjustments, holdSupport, awarenessOnly, other

    public var title: String {
        switch self {
        case .checkInWithin48Hours: "Check in with the student within 48 hours"
        case .checkInWithin7Days: "Check in with the student within 7 days"
        case .housingCheck: "Check that where they live is safe for them"
        case .adjustments: "Arrange adjustments to study"
        case .holdSupport: "Look out for the student from now on"
        case .awarenessOnly: "Nothing but to be aware"
        case .other: "Something else"
        }
    }

    /// As the student reads it.
    public var studentTitle: String {
        switch self {
        case .checkInWithin48Hours: "Check in with you within 48 hours"
        case .checkInWithin7Days: "Check in with you within 7 days"
        case .housingCheck: "Check that where you live is safe for you"
        case .adjustments: "Arrange adjustments to your study"
        case .holdSupport: "Look out for you from now on"
        case .awarenessOnly, .other: title
        }
    }

    /// Whether the sender has to say in words what is meant.
    public var needsDetail: Bool { self == .other }

    /// Whether it can only be met by reaching the student.
    public var needsContact: Bool { self != .awarenessOnly }
}

extension RequestKind: SQLConvertible {}
