import Foundation
import Vocabulary

extension OpenData {
    mutating func readPlaces(_ folder: URL) throws {
        let table = try table(
            "discoveruni_location.csv", in: folder,
            needing: ["UKPRN", "LOCID", "LOCNAME", "LATITUDE", "LONGITUDE", "LOCCOUNTRY"]
        )
        let atlas = try Atlas(
            derived: self.table(
                "hep_campus_to_lad_icb_derived.csv", in: folder,
                needing: [
                    "ukprn", "locid", "locname", "lat", "lon", "match", "lad24_code", "lad24_name", "icb2026_ods",
                ]
            ),
            older: PostcodeDistricts.rows(in: folder)
        )
        let known = placesByUKPRN()
        let successors = Dictionary(
            authorities.map { ($0.code, $0.board) }, uniquingKeysWith: { first, _ in first }
        )
        for row in table.rows {
            guard let provider = known[row["UKPRN"]].map({ providers[$0] }) else {
                note(.refused, table.file, row, "UKPRN", "There is no provider \(row["UKPRN"]) (\(row["LOCNAME"])).")
                continue
            }
            read(row, in: table.file, of: provider, atlas, successors)
        }
        noteSplitBoards(atlas, in: table)
        placeProviders()
    }

    private mutating func read(
        _ row: CSVRow, in file: String, of provider: Provider, _ atlas: Atlas, _ successors: [String: ODSCode]
    ) {
        guard let nation = Self.nation(row["LOCCOUNTRY"]), !row["LOCID"].isEmpty else {
            note(.refused, file, row, "LOCCOUNTRY", "The place has no code or no UK nation.")
            return
        }
        guard let latitude = Double(row["LATITUDE"]), let longitude = Double(row["LONGITUDE"]) else {
            let typed = "“\(row["LATITUDE"])”, “\(row["LONGITUDE"])”"
            note(.refused, file, row, "LATITUDE", "\(typed) is not a place on the ground.")
            return
        }
        var place = Place(
            ukprn: provider.ukprn, code: row["LOCID"], name: RegisterName.collapsed(row["LOCNAME"]),
            coordinate: Coordinate(latitude: latitude, longitude: longitude), nation: nation
        )
        let finding = atlas.locate(place, postcode: provider.organisation.postcode)
        place.coordinate = finding.coordinate
        place.nation = finding.nation
        (place.authority, place.authorityName) = (finding.area?.authority, finding.area?.authorityName)
        place.board = finding.area.flatMap { $0.board ?? successors[$0.authority] }
        for remark in finding.remarks { note(remark.kind, file, row, remark.column, remark.message) }
        places.append(place)
    }

    /// Says how many places were placed by their county because the former board has several successors.
    private mutating func noteSplitBoards(_ atlas: Atlas, in table: CSVTable) {
        let split = table.rows.filter { row in
            atlas.sites[Atlas.key(row["UKPRN"], row["LOCID"])]?.area.map { $0.board == nil && $0.isInEngland } ?? false
        }
        guard let first = split.first else { return }
        let words = "\(split.count) places, this the first, had a board that was split in 2026; their county decides."
        note(.noted, table.file, first, "LOCID", words)
    }

    /// Gives each provider the board of its main place: the campus whose name or authority stands in its address, else the
    /// authority whose name does, else its first campus.
    private mutating func placeProviders() {
        let campuses = Dictionary(grouping: places, by: \.ukprn)
        let wholly = authorities.filter { $0.share >= 0.9 }
        for index in providers.indices where providers[index].organisation.nation == .england {
            let address = Folded.text(providers[index].organisation.address ?? "")
            let own = campuses[providers[index].ukprn] ?? []
            let main = own.first { place in
                [place.authorityName, Self.bareName(place.name)].contains { name in
                    name.map { $0.count > 3 && address.contains(Folded.text($0)) } ?? false
                }
            }
            let lastParts = Set(address.split(separator: " ").map(String.init))
            let named = wholly.first {
                lastParts.isSuperset(of: Folded.text($0.name).split(separator: " ").map(String.init))
            }
            providers[index].organisation.board = main?.board ?? named?.board ?? own.first?.board
        }
    }

    private static func bareName(_ name: String) -> String? {
        name.replacing(" Campus", with: "").nilWhenEmpty
    }
}
