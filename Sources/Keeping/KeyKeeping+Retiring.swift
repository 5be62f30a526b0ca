import Database
import Foundation

extension KeyKeeping {
    /// Takes a key out of the ring, when nothing is sealed with it and nothing can be any more.
    /// - Parameter alone: whether no other process uses the database, so that nobody has to be waited for.
    /// - Throws: `RetiringRefused` with what stands in the way, as `refuseOldRing`, and as `Engine.outlastWrites`.
    public func retire(_ name: String, alone: Bool) async throws {
        try await refuseOldRing()
        guard keys.names.contains(name) else { throw KeyFault.unknownKey(name) }
        guard name != keys.newest else { throw KeyFault.stillSealing(name) }
        if !alone, try await !hasSettled() { throw RetiringRefused.tooEarly }
        try await refuseInUse(name)
        if engine.dialect == .postgreSQL { try await forbid(name) }
        try keys.removeKey(name)
    }

    /// From here on no process stores what the key seals, wherever it runs and whatever ring it reads. What was being written
    /// meanwhile is waited for and looked at. Where it keeps the key in the ring, the key still seals nothing: it is not the
    /// newest.
    private func forbid(_ name: String) async throws {
        let now = clock.now
        try await engine.write {
            try $0.execute("INSERT INTO retired_key (name, at) VALUES (\(name), \(now)) ON CONFLICT (name) DO NOTHING")
        }
        try await engine.outlastWrites()
        try await refuseInUse(name)
    }

    private func refuseInUse(_ name: String) async throws {
        let sealed = try await use().sealed[name, default: 0]
        if sealed > 0 { throw RetiringRefused.stillInUse(name, values: sealed) }
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
