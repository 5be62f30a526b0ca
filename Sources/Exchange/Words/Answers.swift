import Database

/// How somebody tried to reach, or reached, the student.
public enum ContactWay: String, Sendable, Codable, CaseIterable {
    case inPerson, telephone, videoCall, textMessage, email, visit, throughOthers

    public var title: String {
        switch self {
        case .inPerson: "In person"
        case .telephone: "Telephone"
        case .videoCall: "Video call"
        case .textMessage: "Text message"
        case .email: "Email"
        case .visit: "Visit to where they live"
        case .throughOthers: "Through somebody else at the university"
        }
    }
}

/// What came of an attempt that did not reach the student.
public enum AttemptOutcome: String, Sendable, Codable, CaseIterable {
    case noAnswer, messageLeft, wrongDetails, notThere

    public var title: String {
        switch self {
        case .noAnswer: "No answer"
        case .messageLeft: "Left a message"
        case .wrongDetails: "The number or address was wrong"
        case .notThere: "Was not there"
        }
    }
}

/// Why a recipient says that it is not theirs.
public enum DeclineReason: String, Sendable, Codable, CaseIterable {
    case notOurStudent, leftTheUniversity, wrongTeam, alreadyWithAnotherService, other

    public var title: String {
        switch self {
        case .notOurStudent: "Not our student"
        case .leftTheUniversity: "Has left the university"
        case .wrongTeam: "Another team has to receive this"
        case .alreadyWithAnotherService: "Already with another service"
        case .other: "Another reason"
        }
    }
}

/// How an exchange ended.
public enum Outcome: String, Sendable, Codable, CaseIterable {
    case supportInPlace, studentDeclinedSupport, supportElsewhere, couldNotReach, noActionNeeded
    /// Nothing more is done with it; offered, and right, only then.
    case consentWithdrawn

    /// Those to choose from where the student has not withdrawn consent.
    public static let choices = allCases.filter { $0 != .consentWithdrawn }

    public var title: String {
        switch self {
        case .supportInPlace: "Student contacted, support is in place"
        case .studentDeclinedSupport: "Student contacted, did not want support"
        case .supportElsewhere: "Student contacted, another service supports them"
        case .couldNotReach: "Could not reach the student"
        case .noActionNeeded: "Noted, nothing else was asked"
        case .consentWithdrawn: "The student withdrew consent"
        }
    }

    /// Whether it says that the student was reached, which then must have been recorded.
    public var claimsContact: Bool {
        switch self {
        case .supportInPlace, .studentDeclinedSupport, .supportElsewhere: true
        case .couldNotReach, .noActionNeeded, .consentWithdrawn: false
        }
    }
}

extension Outcome: SQLConvertible {}
