import Database
import Foundation
import Vocabulary

/// One organisation found in the directory, with its services.
public struct DirectoryFinding: Sendable, Hashable {
    public let organisation: Organisation
    /// The nickname, campus or place by which it was found, where that was not its name.
    public let because: String?
    public let services: [CareService]
}

/// An integrated care board, as an area to search in.
public struct CareArea: Sendable, Hashable {
    public let code: ODSCode
    public let name: String
    public let region: String

    /// Without “NHS” before and “Integrated Care Board” behind.
    public var shortName: String {
        name.replacing("NHS ", with: "").replacing(" Integrated Care Board", with: "")
    }
}

extension DirectoryStore {
    /// Searches the directory by name, nickname, campus, place or service, in all of it or in one board's area.
    ///
    /// With nothing typed it gives those of the area, or those that have joined. Joined ones come first in an area.
    public func find(
        _ typed: String, area: ODSCode?, with index: DirectoryIndex, most: Int = 40, by actor: Actor
    ) async throws -> [DirectoryFinding] {
        try actor.require(.searchDirectory)
        let matches = typed.isEmpty ? [] : try await index.all().search(typed, most: 400).matches
        return try await engine.read { database in
            var found = matches.map { ($0.organisation, $0.because) }
            let seen = Set(found.map(\.0.id))
            let more = try Self.organisations(withService: typed, orIn: typed.isEmpty ? area : nil, in: database)
            found += more.filter { !seen.contains($0.id) }.map { ($0, nil) }
            if let area {
                let local = try Self.organisations(in: area, database)
                found = found.filter { local.contains($0.0.id) }
            }
            return try found.prefix(most).map { organisation, because in
                let services = try Self.services(of: organisation.id, in: database)
                return DirectoryFinding(organisation: organisation, because: because, services: services)
            }
        }
    }

    /// The boards, by name.
    public func areas(by actor: Actor) async throws -> [CareArea] {
        try actor.require(.searchDirectory)
        return try await engine.read { try Self.areas(in: $0) }
    }

    static func areas(in database: any Reading) throws -> [CareArea] {
        try database.rows("SELECT ods_code, name, nhs_region FROM integrated_care_board ORDER BY name").map { row in
            CareArea(code: try row("ods_code"), name: try row("name"), region: try row("nhs_region"))
        }
    }

    /// Organisations one of whose services has every word typed; with nothing typed, those of the area or those that joined.
    private static func organisations(
        withService typed: String, orIn area: ODSCode?, in database: any Reading
    ) throws -> [Organisation] {
        let words = Folded.words(typed)
        let condition: SQL =
            words.isEmpty
            ? (area == nil ? "joined_at IS NOT NULL AND left_at IS NULL" : "1 = 1")
            : "id IN (\(list: try organisations(offering: words, in: database)))"
        return try database.rows(
            """
            SELECT * FROM organisation WHERE \(sql: condition) AND closed_on IS NULL
            ORDER BY CASE WHEN joined_at IS NOT NULL AND left_at IS NULL THEN 0 ELSE 1 END, name, id
            """
        ).map(Organisation.init)
    }

    private static func organisations(
        offering words: [String], in database: any Reading
    ) throws -> [OrganisationID] {
        try database.rows("SELECT * FROM service WHERE closed_at IS NULL").map(CareService.init).filter { service in
            let text = Folded.text("\(service.name) \(service.kind.title)")
            return words.allSatisfy { text.contains($0) }
        }.map(\.organisationID)
    }

    /// Organisations with their main place, or one of their campuses, in the area.
    private static func organisations(in area: ODSCode, _ database: any Reading) throws -> Set<OrganisationID> {
        let rows = try database.rows(
            """
            SELECT id FROM organisation WHERE icb_ods_code = \(area)
            UNION SELECT organisation_id AS id FROM campus WHERE icb_ods_code = \(area)
            """
        )
        return Set(try rows.map { try $0("id") as OrganisationID })
    }
}
