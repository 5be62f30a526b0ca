import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Marks an organisation as joined, so that exchanges can reach its teams. The operator does it, with the first
    /// invitation.
    /// - Throws: `NotFound`; `Conflict` where it has closed.
    public func join(_ id: OrganisationID, by actor: Actor) async throws {
        try actor.require(.administerInstallation)
        let now = clock.now
        try await engine.write { try Self.join(id, by: actor, at: now, in: $0) }
    }

    /// As `join(_:by:)`, inside a transaction that is open.
    public static func join(_ id: OrganisationID, by actor: Actor, at now: Date, in database: any Writing) throws {
        let organisation = try organisation(id, in: database)
        if organisation.hasJoined { return }
        guard organisation.closedOn == nil else { throw Conflict("\(organisation.name) has closed.") }
        try database.execute("UPDATE organisation SET joined_at = \(now), left_at = NULL WHERE id = \(id)")
        try AuditTrail.record(AuditFact("organisation.joined", "organisation", id), by: actor, at: now, in: database)
    }

    /// Organisations that have joined, by name.
    public func joined(by actor: Actor) async throws -> [Organisation] {
        try actor.require(.searchDirectory)
        return try await engine.read { database in
            try database.rows(
                """
                SELECT * FROM organisation
                WHERE joined_at IS NOT NULL AND left_at IS NULL AND closed_on IS NULL ORDER BY name
                """
            ).map(Organisation.init)
        }
    }
}
