import Foundation

/// A point on the ground, in degrees (WGS 84).
public struct Coordinate: Hashable, Sendable {
    public let latitude: Double
    public let longitude: Double

    public init(latitude: Double, longitude: Double) { (self.latitude, self.longitude) = (latitude, longitude) }

    /// The point on the other side of the Greenwich meridian: what a lost minus sign leaves out.
    var mirrored: Coordinate { Coordinate(latitude: latitude, longitude: -longitude) }

    /// In the box that holds the United Kingdom with its isles.
    var isInUnitedKingdom: Bool { (49.8...60.9).contains(latitude) && (-8.7...1.8).contains(longitude) }

    /// Kilometres as the crow flies; good to a percent over the distances of one country.
    func distance(to other: Coordinate) -> Double {
        let north = (latitude - other.latitude) * 111.2
        let east = (longitude - other.longitude) * 111.2 * cos((latitude + other.latitude) / 2 * .pi / 180)
        return (north * north + east * east).squareRoot()
    }

    static func centre(of points: [Coordinate]) -> Coordinate? {
        guard !points.isEmpty else { return nil }
        let count = Double(points.count)
        return Coordinate(
            latitude: points.map(\.latitude).reduce(0, +) / count,
            longitude: points.map(\.longitude).reduce(0, +) / count
        )
    }
}
