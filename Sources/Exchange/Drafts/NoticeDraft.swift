import Foundation
import Students
import Vocabulary

/// A clinician's half-filled notice: every answer as it was given or typed, right or wrong, so that nothing is lost.
///
/// What follows from the answers (which steps are complete, where it would go, what may be told) is derived each time.
public struct NoticeDraft: Codable, Sendable, Equatable {
    /// The id that the exchange will have, so that consent for this episode and the sharing decision can refer to it.
    public let exchangeID: ExchangeID
    public let startedAt: Date
    public private(set) var who = Who()
    public var student = Student()
    public var consent = Asked()
    public var reasons = Reasons()
    public var happened = Happened()

    public init(at now: Date) {
        (exchangeID, startedAt) = (ExchangeID(at: now), now)
    }

    /// Consent was asked of one person: an answer, and reasons, about somebody else are not carried over.
    public mutating func replaceWho(by new: Who) {
        let wasSomebody = !who.isEmpty
        if wasSomebody, !who.meansTheSame(as: new) { (consent, reasons) = (Asked(), Reasons()) }
        who = new
    }

    /// Why the draft ends without anything being told, as far as the answers themselves say so.
    public var endsBecause: UnsharedReason? {
        statusEnds ?? (consent.answer == .refused && reasons.isEmpty ? .refused : nil)
    }

    /// Why the answer about studying ends it. Where they did not say, and their university is known all the same, it goes
    /// on once the question about sharing is answered: somebody may have to be protected.
    var statusEnds: UnsharedReason? {
        let goesOn = consent.answer != nil && consentNamesTheUniversity
        return switch student.answer {
        case .no: .notAStudent
        case .prefersNotToSay: goesOn ? nil : .statusNotSaid
        case .couldNotBeAsked: goesOn ? nil : .statusNotAsked
        case .yes: student.isUniversityUnknown ? .universityNotKnown : nil
        case nil: nil
        }
    }
}

/// Why a contact ended without a notice; kept and counted with no person in the row.
public enum UnsharedReason: String, Sendable, Codable, CaseIterable {
    case notAStudent, statusNotSaid, statusNotAsked, universityNotKnown, refused, consentNotAsked, noGround
    case leadDecidedNot
    /// Nobody ended it: its time ran out.
    case ranOut

    public var title: String {
        switch self {
        case .notAStudent: "Not a student"
        case .statusNotSaid: "Preferred not to say whether they are a student"
        case .statusNotAsked: "Could not be asked whether they are a student"
        case .universityNotKnown: "University or college not in the list, or not known"
        case .refused: "Said no to telling the university"
        case .consentNotAsked: "Could not be asked about telling the university"
        case .noGround: "No lawful ground for telling the university"
        case .leadDecidedNot: "An information governance lead decided not to tell the university"
        case .ranOut: "Begun, and ran out unsent after 24 hours"
        }
    }
}
