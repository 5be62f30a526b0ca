import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps a second process from opening the same database: SQLite would let it, and both would think they own the clocks.
public final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Parameter waiting: whether to wait for a process that holds the lock.
    /// - Throws: `DatabaseFault.inUse` where another process holds the lock. The system drops it when a process dies.
    public init(_ file: URL, waiting: Bool = false) throws {
        let opened = open(file.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw DatabaseFault.notStored("cannot write beside \(file.lastPathComponent)") }
        guard flock(opened, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw DatabaseFault.inUse("Another Footbridge process is using this data folder. Stop it first.")
        }
        descriptor = opened
    }

    public func release() { _ = flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
