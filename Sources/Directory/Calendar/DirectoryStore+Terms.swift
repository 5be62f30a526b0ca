import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// The terms of an organisation, in order.
    public func terms(of organisation: OrganisationID, by actor: Actor) async throws -> [Term] {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.terms(of: organisation, in: $0) }
    }

    /// Adds a term to the actor's organisation.
    /// - Throws: `InvalidInput` where the days are the wrong way round or lie in another term.
    public func addTerm(_ term: Term, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { try Self.addTerm(term, by: actor, at: now, in: $0) }
    }

    /// As `addTerm(_:by:)`, inside a transaction that is open.
    public static func addTerm(_ term: Term, by actor: Actor, at now: Date, in database: any Writing) throws {
        let organisation = try actor.organisation()
        let name = try TypedText.required(term.name, field: "termName", called: "the name of the term", most: 60)
        try requireOrder(term.fromOn, term.toOn)
        let others = try terms(of: organisation, in: database)
        if let other = others.first(where: { $0.fromOn <= term.toOn && term.fromOn <= $0.toOn }) {
            throw InvalidInput("fromOn", "These days overlap with \(other.name).")
        }
        try database.execute(
            """
            INSERT INTO term (organisation_id, name, from_on, to_on)
            VALUES (\(organisation), \(name), \(term.fromOn), \(term.toOn))
            """
        )
        let detail = ["from": term.fromOn.description, "to": term.toOn.description]
        let fact = AuditFact("organisation.termAdded", "organisation", organisation, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    /// Takes a term of the actor's organisation back.
    /// - Throws: `NotFound` where none begins on that day.
    public func removeTerm(from day: CalendarDate, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            let organisation = try actor.organisation()
            let removed = try database.changes(
                "DELETE FROM term WHERE organisation_id = \(organisation) AND from_on = \(day)"
            )
            guard removed == 1 else { throw NotFound("term") }
            let detail = ["from": day.description]
            let fact = AuditFact("organisation.termRemoved", "organisation", organisation, detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }
}
