/// What one read or write sees of a connection, for as long as its transaction.
final class PostgreSQLTransaction: Writing {
    private let connection: PostgreSQLConnection
    /// What PostgreSQL refused; after that the transaction can only be rolled back.
    private(set) var fault: PostgreSQLFault?

    init(_ connection: PostgreSQLConnection) { self.connection = connection }

    func rows(_ sql: SQL) throws -> [Row] { try watched { try connection.answer(sql).rows } }

    func execute(_ sql: SQL) throws { try watched { try connection.post(sql) } }

    func changes(_ sql: SQL) throws -> Int { try watched { try connection.answer(sql).changed } }

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

    private func watched<T>(_ body: () throws -> T) throws -> T {
        if let fault { throw fault }
        do { return try body() } catch let refused as PostgreSQLFault {
            fault = refused
            throw refused
        }
    }
}
