import Database
import Foundation
import Vocabulary

/// The answer to "are you a student, and where?".
public enum StudentAnswer: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case yes, no, prefersNotToSay, couldNotBeAsked

    public var title: String {
        switch self {
        case .yes: "Yes"
        case .no: "No"
        case .prefersNotToSay: "Prefers not to say"
        case .couldNotBeAsked: "Could not be asked"
        }
    }
}

/// Whether somebody is a student, and where, as they said on one occasion; the latest answer counts.
public struct StudentStatus: Sendable, Hashable, Codable {
    public let answer: StudentAnswer
    public let providerID: OrganisationID?
    public let campusID: CampusID?
    public let distanceLearner: Bool
    public let livesAtHome: Bool
    /// How they may be reached, in their words.
    public let safeContact: String?
    /// How they must not be reached: "no letters home".
    public let unsafeContact: String?

    public init(
        _ answer: StudentAnswer, provider: OrganisationID? = nil, campus: CampusID? = nil,
        distanceLearner: Bool = false, livesAtHome: Bool = false, safeContact: String? = nil,
        unsafeContact: String? = nil
    ) {
        (self.answer, providerID, campusID) = (answer, provider, campus)
        (self.distanceLearner, self.livesAtHome) = (distanceLearner, livesAtHome)
        (self.safeContact, self.unsafeContact) = (safeContact, unsafeContact)
    }
}

/// A status as it stands on record.
public struct RecordedStatus: Sendable, Hashable {
    public let status: StudentStatus
    /// `nil` where the student wrote it down themselves.
    public let askedBy: OrganisationID?
    public let recordedAt: Date
}
