import Audit
import Database
import Foundation
import Vocabulary

/// Why an answer on record is declared void; it then counts as never given.
public enum InvalidationReason: String, Sendable, CaseIterable, SQLConvertible {
    case wrongPerson, wronglyEntered, notUnderstood

    public var title: String {
        switch self {
        case .wrongPerson: "Recorded for the wrong person"
        case .wronglyEntered: "Entered wrongly"
        case .notUnderstood: "The student had not understood what they were asked"
        }
    }
}

extension StudentsStore {
    /// Keeps an answer. An answer that replaces another does not change it: the latest counts.
    /// - Parameters:
    ///   - words: which words were put to them, where they were not those of the pages.
    ///   - moment: when they said it, where that was before now; it counts from then.
    /// - Throws: `InvalidInput` where a yes names no category, or "not asked" no reason.
    @discardableResult
    public static func recordConsent(
        _ new: NewConsent, of person: PersonID, words: String? = nil, said moment: Date? = nil, by actor: Actor,
        at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> Consent {
        if actor.role != .student { try actor.require(.recordConsent) }
        try check(new, at: now)
        let consent = new.recorded(about: person, by: actor.organisationID, at: moment ?? now)
        try insert(consent, by: actor, keys: keys, in: database)
        let answer = ["answer": new.answer.rawValue, "categories": consent.categories.stored]
        let detail = answer.merging(words.map { ["words": $0] } ?? [:]) { $1 }
        let fact = AuditFact("consent.recorded", "consent", consent.id, person: person, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        return consent
    }

    /// Every answer of a person, newest first.
    /// - Parameter except: one that was put on record just now; who has written it need not read it.
    public static func consents(
        of person: PersonID, except: ConsentID? = nil, keys: KeyRing, in database: any Reading
    ) throws -> [Consent] {
        let others: SQL = except.map { "AND id <> \($0)" } ?? ""
        return try database.rows(
            "SELECT * FROM consent WHERE person_id = \(person) \(sql: others) ORDER BY recorded_at DESC, id DESC"
        ).map { try consent($0, keys: keys) }
    }

    private static func check(_ new: NewConsent, at now: Date) throws(InvalidInput) {
        switch new.answer {
        case .given where new.categories.isEmpty:
            throw InvalidInput("categories", "Choose what may be told, or record that they said no.")
        case .notAsked where new.notAskedReason == nil:
            throw InvalidInput("notAskedReason", "Say why they could not be asked.")
        default: break
        }
        if let end = new.expiresAt, end <= now {
            throw InvalidInput("expiresAt", "Choose a day that is still to come.")
        }
    }

    private static func insert(
        _ consent: Consent, by actor: Actor, keys: KeyRing, in database: any Writing
    ) throws {
        try database.execute(
            """
            INSERT INTO consent (id, person_id, recipient_organisation_id, recipient_service_id, exchange_id, answer,
                categories, decided_by, decided_by_name_sealed, capacity, route, not_asked_reason, in_crisis,
                reaffirm_by, recorded_by, recorded_by_organisation_id, recorded_at, expires_at, without_asking,
                record_system_id)
            VALUES (\(consent.id), \(consent.personID), \(consent.recipient.organisationID),
                \(consent.recipient.serviceID), \(consent.exchangeID), \(consent.answer), \(consent.categories.stored),
                \(consent.by.kind), \(consent.by.name.map { try keys.seal($0, "consent.decided_by_name") }),
                \(consent.capacity), \(consent.route), \(consent.notAskedReason), \(consent.inCrisis),
                \(consent.reaffirmBy), \(actor.account()), \(consent.recordedBy), \(consent.recordedAt),
                \(consent.expiresAt), \(consent.withoutAsking == true), \(actor.through))
            """
        )
    }

    /// The answer that a row of `consent` holds.
    public static func consent(_ row: Row, keys: KeyRing) throws -> Consent {
        let name: Data? = try row("decided_by_name_sealed")
        return Consent(
            id: try row("id"), personID: try row("person_id"),
            recipient: SharingRecipient(
                organisation: try row("recipient_organisation_id"), service: try row("recipient_service_id")
            ),
            exchangeID: try row("exchange_id"), answer: try row("answer"),
            categories: Set(stored: try row("categories")),
            by: AnswerGiver(try row("decided_by"), name: try name.map { try keys.open($0, "consent.decided_by_name") }),
            route: try row("route"), notAskedReason: try row("not_asked_reason"), capacity: try row("capacity"),
            inCrisis: try row("in_crisis"), withoutAsking: try row("without_asking"),
            reaffirmBy: try row("reaffirm_by"),
            reaffirmedAt: try row("reaffirmed_at"), recordedBy: try row("recorded_by_organisation_id"),
            recordedAt: try row("recorded_at"), expiresAt: try row("expires_at"),
            withdrawnAt: try row("withdrawn_at"), invalidatedAt: try row("invalidated_at")
        )
    }
}
