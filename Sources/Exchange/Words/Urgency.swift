import Database
import Foundation

/// How soon the student has to be reached. The clinician chooses it; nothing computes it (NICE NG225).
public enum Urgency: String, Sendable, Codable, CaseIterable {
    case immediately, within48Hours, within7Days

    public var title: String {
        switch self {
        case .immediately: "Immediately"
        case .within48Hours: "Within 48 hours"
        case .within7Days: "Within 7 days"
        }
    }

    /// What the recipient is asked to keep to.
    public var explanation: String {
        switch self {
        case .immediately:
            "Somebody must acknowledge within an hour. If the team is closed, you must phone."
        case .within48Hours:
            "Where there is a risk of suicide: the student is contacted within 48 hours."
        case .within7Days:
            "The student is contacted within 7 days."
        }
    }

    /// Within how many seconds of being sent the student is to be contacted
    /// (NICE NG53 and QS159: 7 days, and 48 hours where there is a risk of suicide; 24 hours is our own promise).
    var contactWithin: TimeInterval {
        switch self {
        case .immediately: 24 * 3600
        case .within48Hours: 48 * 3600
        case .within7Days: 7 * 24 * 3600
        }
    }
}

extension Urgency: SQLConvertible {}
