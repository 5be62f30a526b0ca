import GRDB

/// What SQLite says of a fault, in the words of the house.
enum SQLiteFault {
    static func translating<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw told(error) }
    }

    static func translating<T>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch { throw told(error) }
    }

    /// Messages of SQLite name tables and columns, never values, so they may be kept.
    static func told(_ error: any Error) -> any Error {
        guard let error = error as? GRDB.DatabaseError else { return error }
        let message = error.message ?? "\(error.resultCode)"
        return switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN: DatabaseFault.notStored(message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: DatabaseFault.inUse(message)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: DatabaseFault.damaged(message)
        case .SQLITE_INTERRUPT: CancellationError()
        case .SQLITE_CONSTRAINT: DatabaseFault.notUnique(message)
        default: DatabaseFault.other(message)
        }
    }
}
