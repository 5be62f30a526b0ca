import Foundation

/// A read or a write that waits for its turn, its result type erased.
protocol DatabaseJobType: Sendable {
    /// Does the work; the closure it returns tells the caller, and is called after the commit.
    ///
    /// May be called again where the first attempt was rolled back.
    func run(_ connection: any Writing) throws -> @Sendable () -> Void
    /// Does it without anything that was prepared for it.
    func anew(_ connection: any Writing) throws -> @Sendable () -> Void
    func fail(_ error: any Error)
}

struct DatabaseJob<Value: Sendable>: DatabaseJobType {
    let body: @Sendable (any Writing) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>

    init(
        _ body: @escaping @Sendable (any Writing) throws -> Value, _ continuation: CheckedContinuation<Value, any Error>
    ) {
        (self.body, self.continuation) = (body, continuation)
    }

    func run(_ connection: any Writing) throws -> @Sendable () -> Void {
        answer(try body(connection))
    }

    func anew(_ connection: any Writing) throws -> @Sendable () -> Void { try run(connection) }

    func answer(_ value: Value) -> @Sendable () -> Void {
        let continuation = continuation
        return { continuation.resume(returning: value) }
    }

    func fail(_ error: any Error) { continuation.resume(throwing: error) }
}

extension WorkQueue where Job == any DatabaseJobType {
    func perform<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let job = DatabaseJob(body, continuation)
            if !submit(job) { job.fail(DatabaseFault.closed) }
        }
    }
}
