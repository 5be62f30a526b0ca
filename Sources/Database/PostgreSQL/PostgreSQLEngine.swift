import Foundation

/// PostgreSQL through libpq, for an installation that outgrows one machine: any number of processes on one database.
///
/// Reads are snapshots (repeatable read). Writes are serialisable, so that a store may be written as if it were alone: what
/// crossed another write is run again. See docs/adr/0012-postgresql-serialisable.md.
public final class PostgreSQLEngine: Engine {
    public let dialect = Dialect.postgreSQL
    private let reads: WorkQueue<@Sendable (PostgreSQLReader) -> Void>
    private let writes: WorkQueue<any DatabaseJobType>
    private let connections: ConnectionMeter
    private let telegraph: Telegraph

    /// Connects, and makes what the engine itself needs.
    /// - Parameters:
    ///   - readers: threads that read, each with a connection.
    ///   - writers: threads that write, each with a connection; a few do, since each commits what waits together.
    /// - Throws: `DatabaseFault` where no server takes writes, or the database sorts text in another order than by bytes.
    public init(
        _ address: PostgreSQLAddress, readers: Int = 4, writers: Int = 2, patience: PostgreSQLPatience = .standard
    ) throws {
        do { try Self.prepare(PostgreSQLConnection(address)) } catch let fault as PostgreSQLFault { throw fault.told }
        let connections = ConnectionMeter()
        reads = WorkQueue(
            "database-reader", most: 1,
            workers: (0..<readers).map { _ in
                let reader = PostgreSQLReader(address, patience, connections)
                return { reads in reads.forEach { $0(reader) } }
            }
        )
        writes = WorkQueue(
            "database-writer", most: 50,
            workers: (0..<writers).map { _ in
                let writer = PostgreSQLWriter(address, patience, connections)
                return { writer.write($0) }
            }
        )
        self.connections = connections
        telegraph = Telegraph(address, patience)
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        try await reads.read(body)
    }

    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        try await writes.perform(body)
    }

    /// Each write holds a lock on the receipts from before its snapshot until its end, which this one waits for.
    public func outlastWrites() async throws {
        try await write { database in
            try database.execute("SET LOCAL lock_timeout = '10s'")
            try database.execute(PostgreSQLWriter.lockAlone)
        }
    }

    public func tell(_ words: String) { telegraph.tell(words) }

    public func heard() -> AsyncStream<String> { telegraph.heard() }

    public var writeFigures: QueueFigures { writes.meter.figures }

    public var readsWaiting: Int { reads.meter.figures.waiting }

    /// Those of the telegraph, by which processes hear each other, are not among them.
    public var connectionFigures: ConnectionFigures { connections.figures }

    public func close() async {
        await reads.finish()
        await writes.finish()
        await telegraph.close()
    }

    private static func prepare(_ connection: PostgreSQLConnection) throws {
        try refuseOtherOrder(connection)
        try connection.post("SET client_min_messages = warning")
        try connection.post("SELECT pg_advisory_lock(7025000)")
        // The schema is written for both engines; what SQLite calls BLOB is bytea here.
        try connection.post(
            """
            DO 'BEGIN IF to_regtype(''blob'') IS NULL THEN CREATE DOMAIN blob AS bytea; END IF; END'
            """
        )
        try connection.post(
            """
            CREATE TABLE IF NOT EXISTS footbridge_receipt (id TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now())
            """
        )
        try connection.post("SELECT pg_advisory_unlock(7025000)")
        try connection.settle()
    }

    /// Lists must come in the same order from both engines, and pages go on after the last row by comparing text.
    private static func refuseOtherOrder(_ connection: PostgreSQLConnection) throws {
        let row = try connection.answer(
            """
            SELECT datcollate::text AS sorting, pg_encoding_to_char(encoding)::text AS encoding
            FROM pg_database WHERE datname = current_database()
            """
        ).rows.first
        let (sorting, encoding): (String, String) = (try row?("sorting") ?? "", try row?("encoding") ?? "")
        guard ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(sorting), encoding == "UTF8" else {
            throw DatabaseFault.foreignSchema(
                """
                This PostgreSQL database sorts text as \(sorting) in \(encoding). Footbridge needs one that is made with: \
                CREATE DATABASE footbridge ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0
                """
            )
        }
    }
}
