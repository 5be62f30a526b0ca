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
        return try calendar(of: care, in: organisation(care.organisationID, in: database), database)
    }

    /// As `calendar(of:in:)`, where both have been read already.
    static func calendar(
        of care: CareService, in organisation: Organisation, _ database: any Reading
    ) throws -> ServiceCalendar {
        ServiceCalendar(
            hours: try hours(of: [care.id], in: database)[care.id] ?? [],
            closures: try closures(of: care.id, in: database),
            terms: try terms(of: organisation.id, in: database),
            nation: try care.campusID.map { try campus($0, in: database).nation } ?? organisation.nation
        )
    }

    public static func terms(of organisation: OrganisationID, in database: any Reading) throws -> [Term] {
        try terms(of: [organisation], in: database)[organisation] ?? []
    }

    static func closures(of service: ServiceID, in database: any Reading) throws -> [Closure] {
        try closures(of: [service], in: database)[service] ?? []
    }

    /// The opening hours of several services at once; one without any has no entry.
    static func hours(of services: [ServiceID], in database: any Reading) throws -> [ServiceID: [OpeningHours]] {
        let rows = try database.rows(
            """
            SELECT * FROM service_hours WHERE service_id IN (\(list: services))
            ORDER BY period, weekday, opens_minute
            """
        )
        return try grouped(rows, by: "service_id") { row in
            OpeningHours(
                try row("weekday"), try row("opens_minute"), try row("closes_minute"), period: try row("period"))
        }
    }

    static func closures(of services: [ServiceID], in database: any Reading) throws -> [ServiceID: [Closure]] {
        let rows = try database.rows(
            "SELECT * FROM service_closure WHERE service_id IN (\(list: services)) ORDER BY from_on")
        return try grouped(rows, by: "service_id") { row in
            Closure(fromOn: try row("from_on"), toOn: try row("to_on"), reason: try row("reason"))
        }
    }

    static func terms(of organisations: [OrganisationID], in database: any Reading) throws -> [OrganisationID: [Term]] {
        let rows = try database.rows(
            "SELECT * FROM term WHERE organisation_id IN (\(list: organisations)) ORDER BY from_on")
        return try grouped(rows, by: "organisation_id") { row in
            Term(name: try row("name"), fromOn: try row("from_on"), toOn: try row("to_on"))
        }
    }

    /// What rows say, by what they belong to, in the order in which they came.
    static func grouped<Whole: Hashable & SQLReadable, Part>(
        _ rows: [Row], by column: String, _ read: (Row) throws -> Part
    ) throws -> [Whole: [Part]] {
        try Dictionary(grouping: rows) { row -> Whole in try row(column) }.mapValues { try $0.map(read) }
    }
}
