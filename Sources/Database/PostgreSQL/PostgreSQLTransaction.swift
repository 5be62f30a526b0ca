/// What one read or write sees of a connection, for as long as its transaction.
final class PostgreSQLTransaction: Writing {
    private let connection: PostgreSQLConnection
    private let retiredKeys: RetiredKeyGuard?
    private let asker: Asker?
    /// What PostgreSQL refused; after that the transaction can only be rolled back.
    private(set) var fault: PostgreSQLFault?

    /// - Parameters:
    ///   - retiredKeys: what a write may not store; a read stores nothing.
    ///   - asker: who may leave meanwhile; nobody leaves a write.
    init(_ connection: PostgreSQLConnection, refusing retiredKeys: RetiredKeyGuard? = nil, for asker: Asker? = nil) {
        (self.connection, self.retiredKeys, self.asker) = (connection, retiredKeys, asker)
    }

    func rows(_ sql: SQL) throws -> [Row] { try watched(sql) { try connection.answer(sql).rows } }

    func execute(_ sql: SQL) throws { try watched(sql) { try connection.post(sql) } }

    func changes(_ sql: SQL) throws -> Int { try watched(sql) { try connection.answer(sql).changed } }

    /// `next` is a number of its own that this transaction takes: the upper end of a snapshot would not do, since a
    /// transaction that has begun, and is the newest, lies beyond it.
    func horizon() throws -> WriteHorizon {
        let row = try row(
            """
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
                pg_current_xact_id()::text::bigint AS next
            """
        )
        return WriteHorizon(oldestUnfinished: try row?("oldest") ?? 0, next: try row?("next") ?? 0)
    }

    private func watched<T>(_ sql: SQL, _ body: () throws -> T) throws -> T {
        if let fault { throw fault }
        try asker?.check()
        do {
            try retiredKeys?.check(sql, on: connection)
            return try body()
        } catch let refused as PostgreSQLFault {
            fault = refused
            throw refused
        }
    }
}
