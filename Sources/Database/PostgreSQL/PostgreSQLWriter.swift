import Foundation

/// One thread that writes: what waits together is committed together, as one serialisable transaction.
///
/// Each transaction leaves a receipt, a row with a number that nobody else has. When the connection breaks during the commit,
/// the receipt tells what became of it.
final class PostgreSQLWriter: @unchecked Sendable {
    private let link: PostgreSQLLink
    private let patience: PostgreSQLPatience
    private let retiredKeys = RetiredKeyGuard()
    private var receiptsSwept = ContinuousClock.now
    private let mostCrossings = 30
    /// A long write that others keep getting in the way of goes alone after so many attempts.
    private let fairCrossings = 4

    init(_ address: PostgreSQLAddress, _ patience: PostgreSQLPatience, _ meter: ConnectionMeter) {
        link = PostgreSQLLink(address, patience, settings: [Self.byIndex, Self.uncompiled], meter: meter)
        self.patience = patience
    }

    /// Who reads a whole table crosses everybody who writes to it. PostgreSQL prefers that while a table is small, and for as
    /// long as it has not counted what came in; a look-up by index crosses only who writes the same.
    /// Source: PostgreSQL 15, 13.2.3 Serializable Isolation Level.
    private static let byIndex: SQL = "SET enable_seqscan = off"
    /// What has no index counts as immensely dear by that, and would be compiled each time.
    private static let uncompiled: SQL = "SET jit = off"

    func write(_ jobs: [any DatabaseJobType]) {
        var crossings = 0
        while true {
            do {
                let isAlone = crossings >= fairCrossings
                let answers = try link.trying(for: patience.asking) { try attempt(jobs, alone: isAlone, on: $0) }
                for answer in answers { answer() }
                return sweepReceipts()
            } catch let fault as PostgreSQLFault where fault.isValueMissing && retiredKeys.isConditional {
                retiredKeys.expectNone()
            } catch let fault as PostgreSQLFault where jobs.count > 1 && !fault.isConnectionLost {
                // Whose fault it was cannot be told, since statements travel together: each is tried alone.
                if crossings > 0 || !fault.isCrossed { return jobs.forEach { write([$0]) } }
                crossings += 1
            } catch let fault as PostgreSQLFault where fault.isCrossed && crossings < mostCrossings {
                crossings += 1
                Thread.sleep(forTimeInterval: Double.random(in: 0...0.001) * Double(1 << min(crossings, 6)))
            } catch {
                let told = (error as? PostgreSQLFault)?.told ?? error
                return jobs.forEach { $0.fail(told) }
            }
        }
    }

    /// - Returns: what to tell the callers, all of it on disk.
    private func attempt(
        _ jobs: [any DatabaseJobType], alone: Bool, on connection: PostgreSQLConnection
    ) throws -> [@Sendable () -> Void] {
        let receipt = UUID().uuidString
        do {
            try connection.post("BEGIN ISOLATION LEVEL SERIALIZABLE")
            // A lock is taken before the snapshot, so whoever had to wait sees what was committed meanwhile.
            try connection.post(alone ? Self.lockAlone : Self.lockTogether)
            // First, so that the transaction counts as begun before it takes a number from any sequence.
            try connection.post(retiredKeys.leaving(receipt))
            let answers = try jobs.map { try run($0, apart: jobs.count > 1, on: connection) }
            try connection.settle()
            guard try commit(receipt, on: connection) else { throw PostgreSQLFault.connectionLost }
            return answers
        } catch {
            if !connection.isBroken { _ = try? connection.answer("ROLLBACK") }
            throw error
        }
    }

    private static let lockTogether: SQL = "LOCK TABLE footbridge_receipt IN ROW EXCLUSIVE MODE"
    static let lockAlone: SQL = "LOCK TABLE footbridge_receipt IN SHARE ROW EXCLUSIVE MODE"

    private func run(_ job: any DatabaseJobType, apart: Bool, on connection: PostgreSQLConnection) throws
        -> @Sendable () -> Void
    {
        if apart { try connection.post("SAVEPOINT job") }
        let transaction = PostgreSQLTransaction(connection, refusing: retiredKeys)
        do {
            let answer = try job.run(transaction)
            if let fault = transaction.fault { throw fault }
            if apart { try connection.post("RELEASE SAVEPOINT job") }
            return answer
        } catch {
            if let fault = transaction.fault { throw fault }
            guard apart else { throw error }
            try connection.post("ROLLBACK TO SAVEPOINT job")
            try connection.post("RELEASE SAVEPOINT job")
            return { job.fail(error) }
        }
    }

    /// - Returns: whether it was kept; `false` where it is certain that it was not.
    /// - Throws: `DatabaseFault.outcomeUnknown`.
    private func commit(_ receipt: String, on connection: PostgreSQLConnection) throws -> Bool {
        do { return try !connection.answer("COMMIT").isRolledBack } catch let fault as PostgreSQLFault
            where fault.isConnectionLost
        {
            link.drop()
            return try wasKept(receipt)
        }
    }

    /// Leaves the receipt itself, as that of a write that never was. Where the lost transaction is still under way PostgreSQL
    /// makes us wait for its end; where it was kept its own receipt is there already; where it was not, ours is in its way for
    /// ever. The receipt says whose it is, so that this may be asked again, however often the answer is lost too.
    private func wasKept(_ receipt: String) throws -> Bool {
        let end = ContinuousClock.now + .seconds(patience.resolving)
        while ContinuousClock.now < end {
            if let isKept = try? link.trying(until: end, { try Self.leave(receipt, on: $0) }) { return isKept }
            Thread.sleep(forTimeInterval: patience.longestPause)
        }
        throw DatabaseFault.outcomeUnknown
    }

    /// A receipt that is there already is written anew as it is: to be told of it we then wait, as its own transaction did,
    /// until it is wherever a commit has to be.
    /// - Returns: whether the receipt is that of a write that was kept.
    private static func leave(_ receipt: String, on connection: PostgreSQLConnection) throws -> Bool {
        try connection.post("SET statement_timeout = '5s'")
        let answer = try connection.answer(
            """
            INSERT INTO footbridge_receipt (id, at) VALUES (\(receipt), '-infinity')
            ON CONFLICT (id) DO UPDATE SET at = footbridge_receipt.at RETURNING at > '-infinity' AS kept
            """
        )
        try connection.post("SET statement_timeout = 0")
        try connection.settle()
        guard let isKept: Bool = try answer.rows.first?("kept") else { throw PostgreSQLFault.connectionLost }
        return isKept
    }

    /// Receipts are needed for as long as somebody may still ask for one. That of a write that never was is as good as none:
    /// once it has been left, the write has ended for certain.
    private func sweepReceipts() {
        guard ContinuousClock.now - receiptsSwept > .seconds(600), let connection = try? link.connected() else {
            return
        }
        receiptsSwept = .now
        _ = try? connection.answer("DELETE FROM footbridge_receipt WHERE at < now() - interval '1 hour'")
    }
}
