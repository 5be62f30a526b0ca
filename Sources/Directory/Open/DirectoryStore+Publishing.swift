import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Lets everybody find a service of the actor's, or changes for which ages it says it is.
    /// - Throws: `NotFound` where it is not the actor's to keep.
    public func publishService(_ id: ServiceID, for ages: AgeRange, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            let service = try Self.ownService(id, of: actor, in: database)
            try database.execute(
                """
                UPDATE service SET public_since = COALESCE(public_since, \(now)), minimum_age = \(ages.youngest),
                    maximum_age = \(ages.oldest)
                WHERE id = \(id) AND organisation_id = \(service.organisationID)
                """
            )
            try AuditTrail.record(AuditFact("service.published", "service", id), by: actor, at: now, in: database)
        }
    }

    /// Takes a service out of the open directory, at once.
    /// - Throws: `NotFound` where it is not the actor's to keep.
    public func unpublishService(_ id: ServiceID, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            let service = try Self.ownService(id, of: actor, in: database)
            try database.execute(
                """
                UPDATE service SET public_since = NULL
                WHERE id = \(id) AND organisation_id = \(service.organisationID)
                """
            )
            try AuditTrail.record(AuditFact("service.unpublished", "service", id), by: actor, at: now, in: database)
        }
    }

    /// What everybody would read of a service, whether or not it is public yet, for those who keep it.
    /// - Throws: `NotFound` where it is not the actor's to keep.
    public func publicFace(of id: ServiceID, by actor: Actor) async throws -> OpenListing {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.read { database in
            let service = try Self.ownService(id, of: actor, in: database)
            let found = try OpenCandidate.candidates([service], in: database)
            guard let face = try OpenReading(database: database, now: now).listings(found).first else {
                throw NotFound("service")
            }
            return face
        }
    }
}
