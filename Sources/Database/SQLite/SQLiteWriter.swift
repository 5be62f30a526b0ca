import Foundation
import GRDB

/// The one thread that writes.
final class SQLiteWriter: @unchecked Sendable {
    private let queue: DatabaseQueue

    /// - Throws: `DatabaseFault.damaged`, which names the file, where it holds no database.
    init(_ file: URL) throws {
        var configuration = GRDB.Configuration.footbridge
        configuration.journalMode = .wal
        // The lock is its own, save for the moment in which a reader that met half of the log's header reads it again.
        configuration.busyMode = .timeout(2)
        queue = try Self.opening(file) { try DatabaseQueue(path: file.path, configuration: configuration) }
        // GRDB sets NORMAL after opening in WAL mode, so FULL has to be asked for afterwards, and checked.
        let synchronous = try Self.opening(file) {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
        }
        guard synchronous == 2 else { throw DatabaseFault.other("SQLite did not accept synchronous = FULL") }
    }

    /// One transaction for all `jobs`; where one throws, none is done by it, and they are done apart.
    func commitTogether(_ jobs: [any DatabaseJobType]) {
        do {
            try commit { connection in
                try jobs.map { job in
                    let answer = try job.run(connection)
                    guard connection.database.isInsideTransaction else { throw TransactionEnded() }
                    return answer
                }
            }
        } catch is TransactionEnded {
            for job in jobs { job.fail(DatabaseFault.notStored("SQLite ended the transaction")) }
        } catch { commitApart(jobs) }
    }

    /// SQLite took everything back in the middle (a full or failing disk), and a job passed over it.
    private struct TransactionEnded: Error {}

    /// One transaction in which a job that throws is taken back and fails alone; when the commit itself fails, every one of
    /// them is told that it was not stored.
    ///
    /// Only after one has thrown: for a savepoint SQLite copies each page that changes, which was a tenth of a notice.
    private func commitApart(_ jobs: [any DatabaseJobType]) {
        do {
            try commit { connection in try jobs.map { try Self.inSavepoint($0, connection) } }
        } catch {
            for job in jobs { job.fail(error) }
        }
    }

    /// Tells the callers once the commit is on disk.
    private func commit(_ work: (SQLiteConnection) throws -> [@Sendable () -> Void]) throws {
        let answers = try SQLiteFault.translating {
            try queue.writeWithoutTransaction { database in
                let connection = SQLiteConnection(database: database)
                try connection.execute("BEGIN IMMEDIATE")
                do {
                    let answers = try work(connection)
                    try connection.execute("COMMIT")
                    return answers
                } catch {
                    if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                    throw error
                }
            }
        }
        for answer in answers { answer() }
    }

    /// - Returns: what to tell the caller once the commit is on disk.
    private static func inSavepoint(
        _ job: any DatabaseJobType, _ connection: SQLiteConnection
    ) throws -> @Sendable () -> Void {
        try connection.execute("SAVEPOINT job")
        do {
            let answer = try done(job, connection)
            try connection.execute("RELEASE job")
            return answer
        } catch {
            // A full disk can end the whole transaction; then the others cannot be kept either.
            guard connection.database.isInsideTransaction else { throw error }
            try connection.execute(undo)
            try connection.execute("RELEASE job")
            let fault = SQLiteFault.told(error)
            return { job.fail(fault) }
        }
    }

    private static func done(
        _ job: any DatabaseJobType, _ connection: SQLiteConnection
    ) throws -> @Sendable () -> Void {
        do { return try job.run(connection) } catch is SQLiteAttempt.NotAsForeseen {
            try connection.execute(undo)
            return try job.anew(connection)
        }
    }

    /// Takes back what a job has done so far.
    private static var undo: SQL { "ROLLBACK TO job" }

    /// Once its thread has stopped.
    func close() { try? queue.close() }

    private static func opening<T>(_ file: URL, _ body: () throws -> T) throws -> T {
        do { return try SQLiteFault.translating(body) } catch DatabaseFault.damaged(let reason) {
            throw DatabaseFault.damaged("\(file.path): \(reason)")
        }
    }
}
