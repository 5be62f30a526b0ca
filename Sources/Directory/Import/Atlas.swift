import Foundation
import Vocabulary

/// What is known of places before one of them is judged: which area each lies in, the words in their names, and where
/// postcodes are.
struct Atlas {
    struct Area: Equatable {
        let authority: String
        let authorityName: String
        /// `nil` where the former board was split, and the authority decides.
        let board: ODSCode?

        /// Authorities of England have codes of the Office for National Statistics that begin with E.
        var isInEngland: Bool { authority.hasPrefix("E") }
    }

    struct Site {
        let key: String
        let name: String
        let coordinate: Coordinate
        let words: Set<String>
        /// Present when a boundary was found to contain the point, not merely to be near it.
        let area: Area?
    }

    let sites: [String: Site]
    let byWord: [String: [Site]]
    let postcodes: PostcodeDistricts

    /// Words that many places share and that point nowhere.
    private static let common: Set<String> = [
        "london", "campus", "school", "college", "university", "centre", "center", "global", "banking", "business",
        "house", "street", "elizabeth", "scholars", "system", "road", "building", "higher", "education", "institute",
        "academy", "learning", "green", "square", "regent", "court", "commerce", "science", "performing", "music",
        "theatre", "central", "north", "south", "east", "west", "royal", "technology", "management", "football",
        "sixth", "health", "hospital", "skills", "training", "group", "online", "studios", "studio", "creative",
    ]

    init(derived: CSVTable, older: CSVTable) {
        let all = derived.rows.compactMap(Self.site)
        sites = Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var words: [String: [Site]] = [:]
        for site in all { for word in site.words { words[word, default: []].append(site) } }
        byWord = words
        postcodes = PostcodeDistricts(older.rows)
    }

    static func words(of name: String) -> Set<String> {
        let parts = Folded.text(name).split(separator: " ").map(String.init)
        return Set(parts.filter { $0.count >= 5 && $0.allSatisfy(\.isLetter) }).subtracting(common)
    }

    static func key(_ ukprn: String, _ code: String) -> String { "\(ukprn) \(code)" }

    /// The nearest place whose area is certain.
    func neighbour(of point: Coordinate, within kilometres: Double) -> Site? {
        let near = sites.values.filter { site in
            site.area != nil && abs(site.coordinate.latitude - point.latitude) < 0.3
                && site.coordinate.distance(to: point) <= kilometres
        }
        return near.min { ($0.coordinate.distance(to: point), $0.key) < ($1.coordinate.distance(to: point), $1.key) }
    }

    private static func site(_ row: CSVRow) -> Site? {
        guard let latitude = Double(row["lat"]), let longitude = Double(row["lon"]) else { return nil }
        let area =
            row["match"] == "contains"
            ? Area(
                authority: row["lad24_code"], authorityName: row["lad24_name"], board: ODSCode(row["icb2026_ods"])
            ) : nil
        return Site(
            key: key(row["ukprn"], row["locid"]), name: row["locname"],
            coordinate: Coordinate(latitude: latitude, longitude: longitude), words: words(of: row["locname"]),
            area: area
        )
    }
}
