import Directory
import Foundation
import Students
import Vocabulary

/// What follows from a draft at one moment: how far it is, whom it would reach, what may be told and what not.
public struct DraftReview: Sendable {
    public let draft: StoredDraft
    /// `nil` until step 1 says who it is.
    public let subject: Subject?
    /// `nil` until step 2 is complete.
    public let status: StudentStatus?
    /// Who would receive it; `nil` while no university is named.
    public let team: RecipientTeam?
    public let campus: Campus?
    /// What was answered just now; `nil` until step 3 is complete, and where they decided before.
    public let answer: NewConsent?
    public let isConsentComplete: Bool
    /// The path without consent, where it is complete.
    public let reasons: CheckedReasons?
    /// What the sharing rule is asked, as far as it can be.
    let facts: SharingFacts?
    /// What the sharing rule says so far; `nil` until there is somebody to tell and something was answered.
    public let verdict: SharingVerdict?
    /// `nil` until step 4 is complete.
    public let happening: CheckedHappening?
    /// Where the sender works, for the text of the notice.
    public let origin: Origin
    public let readAt: Date

    public struct Origin: Sendable, Equatable {
        public let organisation: String
        public let service: CareService

        /// `A&E liaison, Leeds Teaching Hospitals NHS Trust`
        public var title: String { "\(service.name), \(organisation)" }

        /// What is told of a category: what needs no typing, then what was written.
        func words(
            on category: InformationCategory, _ kind: ExchangeKind, _ happenedAt: Date, written: String?
        ) -> String? {
            let stated: String? =
                switch category {
                case .contactHappened: "\(kind.title), \(title), \(UKTime.full(happenedAt))."
                case .careTeam: "\(title)."
                default: nil
                }
            let words = [stated, written].compactMap(\.self)
            return words.isEmpty ? nil : words.joined(separator: "\n")
        }
    }

    /// Whom the draft is about.
    public enum Subject: Sendable, Equatable {
        case known(Person)
        case new(NewPerson)

        public var fullName: String {
            switch self {
            case .known(let person): person.fullName
            case .new(let person): "\(person.givenName) \(person.familyName)"
            }
        }

        public var birthDate: CalendarDate {
            switch self {
            case .known(let person): person.birthDate
            case .new(let person): person.birthDate
            }
        }

        public var known: Person? {
            if case .known(let person) = self { person } else { nil }
        }
    }
}

extension DraftReview {
    public var notice: NoticeDraft { draft.notice }

    /// What may be written about: what the verdict permits, or what a lead is asked to decide about.
    public var writable: Set<InformationCategory> {
        switch verdict?.outcome {
        case .share(let categories, _, _): categories.sayThatContactHappened ? categories : []
        case .personMustDecide(.informationGovernanceLead, _, _): reasons?.categories ?? []
        case .personMustDecide, .doNotShare, nil: []
        }
    }

    /// Whether a lead has to decide before anything leaves.
    public var awaitsLead: Bool {
        if case .personMustDecide(.informationGovernanceLead, _, _) = verdict?.outcome { true } else { false }
    }

    /// The no that stands against telling what is wanted, said now or at another contact.
    public var refusal: Consent? { facts?.standingRefusal(at: readAt) }

    /// The no that stands from another contact, where nobody could ask anew.
    public var earlierRefusal: Consent? {
        refusal.flatMap { $0.exchangeID == nil || $0.exchangeID == notice.exchangeID ? nil : $0 }
    }

    /// Why nothing will be told; `nil` while something may be.
    public var endsBecause: UnsharedReason? {
        if let reason = notice.endsBecause { return reason }
        guard isConsentComplete, case .doNotShare(let bar) = verdict?.outcome else { return nil }
        switch bar {
        case .refused, .nothingWanted: return .refused
        case .noGround, .decidedNotTo: return notice.consent.answer == .notAsked ? .consentNotAsked : .noGround
        }
    }

    /// Why it may end here without telling anybody: because it must, or because there is no yes.
    public var mayEndBecause: UnsharedReason? {
        if let reason = endsBecause { return reason }
        guard isConsentComplete else { return nil }
        switch notice.consent.answer {
        case .refused: return .refused
        case .notAsked: return .consentNotAsked
        case .given, .decidedBefore, nil: return nil
        }
    }

    /// The first step that is not complete; `check` when everything is there.
    public var nextStep: DraftStep {
        if subject == nil { return .who }
        if status == nil { return .student }
        if endsBecause != nil { return .check }
        if !isConsentComplete { return .consent }
        if writable.isEmpty || (notice.needsReasons && reasons == nil) { return .reasons }
        return happening == nil ? .happened : .check
    }

    /// Whether a page may be opened yet; what comes later is asked later.
    public func mayOpen(_ step: DraftStep) -> Bool {
        switch step {
        case .who: true
        case .student: subject != nil
        case .consent: subject != nil && team != nil
        case .reasons: isConsentComplete
        case .happened: isConsentComplete && !writable.isEmpty
        case .check: nextStep == .check && endsBecause == nil
        }
    }
}

extension NoticeDraft {
    /// Whether the path without consent has been taken.
    public var needsReasons: Bool { !reasons.isEmpty && consent.answer != .given }
}
