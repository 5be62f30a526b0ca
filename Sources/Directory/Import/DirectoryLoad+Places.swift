import Database
import Foundation
import Vocabulary

extension DirectoryLoad {
    mutating func loadNames() throws {
        var tally = ImportReport.Tally("Other names")
        var before: [OrganisationID: [String: String]] = [:]
        for row in try database.rows("SELECT organisation_id, name, kind FROM organisation_name") {
            before[try row("organisation_id"), default: [:]][try row("name")] = try row("kind")
        }
        for provider in data.providers {
            guard let id = organisations[provider.ukprn.description]?.id else { continue }
            let kept = before[id] ?? [:]
            let wanted = Dictionary(
                provider.names.map { ($0.name, $0.kind.rawValue) }, uniquingKeysWith: { first, _ in first }
            )
            for (name, kind) in wanted { tally.count(kept[name], kind) }
            tally.vanished += kept.keys.count { wanted[$0] == nil }
            if kept != wanted { try replaceNames(of: id, with: wanted) }
        }
        report.tallies.append(tally)
    }

    private func replaceNames(of id: OrganisationID, with wanted: [String: String]) throws {
        try database.execute("DELETE FROM organisation_name WHERE organisation_id = \(id)")
        for (name, kind) in wanted.sorted(by: { $0.key < $1.key }) {
            try database.execute(
                "INSERT INTO organisation_name (organisation_id, name, kind) VALUES (\(id), \(name), \(kind))"
            )
        }
    }

    /// Campuses that are no longer in the data stay, since a student's record may name them; they are counted.
    mutating func loadPlaces() throws {
        var tally = ImportReport.Tally("Campuses")
        let kept = try Dictionary(
            database.rows("SELECT * FROM campus").map { row in
                let campus = try Campus(row)
                return ("\(campus.organisationID) \(campus.locationCode)", campus)
            }, uniquingKeysWith: { first, _ in first }
        )
        var seen: Set<String> = []
        for place in data.places {
            guard let organisation = organisations[place.ukprn.description]?.id else { continue }
            let key = "\(organisation) \(place.code)"
            guard seen.insert(key).inserted else { continue }
            let campus = Campus(place, id: kept[key]?.id ?? CampusID(at: now), of: organisation)
            tally.count(kept[key], campus)
            if kept[key] != campus { try write(campus) }
        }
        tally.vanished = Set(kept.keys).subtracting(seen).count
        report.tallies.append(tally)
    }

    private func write(_ campus: Campus) throws {
        try database.execute(
            """
            INSERT INTO campus (id, organisation_id, location_code, name, place, latitude, longitude, nation,
                local_authority_code, icb_ods_code)
            VALUES (\(campus.id), \(campus.organisationID), \(campus.locationCode), \(campus.name), \(campus.place),
                \(campus.latitude), \(campus.longitude), \(campus.nation), \(campus.localAuthorityCode),
                \(campus.icbODSCode))
            ON CONFLICT (organisation_id, location_code) DO UPDATE SET name = excluded.name,
                place = excluded.place, latitude = excluded.latitude, longitude = excluded.longitude,
                nation = excluded.nation, local_authority_code = excluded.local_authority_code,
                icb_ods_code = excluded.icb_ods_code
            """
        )
    }
}

extension Campus {
    fileprivate init(_ place: OpenData.Place, id: CampusID, of organisation: OrganisationID) {
        self.init(
            id: id, organisationID: organisation, locationCode: place.code,
            name: place.name.isEmpty ? "Main campus" : place.name, place: place.authorityName,
            latitude: place.coordinate?.latitude, longitude: place.coordinate?.longitude, nation: place.nation,
            localAuthorityCode: place.authority, icbODSCode: place.board
        )
    }
}
