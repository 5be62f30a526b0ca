import Crypto
import Database
import Foundation
import Vocabulary

/// A copy of an SQLite installation's database, of one moment, with a manifest that proves it whole. The key ring is never
/// part of it: who steals a backup must not be able to read it.
public struct Backup: Sendable {
    let database: URL
    let clock: any Clock
    let version: String

    /// - Parameter version: of the Footbridge that makes or restores it.
    public init(of database: URL, clock: any Clock, version: String) {
        (self.database, self.clock, self.version) = (database, clock, version)
    }

    /// Copies what is committed at this moment into `folder`, also while a server writes, and removes older copies of this
    /// installation there. What another backs up into the same folder stays.
    /// Both files appear whole or not at all, the copy last.
    /// - Parameter keep: how many of its copies stay in the folder, the new one included; `nil` keeps all.
    /// - Throws: `BackupRefused`, and `MoveFault.left` where the installation has moved away; nothing of the copy is left then.
    public func make(in folder: URL, keep: Int? = nil) async throws -> (file: URL, manifest: BackupManifest) {
        try checkFolder(folder)
        let lock = try BackupFolder.lock(folder)
        defer { lock.release() }
        try BackupFolder.removeUnfinished(in: folder)
        let file = BackupFolder.file(at: clock.now, in: folder)
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw BackupRefused("\(file.lastPathComponent) is there already: one copy a second is enough.")
        }
        let manifest: BackupManifest
        do { manifest = try await copy(to: file) } catch {
            try? BackupFolder.removeUnfinished(in: folder)
            throw error
        }
        if let keep {
            let others = try await BackupFolder.copies(in: folder, of: manifest.installation, besides: file)
            try BackupFolder.prune(others, keep: keep, besides: file)
        }
        return (file, manifest)
    }

    private func copy(to file: URL) async throws -> BackupManifest {
        let partial = BackupFolder.partial(file)
        try DurableFile.begin(partial)
        let now = clock.now
        let source = try ReadOnlySQLiteEngine(file: database)
        do {
            try await source.refuseMoveMarks()
            try await source.copy(to: partial)
        } catch {
            await source.close()
            throw error
        }
        await source.close()
        let manifest = try await BackupManifest(of: partial, named: file.lastPathComponent, at: now, version: version)
        try manifest.write(beside: file)
        try DurableFile.settle(partial, as: file)
        return manifest
    }

    private func checkFolder(_ folder: URL) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw BackupRefused("There is no folder \(folder.path). Make it first, so that a wrong name is noticed.")
        }
        guard access(folder.path, W_OK | X_OK) == 0 else { throw BackupRefused("\(folder.path) cannot be written.") }
        let data = database.deletingLastPathComponent().resolvingSymlinksInPath().path
        guard !"\(folder.resolvingSymlinksInPath().path)/".hasPrefix("\(data)/") else {
            throw BackupRefused(
                "\(folder.path) is in the data folder, and would be lost with it. Choose another place.")
        }
    }
}

/// Why a backup was not made, or not restored, in words for the operator.
public struct BackupRefused: Error, Equatable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
