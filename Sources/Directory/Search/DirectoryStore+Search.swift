import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Organisations of some kinds with their other names and campuses.
    public static func searchEntries(
        _ kinds: [OrganisationKind], in database: any Reading
    ) throws -> [ProviderSearch.Entry] {
        var (names, nicknames): ([OrganisationID: [String]], [OrganisationID: [String]]) = ([:], [:])
        for row in try database.rows("SELECT organisation_id, name, kind FROM organisation_name ORDER BY name") {
            let (id, name): (OrganisationID, String) = (try row("organisation_id"), try row("name"))
            let isNickname = try row("kind") == OpenData.NameKind.nickname.rawValue
            if isNickname { nicknames[id, default: []].append(name) } else { names[id, default: []].append(name) }
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
                nicknames: nicknames[organisation.id] ?? [], campuses: campuses[organisation.id] ?? []
            )
        }
    }
}
