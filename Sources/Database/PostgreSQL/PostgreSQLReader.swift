/// One thread that reads: each read is a snapshot of its own.
final class PostgreSQLReader: SnapshotReader, @unchecked Sendable {
    private let link: PostgreSQLLink
    private let patience: PostgreSQLPatience

    init(_ address: PostgreSQLAddress, _ patience: PostgreSQLPatience, _ meter: ConnectionMeter) {
        (link, self.patience) = (PostgreSQLLink(address, patience, meter: meter), patience)
    }

    func read<T>(for asker: Asker, _ body: (any Reading) throws -> T) -> Result<T, any Error> {
        Result {
            do {
                return try link.trying(for: patience.asking) { try Self.read(for: asker, body, on: $0) }
            } catch {
                // A statement that was ended for them is no fault.
                try asker.check()
                throw (error as? PostgreSQLFault)?.told ?? error
            }
        }
    }

    private static func read<T>(
        for asker: Asker, _ body: (any Reading) throws -> T, on connection: PostgreSQLConnection
    ) throws -> T {
        try asker.check()
        try connection.post("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let transaction = PostgreSQLTransaction(connection, for: asker)
        let outcome = Result { try asker.served(endedBy: connection.ending) { try body(transaction) } }
        if transaction.fault?.isConnectionLost != true {
            // Ended without waiting: what is asked next reads the answer.
            try connection.post("ROLLBACK")
            try connection.flush()
        }
        if let fault = transaction.fault { throw fault }
        return try outcome.get()
    }
}
