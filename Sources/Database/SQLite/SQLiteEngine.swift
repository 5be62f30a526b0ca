import Foundation

/// SQLite through GRDB: one file, write-ahead log, every commit synced to disk before it is confirmed.
public final class SQLiteEngine: Engine {
    public let dialect = Dialect.sqlite
    private let reads: WorkQueue<@Sendable (SQLiteReader) -> Void>
    private let writes: WorkQueue<any DatabaseJobType>
    private let readers: [SQLiteReader]
    private let writer: SQLiteWriter
    private let attempts = AttemptMeter()
    private let connections: ConnectionMeter
    private let lock: FileLock
    private let listeners = Broadcast()

    /// Opens, or creates, the database in `file`.
    /// - Throws: `DatabaseFault.inUse` where another process has it open.
    public init(file: URL) throws {
        lock = try FileLock(file.appendingPathExtension("lock"))
        let (writer, readers) = (try SQLiteWriter(file), try (0..<4).map { _ in try SQLiteReader(file) })
        let connections = ConnectionMeter()
        for _ in 0...readers.count { connections.moved(from: .unopened, to: .idle) }
        writes = WorkQueue(
            "database-writer", most: 256,
            workers: [{ jobs in connections.using { writer.commitTogether(jobs) } }])
        reads = WorkQueue(
            "database-reader", most: 1,
            workers: readers.map { reader in { reads in connections.using { reads.forEach { $0(reader) } } } }
        )
        (self.writer, self.readers, self.connections) = (writer, readers, connections)
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        try await reads.read(body)
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        try await writes.perform(body)
    }

    /// Attempted by a reader, then handed to the writer; at once to the writer where that has less to do, so that a notice does
    /// not wait for long lists. What the attempt throws, the write itself will say.
    @discardableResult
    public func writeOptimistically<T: Sendable>(
        _ body: @escaping @Sendable (any Writing) throws -> T
    ) async throws -> T {
        if reads.meter.figures.waiting > writes.meter.figures.waiting + readers.count { return try await write(body) }
        return try await withCheckedThrowingContinuation { continuation in
            let (job, writes, attempts) = (DatabaseJob(body, continuation), writes, attempts)
            attempts.came()
            let isTaken = reads.submit { reader in
                attempts.took()
                guard let left = reader.attempted(job, attempts) else { return }
                if !writes.submit(left) { job.fail(DatabaseFault.closed) }
            }
            if isTaken { return }
            attempts.took()
            job.fail(DatabaseFault.closed)
        }
    }

    /// There is one process, so nothing has to leave it.
    public func tell(_ words: String) { listeners.yield(words) }

    public func heard() -> AsyncStream<String> { listeners.stream() }

    public var writeFigures: QueueFigures {
        let attempts = attempts.figures
        var figures = writes.meter.figures
        figures.waiting += attempts.waiting
        figures.attempts = attempts.ended
        return figures
    }

    /// Attempts wait in the same queue, and count among the writes.
    public var readsWaiting: Int { max(0, reads.meter.figures.waiting - attempts.figures.waiting) }

    public var connectionFigures: ConnectionFigures { connections.figures }

    public func close() async {
        await reads.finish()
        await writes.finish()
        listeners.finish()
        // The writer last: only one that may write can take the log back into the file.
        readers.forEach { $0.close() }
        writer.close()
        lock.release()
    }
}
