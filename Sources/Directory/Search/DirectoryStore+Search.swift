import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Organisations of some kinds with their other names and campuses.
    public static func searchEntries(
        _ kinds: [OrganisationKind], in database: any Reading
    ) throws -> [ProviderSearch.Entry] {
        var names: [OrganisationID: [String]] = [:]
        for row in try database.rows("SELECT organisation_id, name FROM organisation_name ORDER BY name") {
            names[try row("organisation_id"), default: []].append(try row("name"))
        }
        var campuses: [OrganisationID: [Campus]] = [:]
        for row in try database.rows("SELECT * FROM campus ORDER BY organisation_id, name, id") {
            let campus = try Campus(row)
            campuses[campus.organisationID, default: []].append(campus)
        }
        let rows = try database.rows(
            "SELECT * FROM organisation WHERE kind IN (\(list: kinds)) AND closed_on IS NULL ORDER BY name, id"
        )
        return try rows.map { row in
            let organisation = try Organisation(row)
            return ProviderSearch.Entry(
                organisation: organisation, otherNames: names[organisation.id] ?? [],
                campuses: campuses[organisation.id] ?? []
            )
        }
    }
}
