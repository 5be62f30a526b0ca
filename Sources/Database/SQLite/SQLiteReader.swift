import Foundation
import GRDB
import GRDBSQLite

/// One thread that reads: each read is a snapshot of its own.
///
/// GRDB's pool of readers hands each read from one queue to another and compiles the statements that begin and end it anew;
/// where a read takes a few microseconds, that was a third of it.
final class SQLiteReader: SnapshotReader, @unchecked Sendable {
    private let queue: DatabaseQueue
    /// For whom it reads now.
    private var asker: Asker?

    init(_ file: URL) throws {
        var configuration = GRDB.Configuration.footbridge
        configuration.readonly = true
        // A reader waits for nobody, save while the log is taken back after a crash.
        configuration.busyMode = .timeout(10)
        queue = try SQLiteFault.translating { try DatabaseQueue(path: file.path, configuration: configuration) }
        queue.unsafeRead(endWhereAskerHasLeft)
    }

    func read<T>(for asker: Asker, _ body: (any Reading) throws -> T) -> Result<T, any Error> {
        Result {
            try SQLiteFault.translating {
                try asker.check()
                return try onSnapshot { database in
                    self.asker = asker
                    defer { self.asker = nil }
                    return try body(SQLiteConnection(database: database, asker: asker))
                }
            }
        }
    }

    /// Does `job` as far as it can be done here.
    /// - Returns: what is left for the writer: the job itself where the attempt threw anything, and nothing where there is
    ///   nothing to change. Then it was a read, and has been answered.
    func attempted<T>(_ job: DatabaseJob<T>, _ meter: AttemptMeter) -> (any DatabaseJobType)? {
        let attempted = try? onSnapshot { database in
            let attempt = SQLiteAttempt(on: SQLiteConnection(database: database))
            let value = try job.body(attempt)
            return AttemptedJob(script: try attempt.whole(), value: value, job: job, meter: meter)
        }
        guard let attempted else {
            meter.ended(isKept: false)
            return job
        }
        if attempted.script.changesSomething { return attempted }
        meter.ended(isKept: true)
        job.answer(attempted.value)()
        return nil
    }

    private func onSnapshot<T>(_ body: (GRDB.Database) throws -> T) throws -> T {
        try queue.unsafeRead { database in
            try SQLiteConnection(database: database).execute("BEGIN")
            defer { Self.end(database) }
            return try body(database)
        }
    }

    /// Nothing was written, so there is nothing to lose; but what is left open would stop the next read.
    private static func end(_ database: GRDB.Database) {
        try? SQLiteConnection(database: database).execute("COMMIT")
        if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
    }

    /// Once its thread has stopped.
    func close() { try? queue.close() }

    /// SQLite asks, every few thousand steps of a statement, whether to go on (the count of a whole table is one step). To
    /// interrupt it from outside would be lost where the statement has not quite begun.
    private func endWhereAskerHasLeft(_ database: GRDB.Database) {
        sqlite3_progress_handler(
            database.sqliteConnection, 10_000,
            { reader in
                let asker = Unmanaged<SQLiteReader>.fromOpaque(reader!).takeUnretainedValue().asker
                return asker?.hasLeft == true ? 1 : 0
            },
            Unmanaged.passUnretained(self).toOpaque())
    }
}
