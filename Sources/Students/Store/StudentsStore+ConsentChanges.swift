import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// The student takes their yes back, or tells somebody who writes it down: staff of the organisation that recorded
    /// it or of the one that was told by it. Every other yes to the same recipient ends with it, whatever occasion it was
    /// for: "stop telling them" leaves none.
    ///
    /// Recalling what was sent is `Exchange`'s, in the same transaction.
    /// - Returns: what no longer permits anything, the consent named first.
    @discardableResult
    public static func withdraw(
        _ id: ConsentID, by actor: Actor, at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> [Consent] {
        let named = try changeable(id, by: actor, keys: keys, in: database)
        guard named.withdrawnAt == nil else {
            throw Conflict("This was withdrawn on \(UKTime.full(named.withdrawnAt ?? now)).")
        }
        let siblings = try consents(of: named.personID, keys: keys, in: database).filter { $0.endsWith(named) }
        let ended = ([named] + siblings).map { consent in
            var consent = consent
            consent.withdrawnAt = now
            return consent
        }
        try database.execute("UPDATE consent SET withdrawn_at = \(now) WHERE id IN (\(list: ended.map(\.id)))")
        for consent in ended { try tell("consent.withdrawn", consent, by: actor, at: now, in: database) }
        return ended
    }

    /// Consent given in crisis goes on beyond the next day.
    public func reaffirm(_ id: ConsentID, by actor: Actor) async throws {
        let now = clock.now
        try await engine.write { [keys] database in
            let consent = try Self.changeable(id, by: actor, keys: keys, in: database)
            guard consent.reaffirmBy != nil else { throw Conflict("This agreement does not need to be confirmed.") }
            guard consent.withdrawnAt == nil else { throw Conflict("This agreement was withdrawn.") }
            guard consent.reaffirmedAt == nil else { return }
            try database.execute("UPDATE consent SET reaffirmed_at = \(now) WHERE id = \(id)")
            try Self.tell("consent.reaffirmed", consent, by: actor, at: now, in: database)
        }
    }

    /// The answer was recorded in error: from now on it counts as never given. Only the organisation that recorded it.
    public func invalidate(_ id: ConsentID, because reason: InvalidationReason, by actor: Actor) async throws {
        try actor.require(.readExchange)
        let now = clock.now
        try await engine.write { [keys] database in
            let organisation = try actor.organisation()
            let row = try database.row(
                "SELECT * FROM consent WHERE id = \(id) AND recorded_by_organisation_id = \(organisation)"
            )
            guard let consent = try row.map({ try Self.consent($0, keys: keys) }) else { throw NotFound("consent") }
            try database.execute(
                """
                UPDATE consent SET invalidated_at = \(now), invalidated_reason = \(reason)
                WHERE id = \(id) AND invalidated_at IS NULL
                """
            )
            try Self.tell("consent.invalidated", consent, by: actor, at: now, in: database)
        }
    }

    /// A yes that the caller may change: their own, or one that their organisation recorded or was told by.
    private static func changeable(
        _ id: ConsentID, by actor: Actor, keys: KeyRing, in database: any Reading
    ) throws -> Consent {
        let scope: SQL
        if actor.role == .student {
            try actor.require(.decideOwnSharing)
            scope = "person_id = \(actor.personID)"
        } else {
            guard actor.may(.recordConsent) || actor.may(.answerExchange) else { throw Forbidden("change consent") }
            scope = try knownConsents(of: actor)
        }
        let row = try database.row("SELECT * FROM consent WHERE id = \(id) AND answer = 'given' AND \(sql: scope)")
        guard let row else { throw NotFound("consent") }
        return try consent(row, keys: keys)
    }

    /// Both sides are to see it: who recorded the answer, and who was told something by it. A recipient that was told
    /// nothing learns nothing now either.
    private static func tell(
        _ act: String, _ consent: Consent, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        let fact = AuditFact(act, "consent", consent.id, person: consent.personID)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        let told = try database.rows(
            """
            SELECT DISTINCT e.recipient_organisation_id FROM exchange e
            JOIN sharing_decision d ON d.id = e.sharing_decision_id
            WHERE d.consent_id = \(consent.id) AND e.recipient_organisation_id IS NOT NULL
                AND e.recipient_released_at IS NULL
            """
        ).map { row -> OrganisationID in try row("recipient_organisation_id") }
        let concerned = Set(told + [consent.recordedBy].compactMap(\.self))
        for organisation in concerned.sorted(by: { $0.rawValue < $1.rawValue }) {
            try database.post(OutboxEntry(act, subject: consent.id, to: organisation), at: now)
        }
    }
}

extension Consent {
    /// Whether the student, taking `other` back, takes this back as well.
    fileprivate func endsWith(_ other: Consent) -> Bool {
        answer == .given && withdrawnAt == nil && id != other.id && by == other.by
            && recipient.organisationID == other.recipient.organisationID
            && (recipient.serviceID == nil || other.recipient.serviceID == nil || recipient == other.recipient)
    }
}
