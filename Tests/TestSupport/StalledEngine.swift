import Database
import Synchronization

/// An engine whose reads are not answered while it is stalled, as those of a database that has gone away are not.
public final class StalledEngine: Engine {
    private let engine: any Engine
    private let kept = Mutex<(isStalled: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    public init(_ engine: any Engine) { self.engine = engine }

    public var dialect: Dialect { engine.dialect }
    public var writeFigures: QueueFigures { engine.writeFigures }
    public var readsWaiting: Int { kept.withLock { $0.waiting.count } }
    public var connectionFigures: ConnectionFigures { engine.connectionFigures }

    public func stall() { kept.withLock { $0.isStalled = true } }

    public func goOn() {
        let waiting = kept.withLock { kept in
            defer { kept = (false, []) }
            return kept.waiting
        }
        waiting.forEach { $0.resume() }
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        await withCheckedContinuation { continuation in
            let isStalled = kept.withLock { kept in
                if kept.isStalled { kept.waiting.append(continuation) }
                return kept.isStalled
            }
            if !isStalled { continuation.resume() }
        }
        return try await engine.read(body)
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        try await engine.write(body)
    }

    public func tell(_ words: String) { engine.tell(words) }
    public func heard() -> AsyncStream<String> { engine.heard() }
    public func close() async { await engine.close() }
}
