import Foundation

/// The one writer: a thread that takes whatever waits and hands it on as one batch, so that requests which wait
/// together are committed together.
final class WriteQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [any WriteJobType] = []
    private var finished = false
    private var ended = false
    private let most = 256

    init(_ commit: @escaping @Sendable ([any WriteJobType]) -> Void) {
        let thread = Thread { [self] in
            while let batch = next() { commit(batch) }
            condition.withLock {
                ended = true
                condition.broadcast()
            }
        }
        thread.name = "footbridge-writer"
        thread.start()
    }

    func submit(_ job: any WriteJobType) {
        let refused = condition.withLock {
            if finished { return true }
            waiting.append(job)
            condition.signal()
            return false
        }
        if refused { job.fail(DatabaseFault.notStored("the database is closed")) }
    }

    /// Lets what waits be written, then stops the thread.
    func finish() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                condition.withLock {
                    finished = true
                    condition.broadcast()
                    while !ended { condition.wait() }
                }
                continuation.resume()
            }
        }
    }

    private func next() -> [any WriteJobType]? {
        condition.withLock {
            while waiting.isEmpty && !finished { condition.wait() }
            if waiting.isEmpty { return nil }
            let batch = Array(waiting.prefix(most))
            waiting.removeFirst(batch.count)
            return batch
        }
    }
}

/// A write that waits for its turn, its result type erased.
protocol WriteJobType: Sendable {
    /// Does the work; the closure it returns tells the caller, and is called after the commit.
    func run(_ connection: any Writing) throws -> @Sendable () -> Void
    func fail(_ error: any Error)
}

struct WriteJob<Value: Sendable>: WriteJobType {
    private let body: @Sendable (any Writing) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>

    init(
        _ body: @escaping @Sendable (any Writing) throws -> Value, _ continuation: CheckedContinuation<Value, any Error>
    ) {
        (self.body, self.continuation) = (body, continuation)
    }

    func run(_ connection: any Writing) throws -> @Sendable () -> Void {
        let value = try body(connection)
        let continuation = continuation
        return { continuation.resume(returning: value) }
    }

    func fail(_ error: any Error) { continuation.resume(throwing: error) }
}
