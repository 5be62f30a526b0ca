import Foundation
import Synchronization

/// Whoever asked for a read. They may leave before it ends; then nobody wants to know any more.
final class Asker: Sendable {
    private let left = Atomic(false)
    /// Ends what is under way for them.
    private let stop = Mutex<(@Sendable () -> Void)?>(nil)

    var hasLeft: Bool { left.load(ordering: .relaxed) }

    /// To end what is under way may mean to call another machine, which whoever tells of their leaving does not wait for.
    func leave() {
        left.store(true, ordering: .relaxed)
        guard stop.withLock({ $0 != nil }) else { return }
        end(after: 0)
    }

    /// Again and again, as long as they are served: what had not quite begun was not ended.
    private func end(after seconds: Double) {
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
            let isServed = stop.withLock { end in
                end?()
                return end != nil
            }
            if isServed { end(after: min(max(0.05, seconds * 2), 1)) }
        }
    }

    /// - Throws: `CancellationError` where they have left.
    func check() throws { if hasLeft { throw CancellationError() } }

    /// Does `body`, which `end` ends where they leave meanwhile. An `end` that has begun is waited for: it must not reach what
    /// comes afterwards, for somebody else.
    /// - Throws: `CancellationError` where they have left before it; what `body` throws.
    func served<T>(endedBy end: @escaping @Sendable () -> Void, _ body: () throws -> T) throws -> T {
        stop.withLock { $0 = end }
        defer { stop.withLock { $0 = nil } }
        try check()
        return try body()
    }
}

/// A thread's way into the database: what it reads is a snapshot.
protocol SnapshotReader: SendableMetatype {
    func read<T>(for asker: Asker, _ body: (any Reading) throws -> T) -> Result<T, any Error>
}

extension WorkQueue {
    /// - Throws: `CancellationError` where the task that asked was cancelled before the read had ended; what `body` throws.
    func read<T: Sendable, Reader: SnapshotReader>(
        _ body: @escaping @Sendable (any Reading) throws -> T
    ) async throws -> T where Job == @Sendable (Reader) -> Void {
        let asker = Asker()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isTaken = submit { continuation.resume(with: $0.read(for: asker, body)) }
                if !isTaken { continuation.resume(throwing: DatabaseFault.closed) }
            }
        } onCancel: {
            asker.leave()
        }
    }
}
