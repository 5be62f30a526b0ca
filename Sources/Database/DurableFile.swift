import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that are there whole or not at all, also after a power cut.
public enum DurableFile {
    /// Replaces `file`: whoever reads it sees the old content or the new. It stays its owner's, also when somebody else
    /// (root, at a terminal) replaces it.
    public static func write(_ data: Data, to file: URL) throws {
        let partial = file.deletingLastPathComponent().appending(path: "\(file.lastPathComponent).partial")
        try? FileManager.default.removeItem(at: partial)
        let handle = try begin(partial)
        try handle.write(contentsOf: data)
        try handle.close()
        var former = stat()
        if stat(file.path, &former) == 0 { _ = chown(partial.path, former.st_uid, former.st_gid) }
        try settle(partial, as: file)
    }

    /// Makes a file that was not there, readable by its owner only from its first moment.
    @discardableResult
    public static func begin(_ partial: URL) throws -> FileHandle {
        let descriptor = open(partial.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseFault.notStored("cannot write \(partial.path)") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Brings what was written under a partial name to the disk, and gives it its own.
    public static func settle(_ partial: URL, as file: URL) throws {
        try sync(partial)
        guard rename(partial.path, file.path) == 0 else { throw DatabaseFault.notStored("cannot write \(file.path)") }
        try sync(file.deletingLastPathComponent())
    }

    /// Waits until a file, or the list of files in a folder, is on the disk.
    private static func sync(_ place: URL) throws {
        let descriptor = open(place.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatabaseFault.notStored("cannot open \(place.path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DatabaseFault.notStored("the disk did not take \(place.path)") }
    }
}

/// Tells one state of a file from another without reading it.
struct FileStamp: Equatable, Sendable {
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    init?(_ file: URL) {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return nil }
        (inode, size) = (UInt64(status.st_ino), Int64(status.st_size))
        #if canImport(Glibc)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        #else
            (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        #endif
    }
}
