import Database
import Synchronization

/// A question to the database for machines that look whether all is well, and would rather hear soon that it does not answer.
/// It is under way once at most: whoever asks meanwhile waits for the same answer.
final class PromptQuestion<Value: Sendable>: Sendable {
    private let engine: any Engine
    private let patience: Duration
    private let underWay = Mutex<Task<Value, any Error>?>(nil)

    private static var silence: DatabaseFault { .notStored("the database did not answer in time") }

    /// - Parameter patience: how long an answer is waited for.
    init(_ engine: any Engine, patience: Duration) { (self.engine, self.patience) = (engine, patience) }

    /// - Throws: `DatabaseFault.notStored` where no answer comes in time; the question stays under way.
    func answer(_ body: @escaping @Sendable (any Reading) throws -> Value) async throws -> Value {
        let asked = asked(body)
        let (answers, first) = AsyncStream.makeStream(of: Result<Value, any Error>.self)
        Task { first.yield(await asked.result) }
        let waiting = Task {
            try await Task.sleep(for: patience)
            first.yield(.failure(Self.silence))
        }
        defer { waiting.cancel() }
        for await answer in answers { return try answer.get() }
        throw CancellationError()
    }

    private func asked(_ body: @escaping @Sendable (any Reading) throws -> Value) -> Task<Value, any Error> {
        underWay.withLock { task in
            if let task { return task }
            let asked = Task {
                defer { underWay.withLock { $0 = nil } }
                return try await engine.read(body)
            }
            task = asked
            return asked
        }
    }
}
