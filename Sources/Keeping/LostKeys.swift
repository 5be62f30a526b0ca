import Foundation
import Synchronization

/// Keys that are not in the ring and sealed something that is still there, as this process has found. It takes a look at every
/// sealed value to find that, so each is looked for once, and then once a day, since what it sealed may go.
final class LostKeys: Sendable {
    /// Seconds until one is looked for again.
    static let pause: TimeInterval = 86_400

    private let found = Mutex<[String: Date]>([:])

    /// Those of the `missing` keys that are to be looked for now. One that is missing no more is forgotten.
    func due(of missing: [String], at now: Date) -> [String] {
        found.withLock { found in
            found = found.filter { missing.contains($0.key) }
            return missing.filter { name in
                found[name].map { !(0..<Self.pause).contains(now.timeIntervalSince($0)) } ?? true
            }
        }
    }

    func note(_ names: [String], at now: Date) {
        found.withLock { found in names.forEach { found[$0] = now } }
    }
}
