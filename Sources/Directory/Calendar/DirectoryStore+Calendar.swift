import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// When the service is open.
    public func calendar(of service: ServiceID, by actor: Actor) async throws -> ServiceCalendar {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.calendar(of: service, in: $0) }
    }

    /// When the service is open, with the bank holidays of the nation in which its campus, or its organisation, lies.
    public static func calendar(of service: ServiceID, in database: any Reading) throws -> ServiceCalendar {
        let care = try Self.service(service, in: database)
        return ServiceCalendar(
            hours: try hours(of: service, in: database), closures: try closures(of: service, in: database),
            terms: try terms(of: care.organisationID, in: database), nation: try nation(of: care, in: database)
        )
    }

    public static func terms(of organisation: OrganisationID, in database: any Reading) throws -> [Term] {
        try database.rows("SELECT * FROM term WHERE organisation_id = \(organisation) ORDER BY from_on").map { row in
            Term(name: try row("name"), fromOn: try row("from_on"), toOn: try row("to_on"))
        }
    }

    static func hours(of service: ServiceID, in database: any Reading) throws -> [OpeningHours] {
        try database.rows(
            "SELECT * FROM service_hours WHERE service_id = \(service) ORDER BY period, weekday, opens_minute"
        ).map { row in
            OpeningHours(
                try row("weekday"), try row("opens_minute"), try row("closes_minute"), period: try row("period")
            )
        }
    }

    static func closures(of service: ServiceID, in database: any Reading) throws -> [Closure] {
        try database.rows("SELECT * FROM service_closure WHERE service_id = \(service) ORDER BY from_on").map { row in
            Closure(fromOn: try row("from_on"), toOn: try row("to_on"), reason: try row("reason"))
        }
    }

    private static func nation(of service: CareService, in database: any Reading) throws -> Nation {
        if let campus = service.campusID { return try Self.campus(campus, in: database).nation }
        return try organisation(service.organisationID, in: database).nation
    }
}
