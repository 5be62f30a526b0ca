import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// - Throws: `NotFound` where there is no such organisation.
    public func organisation(_ id: OrganisationID, by actor: Actor) async throws -> Organisation {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.organisation(id, in: $0) }
    }

    /// - Throws: `NotFound` where there is no such service, or it has closed.
    public func service(_ id: ServiceID, by actor: Actor) async throws -> CareService {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.service(id, in: $0) }
    }

    /// The open services of an organisation, by name.
    public func services(of organisation: OrganisationID, by actor: Actor) async throws -> [CareService] {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.services(of: organisation, in: $0) }
    }

    /// The campuses of a provider, by name.
    public func campuses(of organisation: OrganisationID, by actor: Actor) async throws -> [Campus] {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.campuses(of: organisation, in: $0) }
    }

    public static func organisation(_ id: OrganisationID, in database: any Reading) throws -> Organisation {
        let row = try database.row("SELECT * FROM organisation WHERE id = \(id)")
        guard let row else { throw NotFound("organisation") }
        return try Organisation(row)
    }

    public static func service(_ id: ServiceID, in database: any Reading) throws -> CareService {
        let row = try database.row("SELECT * FROM service WHERE id = \(id) AND closed_at IS NULL")
        guard let row else { throw NotFound("service") }
        return try CareService(row)
    }

    /// The service, also where it has closed: for what was begun while it was open.
    public static func serviceEvenClosed(_ id: ServiceID, in database: any Reading) throws -> CareService {
        guard let row = try database.row("SELECT * FROM service WHERE id = \(id)") else { throw NotFound("service") }
        return try CareService(row)
    }

    public static func services(of organisation: OrganisationID, in database: any Reading) throws -> [CareService] {
        try database.rows(
            "SELECT * FROM service WHERE organisation_id = \(organisation) AND closed_at IS NULL ORDER BY name, id"
        ).map(CareService.init)
    }

    public static func campuses(of organisation: OrganisationID, in database: any Reading) throws -> [Campus] {
        try database.rows("SELECT * FROM campus WHERE organisation_id = \(organisation) ORDER BY name, id")
            .map(Campus.init)
    }

    public static func campus(_ id: CampusID, in database: any Reading) throws -> Campus {
        guard let row = try database.row("SELECT * FROM campus WHERE id = \(id)") else { throw NotFound("campus") }
        return try Campus(row)
    }
}
