import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps a second process from opening the same database: SQLite would let it, and both would think they own the clocks.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `DatabaseFault.inUse` where another process holds the lock. The system drops it when a process dies.
    init(_ file: URL) throws {
        descriptor = open(file.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseFault.notStored("cannot write beside \(file.lastPathComponent)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw DatabaseFault.inUse("Another Footbridge process is using this data folder. Stop it first.")
        }
    }

    func release() { _ = flock(descriptor, LOCK_UN) }
}
