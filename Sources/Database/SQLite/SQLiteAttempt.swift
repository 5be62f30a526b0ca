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

    func adds(_ sql: SQL, unless taken: SQL?) throws -> Bool {
        if let taken, try !rows(taken).isEmpty { return false }
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

            var isQuestion: Bool { if case .asked = self { true } else { false } }
        }

        fileprivate var steps: [Step] = []

        var changesSomething: Bool { !steps.allSatisfy(\.isQuestion) }

        /// Does what was wanted, until something is not as it was.
        /// - Returns: whether everything was; `false` where nothing has been changed by then.
        /// - Throws: `NotAsForeseen` where something has.
        func replays(on connection: SQLiteConnection) throws -> Bool {
            var hasChanged = false
            for step in steps {
                guard try step.replays(on: connection) else {
                    if hasChanged { throw NotAsForeseen() }
                    return false
                }
                hasChanged = hasChanged || !step.isQuestion
            }
            return true
        }
    }

    /// What is done for it already has to be taken back, and the job to be done `anew`.
    struct NotAsForeseen: Error {}
}

extension SQLiteAttempt.Script.Step {
    /// - Returns: whether all is as it was.
    fileprivate func replays(on connection: SQLiteConnection) throws -> Bool {
        switch self {
        case .asked(let sql, let rows): return try connection.answers(sql, as: rows)
        case .changed(let sql):
            try connection.execute(sql)
            return true
        case .added(let sql): return try connection.adds(sql)
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
    /// - Throws: `SQLiteAttempt.NotAsForeseen` where that is found too late.
    func run(_ connection: any Writing) throws -> @Sendable () -> Void {
        guard let sqlite = connection as? SQLiteConnection, try replays(on: sqlite) else { return try anew(connection) }
        return counted(job.answer(value), isKept: true)
    }

    func anew(_ connection: any Writing) throws -> @Sendable () -> Void {
        counted(try job.run(connection), isKept: false)
    }

    private func counted(_ answer: @escaping @Sendable () -> Void, isKept: Bool) -> @Sendable () -> Void {
        let meter = meter
        return {
            meter.ended(isKept: isKept)
            answer()
        }
    }

    /// What SQLite refuses of it, the write itself may have a way round.
    private func replays(on connection: SQLiteConnection) throws -> Bool {
        do { return try script.replays(on: connection) } catch let refusal as GRDB.DatabaseError {
            throw connection.database.isInsideTransaction ? SQLiteAttempt.NotAsForeseen() : refusal
        }
    }

    func fail(_ error: any Error) { job.fail(error) }
}
