import Database
import Synchronization

/// An engine that writes down what it is asked, so that a test can see that ten rows need no more questions than one.
public final class QuestionedEngine: Engine {
    private let engine: any Engine
    private let asked = Mutex<[String]>([])

    public init(_ engine: any Engine) { self.engine = engine }

    public var dialect: Dialect { engine.dialect }
    public var writeFigures: QueueFigures { engine.writeFigures }
    public var readsWaiting: Int { engine.readsWaiting }
    public var connectionFigures: ConnectionFigures { engine.connectionFigures }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        try await engine.read { try body(Questioned(database: $0, note: self.note)) }
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        note("BEGIN")
        return try await engine.write { try body(QuestionedWriting(database: $0, note: self.note)) }
    }

    public func tell(_ words: String) { engine.tell(words) }
    public func heard() -> AsyncStream<String> { engine.heard() }
    public func close() async { await engine.close() }

    /// The statements of `body`, in order; `BEGIN` stands for a write.
    public func statements(of body: () async throws -> Void) async rethrows -> [String] {
        asked.withLock { $0 = [] }
        try await body()
        return asked.withLock { $0 }
    }

    private func note(_ statement: String) { asked.withLock { $0.append(statement) } }
}

private struct Questioned: Reading {
    let database: any Reading
    let note: (String) -> Void

    func rows(_ sql: SQL) throws -> [Row] {
        note(sql.text)
        return try database.rows(sql)
    }

    func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws {
        note(sql.text)
        try database.scan(sql, visit)
    }

    func horizon() throws -> WriteHorizon { try database.horizon() }
}

private struct QuestionedWriting: Writing {
    let database: any Writing
    let note: (String) -> Void

    func rows(_ sql: SQL) throws -> [Row] { try Questioned(database: database, note: note).rows(sql) }

    func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws {
        try Questioned(database: database, note: note).scan(sql, visit)
    }

    func horizon() throws -> WriteHorizon { try database.horizon() }

    func execute(_ sql: SQL) throws {
        note(sql.text)
        try database.execute(sql)
    }

    func changes(_ sql: SQL) throws -> Int {
        note(sql.text)
        return try database.changes(sql)
    }
}
