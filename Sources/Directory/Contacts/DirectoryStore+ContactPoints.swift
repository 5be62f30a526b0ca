import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// The contact points of a service, with who holds and who deputises.
    public func contactPoints(of service: ServiceID, by actor: Actor) async throws -> [ContactPoint] {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.contactPoints(of: service, in: $0) }
    }

    /// One contact point of the actor's organisation.
    public func contactPoint(_ id: ContactPointID, by actor: Actor) async throws -> ContactPoint {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.ownPoint(id, of: actor, in: $0) }
    }

    /// Names a place in a service that receives a kind of exchange. It is not fresh until somebody verifies it.
    /// - Throws: `Conflict` where the service has one for that purpose.
    public func openContactPoint(
        _ text: ContactPointText, at service: ServiceID, by actor: Actor
    ) async throws -> ContactPointID {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.write { try Self.openContactPoint(text, of: service, by: actor, at: now, in: $0) }
    }

    /// As `openContactPoint(_:at:by:)`, inside a transaction that is open.
    public static func openContactPoint(
        _ text: ContactPointText, of service: ServiceID, by actor: Actor, at now: Date, in database: any Writing
    ) throws -> ContactPointID {
        let service = try ownService(service, of: actor, in: database)
        let kept = try text.checked()
        if try contactPoints(of: service.id, in: database).contains(where: { $0.purpose == kept.purpose }) {
            throw Conflict("\(service.name) already has a contact for this: \(kept.purpose.title.lowercased()).")
        }
        let id = ContactPointID(at: now)
        try database.execute(
            """
            INSERT INTO contact_point (id, service_id, organisation_id, purpose, email, telephone, verify_every_days)
            VALUES (\(id), \(service.id), \(service.organisationID), \(kept.purpose), \(kept.email.nilWhenEmpty),
                \(kept.telephone.nilWhenEmpty), \(kept.verifyEveryDays))
            """
        )
        let detail = ["purpose": kept.purpose.rawValue]
        let fact = AuditFact("contactPoint.opened", "contact_point", id, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        return id
    }

    /// Changes the address, telephone or rhythm of a contact point. What was verified before no longer counts when the
    /// address or telephone changed.
    public func editContactPoint(_ id: ContactPointID, _ text: ContactPointText, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            let point = try Self.keptPoint(id, by: actor, in: database)
            let kept = try text.checked()
            let moved = kept.email != (point.email ?? "") || kept.telephone != (point.telephone ?? "")
            try database.execute(
                """
                UPDATE contact_point SET email = \(kept.email.nilWhenEmpty), telephone = \(kept.telephone.nilWhenEmpty),
                    verify_every_days = \(kept.verifyEveryDays), verified_at = \(moved ? nil : point.verifiedAt),
                    verified_by = \(moved ? nil : point.verifiedBy), bounced_at = \(moved ? nil : point.bouncedAt)
                WHERE id = \(id) AND organisation_id = \(point.organisationID)
                """
            )
            let fact = AuditFact("contactPoint.edited", "contact_point", id, detail: ["moved": String(moved)])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// Closes a contact point: its service receives nothing of that kind any more.
    public func closeContactPoint(_ id: ContactPointID, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            let point = try Self.keptPoint(id, by: actor, in: database)
            try database.execute(
                """
                UPDATE contact_point SET closed_at = \(now)
                WHERE id = \(id) AND organisation_id = \(point.organisationID)
                """
            )
            let fact = AuditFact("contactPoint.closed", "contact_point", id)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// The contact point, when it belongs to the actor's organisation.
    static func ownPoint(_ id: ContactPointID, of actor: Actor, in database: any Reading) throws -> ContactPoint {
        let point = try contactPoint(id, in: database)
        guard point.organisationID == (try actor.organisation()) else { throw NotFound("contact point") }
        return point
    }

    /// The contact point, when the actor may keep its service.
    static func keptPoint(_ id: ContactPointID, by actor: Actor, in database: any Reading) throws -> ContactPoint {
        let point = try ownPoint(id, of: actor, in: database)
        _ = try ownService(point.serviceID, of: actor, in: database)
        return point
    }
}
