import GRDB

/// A write made on a reader's snapshot, where nothing can be changed: what it asks is answered, what it wants to change is
/// kept. The writer then asks the same again, and changes what was wanted where every answer is as it was.
///
/// So all that a write reckons in between (decoding, deciding, sealing) is done beside other writes, and the one thread that
/// writes has statements to run, and nothing else.
final class SQLiteAttempt: Writing {
    /// The write does what only the writer can answer.
    struct Unforeseeable: Error {}

    private let snapshot: SQLiteConnection
    private var script = Script()
    /// What went wrong first. A body may pass over it, and would then have answered what it never learned.
    private var fault: (any Error)?

    init(on snapshot: SQLiteConnection) { self.snapshot = snapshot }

    /// - Throws: where anything went wrong, whether or not the body passed over it.
    func whole() throws -> Script {
        if let fault { throw fault }
        return script
    }

    func rows(_ sql: SQL) throws -> [Row] {
        do {
            let rows = try snapshot.rows(sql)
            script.steps.append(.asked(sql, rows))
            return rows
        } catch {
            fault = fault ?? error
            throw error
        }
    }

    func execute(_ sql: SQL) { script.steps.append(.changed(sql)) }

    func adds(_ sql: SQL) -> Bool {
        script.steps.append(.added(sql))
        return true
    }

    func changes(_ sql: SQL) throws -> Int { throw unforeseeable() }

    func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws { throw unforeseeable() }

    func horizon() throws -> WriteHorizon { throw unforeseeable() }

    private func unforeseeable() -> Unforeseeable {
        fault = fault ?? Unforeseeable()
        return Unforeseeable()
    }

    /// What has to be done, and what has to be so, in the order in which it was.
    struct Script: Sendable {
        fileprivate enum Step: Sendable {
            case asked(SQL, [Row])
            case changed(SQL)
            /// It went on as if the row had been added.
            case added(SQL)
        }

        fileprivate var steps: [Step] = []

        var changesSomething: Bool {
            steps.contains { if case .asked = $0 { false } else { true } }
        }

        /// Does what was wanted, until something is not as it was.
        /// - Returns: whether everything was.
        func replays(on connection: SQLiteConnection) throws -> Bool {
            for step in steps {
                switch step {
                case .asked(let sql, let rows): if try !connection.answers(sql, as: rows) { return false }
                case .changed(let sql): try connection.execute(sql)
                case .added(let sql): if try !connection.adds(sql) { return false }
                }
            }
            return true
        }
    }
}

/// A write that was attempted, and waits for the writer.
struct AttemptedJob<Value: Sendable>: DatabaseJobType {
    let script: SQLiteAttempt.Script
    let value: Value
    let job: DatabaseJob<Value>
    let meter: AttemptMeter

    /// Where anything is not as it was when it was attempted, the write is made from its beginning, as any other.
    func run(_ connection: any Writing) throws -> @Sendable () -> Void {
        guard let connection = connection as? SQLiteConnection else { return try job.run(connection) }
        let isKept = try replays(on: connection)
        meter.ended(isKept: isKept)
        if isKept { return job.answer(value) }
        try connection.execute(SQLiteWriter.undo)
        return try job.run(connection)
    }

    /// What SQLite refuses, the write itself will be refused, and says why; where nothing is left to begin again in, this does.
    private func replays(on connection: SQLiteConnection) throws -> Bool {
        do { return try script.replays(on: connection) } catch {
            guard connection.database.isInsideTransaction else { throw error }
            return false
        }
    }

    func fail(_ error: any Error) { job.fail(error) }
}
