import Foundation
import Synchronization

/// Words that everybody in this process hears who listens now.
final class Broadcast: Sendable {
    private let continuations = Mutex<[UUID: AsyncStream<String>.Continuation]>([:])

    func stream() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1_000))
        let key = UUID()
        continuations.withLock { $0[key] = continuation }
        continuation.onTermination = { [weak self] _ in self?.forget(key) }
        return stream
    }

    func yield(_ words: String) {
        for continuation in continuations.withLock({ Array($0.values) }) { continuation.yield(words) }
    }

    func finish() {
        for continuation in continuations.withLock({ Array($0.values) }) { continuation.finish() }
    }

    private func forget(_ key: UUID) { continuations.withLock { $0[key] = nil } }
}
