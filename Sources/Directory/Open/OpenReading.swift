import Database
import Foundation
import Vocabulary

/// Fills listings, with a handful of questions for all of them together.
struct OpenReading {
    let database: any Reading
    let now: Date

    func listings(_ candidates: [OpenCandidate]) throws -> [OpenListing] {
        if candidates.isEmpty { return [] }
        let ids = candidates.map(\.service.id)
        let hours = try Self.hours(of: ids, in: database)
        let (closures, terms) = (try closures(of: ids), try terms(of: candidates.map(\.organisation.id)))
        let points = try points(of: ids)
        let campuses = try OpenCandidate.campuses(of: candidates, in: database)
        let areas = try DirectoryStore.areas(in: database)
        return candidates.map { candidate in
            let (service, organisation) = (candidate.service, candidate.organisation)
            let campus = campuses[organisation.id]?.first { $0.id == service.campusID }
            return OpenListing(
                service: service, organisation: organisation,
                calendar: ServiceCalendar(
                    hours: hours[service.id] ?? [], closures: closures[service.id] ?? [],
                    terms: terms[organisation.id] ?? [], nation: campus?.nation ?? organisation.nation),
                assurance: Assurance(points[service.id] ?? [], at: now), places: candidate.places(campuses),
                area: areas.first { $0.code == campus?.icbODSCode ?? organisation.icbODSCode },
                withheld: candidate.withheld
            )
        }
    }

    static func hours(of services: [ServiceID], in database: any Reading) throws -> [ServiceID: [OpeningHours]] {
        try grouped(
            database.rows(
                """
                SELECT * FROM service_hours WHERE service_id IN (\(list: services))
                ORDER BY period, weekday, opens_minute
                """
            )
        ) { row in
            OpeningHours(
                try row("weekday"), try row("opens_minute"), try row("closes_minute"), period: try row("period"))
        }
    }

    private func closures(of services: [ServiceID]) throws -> [ServiceID: [Closure]] {
        try Self.grouped(
            database.rows("SELECT * FROM service_closure WHERE service_id IN (\(list: services)) ORDER BY from_on")
        ) { Closure(fromOn: try $0("from_on"), toOn: try $0("to_on"), reason: try $0("reason")) }
    }

    /// Without the people in them: nobody needs those in the open.
    private func points(of services: [ServiceID]) throws -> [ServiceID: [ContactPoint]] {
        try Self.grouped(
            database.rows(
                "SELECT * FROM contact_point WHERE service_id IN (\(list: services)) AND closed_at IS NULL ORDER BY id")
        ) { try ContactPoint($0, holders: []) }
    }

    private func terms(of organisations: [OrganisationID]) throws -> [OrganisationID: [Term]] {
        let rows = try database.rows(
            "SELECT * FROM term WHERE organisation_id IN (\(list: Array(Set(organisations)))) ORDER BY from_on")
        let terms = try rows.map { row -> (OrganisationID, Term) in
            let term = Term(name: try row("name"), fromOn: try row("from_on"), toOn: try row("to_on"))
            return (try row("organisation_id"), term)
        }
        return Dictionary(grouping: terms, by: \.0).mapValues { $0.map(\.1) }
    }

    private static func grouped<Part>(
        _ rows: [Row], _ read: (Row) throws -> Part
    ) throws -> [ServiceID: [Part]] {
        let parts = try rows.map { row -> (ServiceID, Part) in (try row("service_id"), try read(row)) }
        return Dictionary(grouping: parts, by: \.0).mapValues { $0.map(\.1) }
    }
}
