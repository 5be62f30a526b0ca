import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Who receives an exchange for `provider` now, and by what way.
    public func recipientTeam(
        for provider: OrganisationID, campus: CampusID?, purpose: ExchangePurpose, by actor: Actor
    ) async throws -> RecipientTeam {
        try actor.require(.searchDirectory)
        let now = clock.now
        return try await engine.read {
            try Self.recipientTeam(for: provider, campus: campus, purpose: purpose, at: now, in: $0)
        }
    }

    /// As `recipientTeam(for:campus:purpose:by:)`, inside a transaction that is open.
    ///
    /// A team of the campus comes before one that serves all of the provider, and that before the team of another campus.
    public static func recipientTeam(
        for provider: OrganisationID, campus: CampusID?, purpose: ExchangePurpose, at now: Date,
        in database: any Reading
    ) throws -> RecipientTeam {
        let organisation = try organisation(provider, in: database)
        guard organisation.hasJoined,
            let service = try receiver(at: provider, campus: campus, purpose: purpose, in: database)
        else { return outside(organisation, at: now) }
        return try team(service, of: organisation, purpose, at: now, in: database)
    }

    /// The route to one service, for an exchange that is already addressed to it.
    public static func recipientTeam(
        at service: ServiceID, purpose: ExchangePurpose, at now: Date, in database: any Reading
    ) throws -> RecipientTeam {
        let service = try Self.service(service, in: database)
        let organisation = try organisation(service.organisationID, in: database)
        return try team(service, of: organisation, purpose, at: now, in: database)
    }

    private static func team(
        _ service: CareService, of organisation: Organisation, _ purpose: ExchangePurpose, at now: Date,
        in database: any Reading
    ) throws -> RecipientTeam {
        let calendar = try calendar(of: service, in: organisation, database)
        let points = try contactPoints(of: service.id, in: database).filter { $0.purpose == purpose }
        let route = ContactRoute.gate(to: service, through: points, calendar: calendar, at: now)
        return RecipientTeam(organisation: organisation, service: service, calendar: calendar, route: route)
    }

    /// Those who stand in for the holder now, in order.
    public static func deputies(
        of contactPoint: ContactPointID, at now: Date, in database: any Reading
    ) throws -> [ContactHolder] {
        try Self.contactPoint(contactPoint, in: database).deputies(on: CalendarDate(now))
    }

    /// The open contact points of a service with the people in them.
    public static func contactPoints(of service: ServiceID, in database: any Reading) throws -> [ContactPoint] {
        let rows = try database.rows(
            "SELECT * FROM contact_point WHERE service_id = \(service) AND closed_at IS NULL ORDER BY purpose, id"
        )
        return try contactPoints(rows, in: database)
    }

    /// Contact points from rows of their table, with the people in all of them asked for at once.
    static func contactPoints(_ rows: [Row], in database: any Reading) throws -> [ContactPoint] {
        let holders = try holders(of: rows.map { try $0("id") }, in: database)
        return try rows.map { row in
            let id: ContactPointID = try row("id")
            return try ContactPoint(row, holders: holders.filter { $0.contactPointID == id })
        }
    }

    /// - Throws: `NotFound` where there is no such contact point, or it has closed.
    public static func contactPoint(_ id: ContactPointID, in database: any Reading) throws -> ContactPoint {
        let row = try database.row("SELECT * FROM contact_point WHERE id = \(id) AND closed_at IS NULL")
        guard let row else { throw NotFound("contact point") }
        return try ContactPoint(row, holders: holders(of: [id], in: database))
    }

    private static func holders(of points: [ContactPointID], in database: any Reading) throws -> [ContactHolder] {
        if points.isEmpty { return [] }
        return try database.rows(
            """
            SELECT * FROM contact_holder WHERE contact_point_id IN (\(list: points)) AND ended_at IS NULL
            ORDER BY rank, id
            """
        ).map(ContactHolder.init)
    }

    private static func receiver(
        at provider: OrganisationID, campus: CampusID?, purpose: ExchangePurpose, in database: any Reading
    ) throws -> CareService? {
        try database.rows(
            """
            SELECT service.* FROM service WHERE organisation_id = \(provider) AND closed_at IS NULL
                AND EXISTS (SELECT 1 FROM contact_point WHERE contact_point.service_id = service.id
                    AND contact_point.purpose = \(purpose) AND contact_point.closed_at IS NULL)
            ORDER BY CASE WHEN campus_id = \(campus) THEN 0 WHEN campus_id IS NULL THEN 1 ELSE 2 END, name, id
            """
        ).first.map(CareService.init)
    }

    private static func outside(_ organisation: Organisation, at now: Date) -> RecipientTeam {
        let calendar = ServiceCalendar.office(organisation.nation)
        let route = ContactRoute.outside(organisation, calendar: calendar, at: now)
        return RecipientTeam(organisation: organisation, service: nil, calendar: calendar, route: route)
    }
}
