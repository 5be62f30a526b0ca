import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Opens a service, which is also a team, in the actor's organisation.
    /// - Throws: `InvalidInput` naming the fields; `NotFound` for a campus of another organisation.
    public func openService(_ text: ServiceText, by actor: Actor) async throws -> ServiceID {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.write { try Self.openService(text, by: actor, at: now, in: $0) }
    }

    /// As `openService(_:by:)`, inside a transaction that is open.
    public static func openService(
        _ text: ServiceText, by actor: Actor, at now: Date, in database: any Writing
    ) throws -> ServiceID {
        let organisation = try actor.organisation()
        let kept = try text.checked()
        try requireOwn(campus: kept.campusID, of: organisation, in: database)
        let id = ServiceID(at: now)
        try database.execute(
            """
            INSERT INTO service (id, organisation_id, kind, name, offer, limits, waiting, how_to_refer, telephone,
                out_of_hours_telephone, out_of_hours_note, campus_id, updated_at)
            VALUES (\(id), \(organisation), \(kept.kind), \(kept.name), \(kept.offer), \(kept.limits),
                \(kept.waiting), \(kept.howToRefer), \(kept.telephone.nilWhenEmpty),
                \(kept.outOfHoursTelephone.nilWhenEmpty), \(kept.outOfHoursNote), \(kept.campusID), \(now))
            """
        )
        try AuditTrail.record(AuditFact("service.opened", "service", id), by: actor, at: now, in: database)
        return id
    }

    /// Changes what a service says of itself.
    /// - Parameter seen: `updatedAt` of the page the actor edited.
    /// - Throws: `Conflict` where somebody changed it since, `NotFound` where it is not the actor's to keep.
    public func editService(_ id: ServiceID, _ text: ServiceText, seen: Date?, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            let service = try Self.ownService(id, of: actor, in: database)
            let kept = try text.checked()
            try Self.requireUnchanged(service, since: seen, now: now)
            try Self.requireOwn(campus: kept.campusID, of: service.organisationID, in: database)
            try Self.update(service, with: kept, at: now, in: database)
            try AuditTrail.record(AuditFact("service.edited", "service", id), by: actor, at: now, in: database)
        }
    }

    /// Closes a service, within a larger transaction: it is no longer found, and nothing new can be sent to it.
    /// - Throws: as `ownService`.
    public static func closeService(
        _ id: ServiceID, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        try actor.require(.keepDirectory)
        let service = try ownService(id, of: actor, in: database)
        try database.execute(
            """
            UPDATE service SET closed_at = \(now), updated_at = \(now)
            WHERE id = \(id) AND organisation_id = \(service.organisationID)
            """
        )
        try AuditTrail.record(AuditFact("service.closed", "service", id), by: actor, at: now, in: database)
    }

    /// The service, for a page on which the actor keeps it.
    /// - Throws: `NotFound` where it is not the actor's to keep.
    public func keptService(_ id: ServiceID, by actor: Actor) async throws -> CareService {
        try actor.require(.keepDirectory)
        return try await engine.read { try Self.ownService(id, of: actor, in: $0) }
    }

    /// The service, when the actor may keep it: their organisation's, and their team's where their role is held in a team.
    /// - Throws: `NotFound` for any other, and for one that has closed.
    public static func ownService(_ id: ServiceID, of actor: Actor, in database: any Reading) throws -> CareService {
        let row = try database.row(
            """
            SELECT * FROM service WHERE id = \(id) AND organisation_id = \(try actor.organisation())
                AND closed_at IS NULL
            """
        )
        guard let row, actor.serviceID == nil || actor.serviceID == id else { throw NotFound("service") }
        return try CareService(row)
    }

    private static func update(
        _ service: CareService, with kept: ServiceText, at now: Date, in database: any Writing
    ) throws {
        try database.execute(
            """
            UPDATE service SET kind = \(kept.kind), name = \(kept.name), offer = \(kept.offer),
                limits = \(kept.limits), waiting = \(kept.waiting), how_to_refer = \(kept.howToRefer),
                telephone = \(kept.telephone.nilWhenEmpty),
                out_of_hours_telephone = \(kept.outOfHoursTelephone.nilWhenEmpty),
                out_of_hours_note = \(kept.outOfHoursNote), campus_id = \(kept.campusID), updated_at = \(now)
            WHERE id = \(service.id) AND organisation_id = \(service.organisationID)
            """
        )
    }

    private static func requireUnchanged(_ service: CareService, since seen: Date?, now: Date) throws {
        guard let seen, abs(service.updatedAt.timeIntervalSince(seen)) >= 0.001 else { return }
        let moment = UKTime.short(service.updatedAt, now: now)
        throw Conflict("This page was changed on \(moment), after you opened it. Nothing was overwritten.")
    }

    private static func requireOwn(
        campus: CampusID?, of organisation: OrganisationID, in database: any Reading
    ) throws {
        guard let campus else { return }
        guard try Self.campus(campus, in: database).organisationID == organisation else { throw NotFound("campus") }
    }
}

extension String {
    var nilWhenEmpty: String? { isEmpty ? nil : self }
}
