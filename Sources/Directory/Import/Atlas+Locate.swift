import Foundation
import Vocabulary

extension Atlas {
    struct Remark {
        let kind: ImportReport.Note.Kind
        let column: String
        let message: String
    }

    struct Finding {
        var coordinate: Coordinate?
        var nation: Nation
        var area: Area?
        var remarks: [Remark] = []
    }

    /// Where a place lies, after repair of a longitude that lost its minus sign.
    func locate(_ place: OpenData.Place, postcode: String?) -> Finding {
        let key = Self.key(place.ukprn.description, place.code)
        var finding = Finding(coordinate: place.coordinate, nation: place.nation, area: sites[key]?.area)
        guard let point = place.coordinate else { return finding }
        guard point.isInUnitedKingdom else { return outside(finding, point) }
        finding.nation = nation(of: point, given: place.nation)
        if finding.nation != place.nation {
            let remark = "\(place.name) lies in \(finding.nation.name), not in \(place.nation.name)."
            finding.remarks.append(Remark(kind: .repaired, column: "LOCCOUNTRY", message: remark))
        }
        guard finding.nation == .england || finding.nation == .wales else { return finding }
        if let reason = reasonToMirror(place, point, postcode) { return mirrored(finding, point, reason) }
        if let doubt = doubt(about: place, point) {
            finding.remarks.append(Remark(kind: .noted, column: "LONGITUDE", message: doubt))
        }
        if finding.area == nil {
            let words = "\(place.name) lies in no local authority of England or Wales; it has no board."
            finding.remarks.append(Remark(kind: .noted, column: "LATITUDE", message: words))
        }
        return finding
    }

    /// Why the point must lie west of Greenwich although it is written east of it; `nil` where nothing says so.
    private func reasonToMirror(_ place: OpenData.Place, _ point: Coordinate, _ postcode: String?) -> String? {
        // Nearer to the meridian the two points are too close to be told apart.
        guard point.longitude > 0.02 else { return nil }
        let key = Self.key(place.ukprn.description, place.code)
        if let site = sites[key], site.area == nil { return "the point lies in the sea" }
        if let witnesses = witnesses(for: place, point), witnesses.count >= 2 {
            return "\(witnesses.prefix(2).joined(separator: " and ")) lie there"
        }
        guard let postcode, let (address, error) = postcodes.whereabouts(of: postcode) else { return nil }
        let (given, mirror) = (point.distance(to: address), point.mirrored.distance(to: address))
        return mirror < error && given > max(10, 2.5 * mirror) ? "its address in \(postcode) lies there" : nil
    }

    private func doubt(about place: OpenData.Place, _ point: Coordinate) -> String? {
        guard point.longitude > 0.02, let witness = witnesses(for: place, point)?.first else { return nil }
        return "\(place.name) may have lost a minus sign (\(witness) lies to the west); left as it is."
    }

    /// Other places with the same distinctive word in their names that lie where the mirrored point does; `nil` when one
    /// lies where the given point is.
    private func witnesses(for place: OpenData.Place, _ point: Coordinate) -> [String]? {
        let key = Self.key(place.ukprn.description, place.code)
        var most: [String] = []
        for word in Self.words(of: place.name) {
            let others = (byWord[word] ?? []).filter { $0.key != key }
            if others.contains(where: { $0.coordinate.distance(to: point) < 15 }) { return nil }
            let there = others.filter { $0.coordinate.distance(to: point.mirrored) < 4 }.map(\.name)
            if there.count > most.count { most = there }
        }
        return most.isEmpty ? nil : most
    }

    private func mirrored(_ finding: Finding, _ point: Coordinate, _ reason: String) -> Finding {
        var finding = finding
        let neighbour = neighbour(of: point.mirrored, within: 15)
        (finding.coordinate, finding.area) = (point.mirrored, neighbour?.area)
        let placed = neighbour.map { "placed with its neighbour \($0.name)" } ?? "without a board"
        let message = "Longitude \(point.longitude) becomes \(point.mirrored.longitude): \(reason); \(placed)."
        finding.remarks.append(Remark(kind: .repaired, column: "LONGITUDE", message: message))
        return finding
    }

    private func outside(_ finding: Finding, _ point: Coordinate) -> Finding {
        var finding = finding
        (finding.coordinate, finding.area) = (nil, nil)
        let message = "\(point.latitude), \(point.longitude) lies outside the United Kingdom; kept without a point."
        finding.remarks.append(Remark(kind: .repaired, column: "LATITUDE", message: message))
        return finding
    }

    /// The nation of a point that no English or Welsh authority holds, where its latitude and longitude leave no doubt.
    private func nation(of point: Coordinate, given: Nation) -> Nation {
        guard given == .england || given == .wales else { return given }
        if point.longitude < -5.4, (54...55.4).contains(point.latitude) { return .northernIreland }
        return point.latitude > 55.82 ? .scotland : given
    }
}

extension Nation {
    /// The name in a sentence.
    public var name: String {
        switch self {
        case .england: "England"
        case .wales: "Wales"
        case .scotland: "Scotland"
        case .northernIreland: "Northern Ireland"
        }
    }
}
