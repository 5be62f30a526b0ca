import Foundation
import Vocabulary

/// About where postcodes lie, as far as the open data tells: by the addresses of universities in the same district (`LS2`), or
/// else in the same postcode area (`LS`).
public struct PostcodeDistricts: Sendable {
    private let points: [String: [Coordinate]]

    init(_ rows: [CSVRow]) {
        var points: [String: [Coordinate]] = [:]
        for row in rows {
            guard let code = Postcode(row["POSTCODE"]), let latitude = Double(row["LATITUDE"]),
                let longitude = Double(row["LONGITUDE"])
            else { continue }
            let point = Coordinate(latitude: latitude, longitude: longitude)
            for key in Self.keys(code.description) { points[key, default: []].append(point) }
        }
        self.points = points
    }

    /// Of the data that is shipped with Footbridge.
    /// - Throws: `ImportRefusal` where the file cannot be read.
    public static func shipped() throws -> PostcodeDistricts {
        PostcodeDistricts(try rows(in: OpenData.shippedFolder).rows)
    }

    static func rows(in folder: URL) throws -> CSVTable {
        let file = "learning_providers_plus.csv"
        return try CSVTable(
            Data(contentsOf: folder.appending(path: file)), file: file, needing: ["POSTCODE", "LONGITUDE", "LATITUDE"])
    }

    /// About where a postcode lies, and how far that may be wrong in kilometres; `nil` where the data does not tell.
    func whereabouts(of postcode: String) -> (Coordinate, within: Double)? {
        for (key, error) in zip(Self.keys(postcode), [3.0, 6.0]) {
            if let near = points[key], let centre = Coordinate.centre(of: near) { return (centre, error) }
        }
        return nil
    }

    /// The outward code (`LS2`) and the area (`LS`).
    private static func keys(_ postcode: String) -> [String] {
        let outward = postcode.split(separator: " ").first.map(String.init) ?? postcode
        return [outward, String(outward.prefix { $0.isLetter })]
    }
}
