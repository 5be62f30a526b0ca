import Database
import Foundation

extension KeyKeeping {
    /// Takes a key out of the ring, when nothing is sealed with it and nothing can be any more.
    /// - Parameter alone: whether no other process uses the database, so that nobody has to be waited for.
    /// - Throws: `RetiringRefused` with what stands in the way, and as `refuseOldRing`.
    public func retire(_ name: String, alone: Bool) async throws {
        try await refuseOldRing()
        guard keys.names.contains(name) else { throw KeyFault.unknownKey(name) }
        guard name != keys.newest else { throw KeyFault.stillSealing(name) }
        if !alone, try await !hasSettled() { throw RetiringRefused.tooEarly }
        let use = try await use()
        if let sealed = use.sealed[name], sealed > 0 { throw RetiringRefused.stillInUse(name, values: sealed) }
        try keys.removeKey(name)
    }

    /// How many values each key has sealed. It looks at every sealed value, so it takes a while where there are many.
    public func use() async throws -> KeyUse {
        let names = keys.names
        var use = KeyUse(sealed: Dictionary(names.map { ($0, 0) }) { first, _ in first }, unknown: 0)
        for column in SealedColumn.all {
            let counts = try await engine.read { try column.counts(of: names, in: $0) }
            for (name, count) in zip(names, counts.sealed) { use.sealed[name, default: 0] += count }
            use.unknown += counts.all - counts.sealed.reduce(0, +)
        }
        return use
    }
}

/// How many values each key of the ring has sealed.
public struct KeyUse: Sendable, Equatable {
    public var sealed: [String: Int]
    /// Values sealed with a key that the ring does not hold: nobody can read them.
    public var unknown: Int
}

/// Why a key has to stay.
public enum RetiringRefused: Error, Equatable, Sendable {
    case tooEarly
    case stillInUse(String, values: Int)
}

extension RetiringRefused: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooEarly:
            "The newest key was added a moment ago, and a process may not know it yet. Try again in two minutes."
        case .stillInUse(let name, let values):
            """
            The key “\(name)” stays: \(values) values are still sealed with it. The server seals them anew, some every \
            few seconds; where none runs, footbridge keys reseal does.
            """
        }
    }
}
