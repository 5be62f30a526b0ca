import Database
import Foundation
import Vocabulary

/// Whom information is for: a team, or a whole organisation where no team is named (it has not joined).
public struct SharingRecipient: Sendable, Hashable, Codable {
    public let organisationID: OrganisationID
    public let serviceID: ServiceID?

    public init(organisation: OrganisationID, service: ServiceID? = nil) {
        (organisationID, serviceID) = (organisation, service)
    }
}

public enum ConsentAnswer: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case given, refused, notAsked
}

/// Who answered. `name` keeps two parents apart; the student needs none.
public struct AnswerGiver: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable, SQLConvertible {
        case student
        /// Somebody with parental responsibility; counts for a student under 16 only.
        case parent
        /// An attorney for health and welfare, or a deputy of the Court of Protection; counts where the student
        /// cannot decide (Mental Capacity Act 2005 ss 9, 16).
        case attorney

        public var title: String {
            switch self {
            case .student: "The student"
            case .parent: "A person with parental responsibility"
            case .attorney: "An attorney for health and welfare, or a deputy"
            }
        }
    }

    public let kind: Kind
    public let name: String?

    public init(_ kind: Kind, name: String? = nil) { (self.kind, self.name) = (kind, name) }

    public static let student = AnswerGiver(.student)
}

/// How the answer came.
public enum ConsentRoute: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case spoken, written, telephone, interpreter, portal

    public var title: String {
        switch self {
        case .spoken: "Said face to face"
        case .written: "In writing"
        case .telephone: "By telephone"
        case .interpreter: "Through an interpreter or communication support"
        case .portal: "By the student, signed in to Footbridge"
        }
    }
}

/// Why the question was not put.
public enum NotAskedReason: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case tooUnwell, unconscious, leftBeforeAsked, noSharedLanguage, unsafeToAsk

    public var title: String {
        switch self {
        case .tooUnwell: "Too unwell or distressed to be asked"
        case .unconscious: "Unconscious or sedated"
        case .leftBeforeAsked: "Left before they could be asked"
        case .noSharedLanguage: "No interpreter could be found in time"
        case .unsafeToAsk: "Asking would have put them, or somebody else, in danger"
        }
    }
}

/// Whether the person could decide about this at the time (Mental Capacity Act 2005 ss 2-3).
public enum Capacity: String, Sendable, Codable, CaseIterable, SQLConvertible {
    case has, lacks
    /// From 16 on, capacity is presumed (s 1(2)).
    case notAssessed
    /// A check made just now was not passed: they may be able again tomorrow.
    case failedCheckNow

    public var title: String {
        switch self {
        case .has: "Yes, they can decide"
        case .lacks: "No, and this is lasting"
        case .notAssessed: "There was no reason to doubt it, so it was not assessed"
        case .failedCheckNow: "Not now: checked, and at present they cannot"
        }
    }

    /// Whether an answer given in this state binds. Below 16 ability is not presumed (Gillick).
    public func isAble(age: Int) -> Bool {
        switch self {
        case .has: true
        case .notAssessed: age >= 16
        case .lacks, .failedCheckNow: false
        }
    }
}

/// One answer about sharing with one recipient.
public struct Consent: Sendable, Hashable, Codable {
    public let id: ConsentID
    public let personID: PersonID
    public let recipient: SharingRecipient
    /// The episode it is for; `nil` where it stands until changed.
    public let exchangeID: ExchangeID?
    public let answer: ConsentAnswer
    /// What was agreed to; empty for a refusal.
    public let categories: Set<InformationCategory>
    public let by: AnswerGiver
    public let route: ConsentRoute
    public let notAskedReason: NotAskedReason?
    /// Of whoever answered, at that moment.
    public let capacity: Capacity
    public let inCrisis: Bool
    /// Whether it may be acted on with nobody asking them first. Everybody who was not offered this was promised a question;
    /// `nil` in cases that were laid before a lead until then.
    public let withoutAsking: Bool?
    /// Consent given in crisis counts for new sharing until here, unless it was reaffirmed.
    public let reaffirmBy: Date?
    public var reaffirmedAt: Date?
    public let recordedBy: OrganisationID?
    /// From when it counts: the moment it was written down, or, handed on by a record system, the moment it was said.
    public let recordedAt: Date
    public let expiresAt: Date?
    public var withdrawnAt: Date?
    public var invalidatedAt: Date?

    /// The end of the day after `moment`: until then consent given in crisis counts without being reaffirmed.
    public static func reaffirmBy(after moment: Date) -> Date { CalendarDate(moment).adding(days: 2).start }

    /// How long a yes is acted on with nobody asking, in seconds; after that, the student is asked first as others are.
    public static let unaskedFor: TimeInterval = 365 * 86_400

    /// How long a no said at one contact is heard at others with the same organisation where nobody can ask, in seconds:
    /// four weeks, as long as an exchange may stay open.
    public static let noIsHeardFor: TimeInterval = 28 * 86_400

    /// Whether it may be acted on at `now` with nobody asking first.
    public func mayGoUnasked(at now: Date) -> Bool {
        withoutAsking == true && recordedAt.addingTimeInterval(Self.unaskedFor) > now
    }

    /// From when this yes no longer permits new sharing; `nil` where nothing ends it.
    public var endsAt: Date? {
        [expiresAt, reaffirmedAt == nil ? reaffirmBy : nil].compactMap(\.self).min()
    }
}

/// An answer as it was taken just now, before it is on record.
public struct NewConsent: Sendable, Hashable, Codable {
    public var recipient: SharingRecipient
    /// Set: for this episode only. `nil`: standing.
    public var exchangeID: ExchangeID?
    public var answer: ConsentAnswer
    public var categories: Set<InformationCategory>
    public var by: AnswerGiver
    public var route: ConsentRoute
    public var notAskedReason: NotAskedReason?
    public var capacity: Capacity
    public var inCrisis: Bool
    public var withoutAsking: Bool
    public var expiresAt: Date?

    public init(
        to recipient: SharingRecipient, for exchangeID: ExchangeID?, _ answer: ConsentAnswer,
        categories: Set<InformationCategory> = [], by giver: AnswerGiver = .student, route: ConsentRoute = .spoken,
        notAskedReason: NotAskedReason? = nil, capacity: Capacity = .notAssessed, inCrisis: Bool = false,
        withoutAsking: Bool = false, expiresAt: Date? = nil
    ) {
        (self.recipient, self.exchangeID, self.answer, self.categories) = (recipient, exchangeID, answer, categories)
        (by, self.route, self.notAskedReason) = (giver, route, notAskedReason)
        (self.capacity, self.inCrisis) = (capacity, inCrisis)
        (self.withoutAsking, self.expiresAt) = (withoutAsking, expiresAt)
    }

    /// The answer as it will stand on record.
    public func recorded(about person: PersonID, by organisation: OrganisationID?, at now: Date) -> Consent {
        Consent(
            id: ConsentID(at: now), personID: person, recipient: recipient, exchangeID: exchangeID, answer: answer,
            categories: answer == .given ? categories : [], by: by, route: route,
            notAskedReason: answer == .notAsked ? notAskedReason : nil, capacity: capacity, inCrisis: inCrisis,
            withoutAsking: answer == .given && exchangeID == nil && withoutAsking,
            reaffirmBy: answer == .given && inCrisis ? Consent.reaffirmBy(after: now) : nil, reaffirmedAt: nil,
            recordedBy: organisation, recordedAt: now, expiresAt: answer == .given ? expiresAt : nil,
            withdrawnAt: nil, invalidatedAt: nil
        )
    }
}
