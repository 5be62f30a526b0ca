import Audit
import Database
import Foundation
import Vocabulary

/// Brings a backup into an empty data folder.
public struct Restoring: Sendable {
    let database: URL
    let keyRing: URL
    let clock: any Clock

    public init(into database: URL, keyRing: URL, clock: any Clock) {
        (self.database, self.keyRing, self.clock) = (database, keyRing, clock)
    }

    /// What was restored, and whether a key ring stands beside it that opens everything that is sealed.
    public struct Outcome: Sendable, Equatable {
        public let manifest: BackupManifest
        public let ringOpens: Bool
    }

    /// Checks the backup, copies it, and checks the ring where there is one.
    /// - Throws: `BackupRefused`, and where the ring in the folder does not open everything `KeyFault.lacks` or
    ///   `KeyFault.foreignRing`; the folder is then as it was.
    public func restore(_ file: URL) async throws -> Outcome {
        let manifest = try await Self.check(file)
        let lock = try prepareFolder()
        defer { lock.release() }
        let partial = BackupFolder.partial(database)
        do {
            try FileManager.default.copyItem(at: file, to: partial)
            // The copy is what will be used, so the copy is what has to be right.
            guard try BackupManifest.digest(of: partial) == (manifest.bytes, manifest.sha256) else {
                throw BackupRefused(
                    "The backup changed while it was copied, or the disk is failing. Nothing was restored.")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: partial.path)
            let opens = try await ringOpens(partial)
            try DurableFile.settle(partial, as: database)
            return Outcome(manifest: manifest, ringOpens: opens)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
    }

    /// Proves that a backup is whole and that this Footbridge can use it.
    /// - Throws: `BackupRefused` with what is wrong.
    @discardableResult
    public static func check(_ file: URL) async throws -> BackupManifest {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw BackupRefused("There is no \(file.path).")
        }
        let manifest = try BackupManifest.read(beside: file)
        guard try BackupManifest.digest(of: file) == (manifest.bytes, manifest.sha256) else {
            throw BackupRefused(
                "\(file.lastPathComponent) is not what its manifest describes: it was cut off, or changed.")
        }
        let contents = try await BackupContents(of: file)
        guard contents.faults.isEmpty, contents.rows == manifest.rows, contents.migrations == manifest.migrations else {
            throw BackupRefused("\(file.lastPathComponent) does not hold what its manifest describes.")
        }
        let known = Set(Migration.all.map(\.name))
        if let stranger = manifest.migrations.first(where: { !known.contains($0) }) {
            throw BackupRefused(
                "The backup was made by a newer Footbridge, \(manifest.footbridge) (it has “\(stranger)”). Use that one."
            )
        }
        return manifest
    }

    /// Brings the restored database up to date, and enters in its record where it came from.
    public func record(_ outcome: Outcome, by actor: Actor) async throws {
        let (engine, now) = (try SQLiteEngine(file: database), clock.now)
        do {
            try await engine.migrate(at: now)
            let fact = AuditFact("installation.restored", "backup", outcome.manifest.file)
            try await engine.write { try AuditTrail.record(fact, by: actor, at: now, in: $0) }
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }

    private func prepareFolder() throws -> FileLock {
        let folder = database.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        let lock = try FileLock(database.appendingPathExtension("lock"))
        let ring = keyRing.lastPathComponent
        let mayStay = [ring, "\(ring).lock", "\(database.lastPathComponent).lock"]
        let others = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !mayStay.contains($0) }
        guard others.isEmpty else {
            throw BackupRefused(
                "\(folder.path) is not empty (\(others.sorted()[0])). Restore into an empty folder; only keys.json may be there."
            )
        }
        return lock
    }

    private func ringOpens(_ copy: URL) async throws -> Bool {
        guard FileManager.default.fileExists(atPath: keyRing.path) else { return false }
        let reader = try ReadOnlySQLiteEngine(file: copy)
        do {
            let columns = try await reader.read { database in
                try SealedColumn.all.filter { try $0.isThere(inSQLite: database) }
            }
            try await KeyRing(file: keyRing).checkAll(columns, in: reader)
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
        return true
    }
}

extension SealedColumn {
    /// A backup that waits for its upgrade may not have it yet.
    fileprivate func isThere(inSQLite database: any Reading) throws -> Bool {
        try database.row("SELECT name FROM pragma_table_info(\(table)) WHERE name = \(column)") != nil
    }
}
