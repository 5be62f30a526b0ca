/// One thread that reads: each read is a snapshot of its own.
final class PostgreSQLReader: @unchecked Sendable {
    private let link: PostgreSQLLink
    private let patience: PostgreSQLPatience

    init(_ address: PostgreSQLAddress, _ patience: PostgreSQLPatience, _ meter: ConnectionMeter) {
        (link, self.patience) = (PostgreSQLLink(address, patience, meter: meter), patience)
    }

    func read(_ job: any DatabaseJobType) {
        do {
            let answer = try link.trying(for: patience.asking) { try Self.read(job, on: $0) }
            answer()
        } catch {
            job.fail((error as? PostgreSQLFault)?.told ?? error)
        }
    }

    private static func read(_ job: any DatabaseJobType, on connection: PostgreSQLConnection) throws
        -> @Sendable () -> Void
    {
        try connection.post("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let transaction = PostgreSQLTransaction(connection)
        let outcome = Result { try job.run(transaction) }
        if transaction.fault?.isConnectionLost != true {
            // Ended without waiting: what is asked next reads the answer.
            try connection.post("ROLLBACK")
            try connection.flush()
        }
        if let fault = transaction.fault { throw fault }
        return try outcome.get()
    }
}
