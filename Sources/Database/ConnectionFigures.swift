import Synchronization

/// How many connections of an engine are in which state.
public struct ConnectionFigures: Sendable, Equatable {
    /// At work for somebody.
    public internal(set) var busy = 0
    /// Open, and free.
    public internal(set) var idle = 0
    /// Found broken, and not made again yet. One that breaks while it is free is found at its next use.
    public internal(set) var lost = 0

    public init() {}

    fileprivate mutating func count(_ state: ConnectionState, _ change: Int) {
        switch state {
        case .unopened: break
        case .busy: busy += change
        case .idle: idle += change
        case .lost: lost += change
        }
    }
}

/// What one connection is doing.
enum ConnectionState: Sendable { case unopened, busy, idle, lost }

/// Counts the connections of an engine by what they do.
final class ConnectionMeter: Sendable {
    private let kept = Mutex(ConnectionFigures())

    var figures: ConnectionFigures { kept.withLock { $0 } }

    func moved(from old: ConnectionState, to new: ConnectionState) {
        kept.withLock { figures in
            figures.count(old, -1)
            figures.count(new, 1)
        }
    }

    /// Lets an open connection, which counts as free before and after, do `body`.
    func using<T>(_ body: () throws -> T) rethrows -> T {
        moved(from: .idle, to: .busy)
        defer { moved(from: .busy, to: .idle) }
        return try body()
    }
}
