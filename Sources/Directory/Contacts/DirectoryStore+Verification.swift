import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Says that everything about a contact point is still right, and that messages to it arrive again.
    ///
    /// Whoever holds it, deputises, or keeps the organisation's directory may say so.
    public func verify(_ id: ContactPointID, by actor: Actor) async throws {
        try actor.require(.holdDirectoryEntry)
        let now = clock.now
        try await engine.write { try Self.verify(id, by: actor, at: now, in: $0) }
    }

    /// As `verify(_:by:)`, inside a transaction that is open.
    public static func verify(
        _ id: ContactPointID, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        let point = try ownPoint(id, of: actor, in: database)
        let account = try actor.account()
        guard actor.may(.keepDirectory) || point.holders.contains(where: { $0.accountID == account }) else {
            throw NotFound("contact point")
        }
        try database.execute(
            """
            UPDATE contact_point SET verified_at = \(now), verified_by = \(account), bounced_at = NULL
            WHERE id = \(id) AND organisation_id = \(point.organisationID)
            """
        )
        try AuditTrail.record(AuditFact("contactPoint.verified", "contact_point", id), by: actor, at: now, in: database)
    }

    /// Records that a message to the contact point came back, and tells those who can mend it.
    public func markBounced(_ id: ContactPointID, by actor: Actor) async throws {
        try actor.require(.runClocks)
        let now = clock.now
        try await engine.write { database in
            let point = try Self.contactPoint(id, in: database)
            guard point.bouncedAt == nil else { return }
            try database.execute("UPDATE contact_point SET bounced_at = \(now) WHERE id = \(id)")
            try AuditTrail.record(
                AuditFact("contactPoint.bounced", "contact_point", id), by: actor, at: now, in: database
            )
            let entry = OutboxEntry("contactPoint.bounced", subject: id, to: point.organisationID)
            try database.post(entry, at: now)
        }
    }
}
