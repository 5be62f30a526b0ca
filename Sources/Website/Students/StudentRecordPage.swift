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
        /// Staff may write down that the student took it back.
        let mayEnd: Bool
        let personID: String
    }

    init(
        _ record: StudentRecord, _ exchanges: [ExchangeRecord], _ consents: [AdvanceDecision], for actor: Actor,
        at now: Date
    ) {
        let person = record.person
        (id, name, born) = (person.id.rawValue, person.fullName, person.birthDate.spoken)
        nhsNumber = person.nhsNumber?.description
        (safeContact, unsafeContact) = (record.status?.status.safeContact, record.status?.status.unsafeContact)
        self.exchanges = exchanges.filter { !$0.wasCalledBackUnread }.map { Item($0, at: now) }
        hasExchanges = !self.exchanges.isEmpty
        decisions = record.decisions.map { Decision($0, at: now) }
        hasDecisions = !decisions.isEmpty
        let mayEnd = actor.may(.sendExchange) || actor.may(.answerExchange)
        agreements = consents.map { Agreement($0, mayEnd: mayEnd, at: now) }
        (hasAgreements, maySeeLog) = (!agreements.isEmpty, actor.may(.readAccessLog))
    }
}

extension ExchangeRecord {
    /// For the recipient there never was anything.
    fileprivate var wasCalledBackUnread: Bool {
        side == .recipient && readers.isEmpty && (state.status == .recalled || state.status == .enteredInError)
    }
}

extension StudentRecordPage.Item {
    fileprivate init(_ record: ExchangeRecord, at now: Date) {
        (id, title) = (record.facts.id.rawValue, record.facts.kind.title)
        when = UKTime.short(record.facts.sentAt, now: now)
        between = "\(record.sender.title) told \(record.recipient.title)"
        (status, why) = (record.state.status.title, record.disclosure?.explanation)
        readers = record.readers.map { "\($0.name), first on \(UKTime.short($0.firstAt, now: now))" }
        hasReaders = !readers.isEmpty
    }
}

extension StudentRecordPage.Decision {
    fileprivate init(_ decision: SharingDecision, at now: Date) {
        when = "\(UKTime.short(decision.decidedAt, now: now)), by a \(decision.role.title.lowercased())"
        what = decision.basis?.title ?? "Nothing is shared"
        explanation = decision.explanation
    }
}

extension StudentRecordPage.Agreement {
    fileprivate init(_ decision: AdvanceDecision, mayEnd: Bool, at now: Date) {
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
        self.mayEnd = mayEnd && stands
    }
}
