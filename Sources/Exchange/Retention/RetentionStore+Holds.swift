import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension RetentionStore {
    /// Places a hold on the student whom an exchange of the own organisation is about.
    /// - Throws: `InvalidInput` on `reason` or `reviewOn`, `Conflict` where the organisation holds the student already.
    @discardableResult
    public func placeHold(
        on exchange: ExchangeID, because reason: String?, reviewOn: CalendarDate, by actor: Actor
    ) async throws -> LegalHoldID {
        let organisation = try Self.organisation(of: actor)
        let reason = try Self.reason(reason)
        let (now, keys) = (clock.now, keys)
        try LegalHold.check(reviewOn, today: CalendarDate(now))
        return try await engine.write { database in
            let person = try ExchangeFile.take(exchange, as: actor, keys: keys, in: database).facts.personID
            if try Self.standing(on: person, of: organisation, in: database) != nil {
                throw Conflict("Your organisation has placed a hold on this student already.")
            }
            let id = LegalHoldID(at: now)
            try database.execute(
                """
                INSERT INTO legal_hold (id, person_id, organisation_id, exchange_id, reason_sealed, review_on,
                    placed_by, placed_at)
                VALUES (\(id), \(person), \(organisation), \(exchange), \(keys.seal(reason, "legal_hold.reason")),
                    \(reviewOn), \(try actor.account()), \(now))
                """
            )
            let fact = AuditFact("legal_hold.placed", "legal_hold", id, person: person)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return id
        }
    }

    /// The own organisation's hold on the student whom an exchange is about; `nil` where it has placed none.
    public func hold(on exchange: ExchangeID, as actor: Actor) async throws -> LegalHoldID? {
        let organisation = try Self.organisation(of: actor)
        return try await engine.read { [keys] database in
            let person = try ExchangeFile.take(exchange, as: actor, keys: keys, in: database).facts.personID
            return try Self.standing(on: person, of: organisation, in: database)
        }
    }

    /// The hold stays, and is looked at again on another day.
    public func keepHold(_ id: LegalHoldID, reviewOn: CalendarDate, by actor: Actor) async throws {
        try LegalHold.check(reviewOn, today: CalendarDate(clock.now))
        try await change(id, "legal_hold.reviewed", by: actor) { database in
            try database.execute("UPDATE legal_hold SET review_on = \(reviewOn) WHERE id = \(id)")
        }
    }

    /// Ends the hold. What has reached its time can be removed again, unless another organisation holds it too.
    /// - Throws: `InvalidInput` on `liftedBecause`.
    public func liftHold(_ id: LegalHoldID, because reason: String?, by actor: Actor) async throws {
        let reason = try TypedText.required(
            reason, field: "liftedBecause", called: "why the hold is no longer needed", most: ExchangeStore.mostWords)
        let (now, keys, account) = (clock.now, keys, try actor.account())
        try await change(id, "legal_hold.lifted", by: actor) { database in
            try database.execute(
                """
                UPDATE legal_hold SET lifted_by = \(account), lifted_at = \(now),
                    lifted_reason_sealed = \(keys.seal(reason, "legal_hold.lifted_reason")) WHERE id = \(id)
                """
            )
        }
    }

    /// The own organisation's holds that stand, the one to be looked at soonest first.
    public func holds(as actor: Actor) async throws -> [LegalHold] {
        let organisation = try Self.organisation(of: actor)
        return try await engine.read { [keys] database in
            try database.rows(
                """
                SELECT h.*, e.reference FROM legal_hold h JOIN exchange e ON e.id = h.exchange_id
                WHERE h.organisation_id = \(organisation) AND h.lifted_at IS NULL ORDER BY h.review_on, h.id LIMIT 500
                """
            ).map { try LegalHold($0, keys, in: database) }
        }
    }

    /// - Throws: `NotFound` for another organisation's.
    public func hold(_ id: LegalHoldID, as actor: Actor) async throws -> LegalHold {
        let organisation = try Self.organisation(of: actor)
        return try await engine.read { [keys] database in
            let row = try database.row(
                """
                SELECT h.*, e.reference FROM legal_hold h JOIN exchange e ON e.id = h.exchange_id
                WHERE h.id = \(id) AND h.organisation_id = \(organisation)
                """
            )
            guard let row else { throw NotFound("legal hold") }
            return try LegalHold(row, keys, in: database)
        }
    }

    private func change(
        _ id: LegalHoldID, _ act: String, by actor: Actor, _ body: @escaping @Sendable (any Writing) throws -> Void
    ) async throws {
        let organisation = try Self.organisation(of: actor)
        let now = clock.now
        try await engine.write { database in
            let row = try database.row(
                "SELECT person_id, lifted_at FROM legal_hold WHERE id = \(id) AND organisation_id = \(organisation)"
            )
            guard let row else { throw NotFound("legal hold") }
            let lifted: Date? = try row("lifted_at")
            if let lifted { throw Conflict("This hold was lifted on \(UKTime.full(lifted)).") }
            try body(database)
            try AuditTrail.record(
                AuditFact(act, "legal_hold", id, person: try row("person_id")), by: actor, at: now, in: database)
        }
    }

    private static func standing(
        on person: PersonID, of organisation: OrganisationID, in database: any Reading
    ) throws -> LegalHoldID? {
        try database.row(
            """
            SELECT id FROM legal_hold WHERE person_id = \(person) AND organisation_id = \(organisation)
                AND lifted_at IS NULL
            """
        ).map { try $0("id") }
    }

    private static func reason(_ typed: String?) throws(InvalidInput) -> String {
        try TypedText.required(
            typed, field: "reason", called: "why nothing may be removed", most: ExchangeStore.mostWords)
    }
}

extension LegalHold {
    fileprivate init(_ row: Row, _ keys: KeyRing, in database: any Reading) throws {
        (id, exchangeID, reference) = (try row("id"), try row("exchange_id"), try row("reference"))
        reason = try keys.open(row("reason_sealed"), "legal_hold.reason")
        (reviewOn, placedAt) = (try row("review_on"), try row("placed_at"))
        placedByName = try AccountStore.name(of: row("placed_by"), keys: keys, in: database)
        let (at, words): (Date?, Data?) = (try row("lifted_at"), try row("lifted_reason_sealed"))
        guard let at, let words else {
            lifted = nil
            return
        }
        lifted = Lifting(
            byName: try AccountStore.name(of: row("lifted_by"), keys: keys, in: database), at: at,
            reason: try keys.open(words, "legal_hold.lifted_reason"))
    }
}
