import Database
import Foundation
import Vocabulary

/// Fills listings, with a handful of questions for all of them together.
struct OpenReading {
    let database: any Reading
    let now: Date

    /// - Parameter known: the campuses of their organisations, where they have been read already.
    func listings(
        _ candidates: [OpenCandidate], campuses known: [OrganisationID: [Campus]]? = nil
    ) throws -> [OpenListing] {
        if candidates.isEmpty { return [] }
        let ids = candidates.map(\.service.id)
        let hours = try DirectoryStore.hours(of: ids, in: database)
        let closures = try DirectoryStore.closures(of: ids, in: database)
        let organisations = Array(Set(candidates.map(\.organisation.id)))
        let terms = try DirectoryStore.terms(of: organisations, in: database)
        let points = try points(of: ids)
        let campuses = try known ?? OpenCandidate.campuses(of: candidates, in: database)
        let areas = try DirectoryStore.areas(in: database)
        return candidates.map { candidate in
            let (service, organisation) = (candidate.service, candidate.organisation)
            let campus = candidate.campus(campuses)
            return OpenListing(
                service: service, organisation: organisation,
                calendar: ServiceCalendar(
                    hours: hours[service.id] ?? [], closures: closures[service.id] ?? [],
                    terms: terms[organisation.id] ?? [], nation: campus?.nation ?? organisation.nation),
                assurance: Assurance(points[service.id] ?? [], at: now), places: candidate.places(campuses),
                area: candidate.area(areas, campuses),
                withheld: candidate.withheld
            )
        }
    }

    /// Without the people in them: nobody needs those in the open.
    private func points(of services: [ServiceID]) throws -> [ServiceID: [ContactPoint]] {
        let rows = try database.rows(
            "SELECT * FROM contact_point WHERE service_id IN (\(list: services)) AND closed_at IS NULL ORDER BY id")
        return try DirectoryStore.grouped(rows, by: "service_id") { try ContactPoint($0, holders: []) }
    }
}
