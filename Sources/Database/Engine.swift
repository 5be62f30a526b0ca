import Foundation

/// A database that runs the one SQL dialect of the house. SQLite is the default; PostgreSQL follows the same protocol.
public protocol Engine: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` on a snapshot: everything it reads is as of one moment.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T

    /// Runs `body` as one transaction. It returns after the commit is on disk; when `body` throws, nothing of it stays.
    ///
    /// Writes that wait at the same time are committed together, and none of them fails for another: `body` may be run again,
    /// on either engine, so it does nothing outside the database.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T

    /// As `write`, for a body that reckons far longer than it changes rows. An engine with one writer may run it first on a
    /// snapshot, beside other writes, and keep what came of that where nothing it has read has changed since.
    ///
    /// Nothing is gained, and it is done twice, where the body asks how many rows it changed (`adds` is foreseen), walks with
    /// `scan`, reads what it has itself written, or reads what others keep changing (`writeFigures.attempts` counts).
    @discardableResult
    func writeOptimistically<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T

    /// Returns when every write that had begun has ended, in whichever process.
    /// - Throws: `DatabaseFault.inUse` where one takes longer than a person waits.
    func outlastWrites() async throws

    /// Tells every process on this database, this one included, after a commit. Short, and without an identity.
    func tell(_ words: String)

    /// What is told from now on. An empty text means that something may have been missed.
    func heard() -> AsyncStream<String>

    /// How busy the writer is, since the engine was opened.
    var writeFigures: QueueFigures { get }

    /// How many reads wait for a connection that is free.
    var readsWaiting: Int { get }

    /// How it stands with the connections for reads and for writes.
    var connectionFigures: ConnectionFigures { get }

    /// Finishes the writes that have begun and closes.
    func close() async
}

/// What a read may ask.
public protocol Reading {
    func rows(_ sql: SQL) throws -> [Row]

    /// Shows each row in its turn without keeping any: for walks over millions of them. `visit` must not ask the database.
    func scan(_ sql: SQL, _ visit: (any RowInPlace) throws -> Void) throws

    /// Which writes were unfinished at the moment of this read.
    func horizon() throws -> WriteHorizon
}

/// Where the writes of all processes stand, counted in transactions.
///
/// Writers do not wait for each other, so a row with a low number can be committed after one with a high number. What had
/// begun before `next` of one moment is settled, kept or gone for good, once `oldestUnfinished` of a later moment has
/// reached that `next`.
public struct WriteHorizon: Sendable, Equatable {
    /// The oldest transaction that writes and has not ended.
    public let oldestUnfinished: Int
    /// Higher than that of any transaction that had begun.
    public let next: Int
}

/// What a write may do, besides reading what it has written.
public protocol Writing: Reading {
    /// Changes rows. The engine may keep the statement back until something is read, or the write ends, and send it with
    /// others in one round trip; then what is wrong with it is thrown there. Either way it fails this write alone.
    func execute(_ sql: SQL) throws

    /// Changes rows, now.
    /// - Returns: how many.
    func changes(_ sql: SQL) throws -> Int

    /// Adds a row, `ON CONFLICT DO NOTHING`.
    /// - Parameter taken: what is answered with a row where it is there. Only an attempt asks that, which cannot add it: for
    ///   rows that are there quite often. On PostgreSQL whoever looks first crosses everybody who writes beside the same place.
    /// - Returns: whether it was added.
    func adds(_ sql: SQL, unless taken: SQL?) throws -> Bool
}

extension Engine {
    @discardableResult
    public func writeOptimistically<T: Sendable>(
        _ body: @escaping @Sendable (any Writing) throws -> T
    ) async throws -> T {
        try await write(body)
    }

    /// One writer does one write after the other.
    public func outlastWrites() async throws { try await write { _ in } }
}

extension Writing {
    public func adds(_ sql: SQL, unless taken: SQL?) throws -> Bool { try changes(sql) > 0 }

    /// As `adds(_:unless:)`, of a row that is hardly ever there.
    public func adds(_ sql: SQL) throws -> Bool { try adds(sql, unless: nil) }
}

extension Reading {
    /// The first row, or `nil`.
    public func row(_ sql: SQL) throws -> Row? { try rows(sql).first }

    /// Whether there is a table of this name.
    func hasTable(_ name: String) throws -> Bool {
        try row("SELECT name FROM \(on: .tables) AS known WHERE name = \(name)") != nil
    }

    /// The number in a column named `count`.
    public func count(_ sql: SQL) throws -> Int { try row(sql)?("count") ?? 0 }
}

/// What can go wrong with the database itself.
public enum DatabaseFault: Error, Equatable, Sendable {
    /// The disk is full, read-only or failing: nothing of the write was kept.
    case notStored(String)
    /// The connection was lost while the commit was under way, and could not be made again to ask what became of it.
    case outcomeUnknown
    /// Another process holds the database.
    case inUse(String)
    /// The file does not hold what was written into it.
    case damaged(String)
    /// A value that breaks a unique key.
    case notUnique(String)
    case unreadableColumn(String, wanted: String)
    /// The file was written by a newer Footbridge, or a released migration was edited.
    case foreignSchema(String)
    case other(String)

    /// Asked for after `close`.
    static let closed = DatabaseFault.notStored("the database is closed")
}

/// What an operator reads when a command cannot go on.
extension DatabaseFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notStored(let reason): "The database cannot be written: \(reason)"
        case .damaged(let reason): "The database is damaged, or is none: \(reason)"
        case .outcomeUnknown: "The connection to the database was lost before it said whether the change was kept."
        case .inUse(let words), .foreignSchema(let words), .other(let words): words
        case .notUnique(let reason): "A value exists already: \(reason)"
        case .unreadableColumn(let column, let wanted): "The column \(column) does not hold \(wanted)."
        }
    }
}
