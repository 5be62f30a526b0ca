import Exchange
import Foundation
import Students
import Vocabulary

struct StudentRecordPage: Sendable {
    let id: String
    let name: String
    let born: String
    let nhsNumber: String?
    let safeContact: String?
    let unsafeContact: String?
    let exchanges: [Item]
    let hasExchanges: Bool
    let decisions: [Decision]
    let hasDecisions: Bool
    let agreements: [Agreement]
    let hasAgreements: Bool
    /// Whether staff may write down that the student takes one of them back.
    let mayTakeBack: Bool
    let maySeeLog: Bool

    struct Item: Sendable {
        let id: String
        let title: String
        let when: String
        let between: String
        let status: String
        let why: String?
        let readers: [String]
        let hasReaders: Bool
    }

    struct Decision: Sendable {
        let when: String
        let what: String
        let explanation: String
    }

    /// An answer that the organisation took or was given.
    struct Agreement: Sendable {
        let id: String
        let recipient: String
        let what: String
        let when: String
        /// Given in crisis: when the student is to be asked again.
        let askAgain: String?
        /// Staff may write down that the student took it back.
        let mayEnd: Bool
        /// Staff of the organisation that wrote it down may call it a mistake.
        let mayVoid: Bool
        let reasons: [Reason]
        let personID: String
    }

    struct Reason: Sendable {
        let value: String
        let label: String
    }

    init(
        _ record: StudentRecord, _ exchanges: [ExchangeAboutPerson], _ consents: [AdvanceDecision], for actor: Actor,
        at now: Date
    ) {
        let person = record.person
        (id, name, born) = (person.id.rawValue, person.fullName, person.birthDate.spoken)
        nhsNumber = person.nhsNumber?.description
        (safeContact, unsafeContact) = (record.status?.status.safeContact, record.status?.status.unsafeContact)
        self.exchanges = exchanges.filter { !$0.wasCalledBackUnread }.map { Item($0, at: now) }
        hasExchanges = !self.exchanges.isEmpty
        let confirmed = Set(consents.filter { $0.consent.reaffirmedAt != nil }.map(\.consent.id))
        decisions = record.decisions.map {
            Decision($0, isConfirmed: $0.consentID.map(confirmed.contains) ?? false, at: now)
        }
        hasDecisions = !decisions.isEmpty
        let mayEnd = actor.may(.sendExchange) || actor.may(.answerExchange)
        agreements = consents.map {
            let mayVoid = actor.may(.sendExchange) && $0.consent.recordedBy == actor.organisationID
            return Agreement($0, mayEnd: mayEnd, mayVoid: mayVoid, at: now)
        }
        (hasAgreements, mayTakeBack) = (!agreements.isEmpty, agreements.contains(where: \.mayEnd))
        maySeeLog = actor.may(.readAccessLog)
    }
}

extension ExchangeAboutPerson {
    /// For the recipient there never was anything.
    fileprivate var wasCalledBackUnread: Bool {
        side == .recipient && readers.isEmpty && (state.status == .recalled || state.status == .enteredInError)
    }
}

extension StudentRecordPage.Item {
    fileprivate init(_ record: ExchangeAboutPerson, at now: Date) {
        (id, title) = (record.facts.id.rawValue, record.facts.kind.title)
        when = UKTime.short(record.facts.sentAt, now: now)
        between = "\(record.sender.title) told \(record.recipient.title)"
        (status, why) = (record.state.status.title, record.explanation)
        readers = (record.readers + record.lookers).map { $0.words(at: now) }
        hasReaders = !readers.isEmpty
    }
}

extension StudentRecordPage.Decision {
    /// - Parameter isConfirmed: whether the student has said since that their agreement should go on.
    fileprivate init(_ decision: SharingDecision, isConfirmed: Bool, at now: Date) {
        when = "\(UKTime.short(decision.decidedAt, now: now)), by \(decision.role.titleWithArticle)"
        what = decision.basis?.title ?? "Nothing is shared"
        let until = isConfirmed ? nil : decision.until
        explanation = SharingDecision.explanation(decision.explanation, until: until, at: now)
    }
}

extension StudentRecordPage.Agreement {
    fileprivate init(_ decision: AdvanceDecision, mayEnd: Bool, mayVoid: Bool, at now: Date) {
        let consent = decision.consent
        (id, personID, recipient) = (consent.id.rawValue, consent.personID.rawValue, decision.recipientName)
        let categories = consent.categories.sorted().map(\.title).joined(separator: ", ")
        let stands = consent.answer == .given && consent.withdrawnAt == nil && (consent.endsAt.map { now < $0 } ?? true)
        what =
            switch consent.answer {
            case .refused: "Said no"
            case .notAsked: "Not asked: \(consent.notAskedReason?.title ?? "no reason on record")"
            case .given: stands ? "Said yes to: \(categories)" : "Had said yes to: \(categories). This has ended."
            }
        when = UKTime.short(consent.recordedAt, now: now)
        let waits = consent.answer == .given && consent.reaffirmedAt == nil && consent.withdrawnAt == nil
        askAgain = waits ? consent.reaffirmBy.map { Self.askAgain($0, now: now) } : nil
        (self.mayEnd, self.mayVoid) = (mayEnd && stands, mayVoid)
        reasons = InvalidationReason.allCases.map { .init(value: $0.rawValue, label: $0.title) }
    }

    private static func askAgain(_ moment: Date, now: Date) -> String {
        let last = UKTime.day(moment - 1)
        return now < moment
            ? "Said in crisis. Ask again by the end of \(last), or nothing new is shared by it."
            : "Said in crisis, and not confirmed by the end of \(last): it permits nothing new unless the student confirms it."
    }
}
