import ArgumentParser
import Database
import Foundation
import Keeping
import Vocabulary

/// `footbridge backup`: a copy of the database of one moment, made beside a running server or without one.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database, also while Footbridge is running. The key ring is never part of it."
    )

    @Option(help: "The folder for the copy; it has to be there.")
    var to: String

    @Option(help: "How many copies stay in the folder, this one included. Without it all stay.")
    var keep: Int?

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep must be 1 or more.") }
    }

    func run() async throws {
        let settings = try await Settings.read()
        try settings.refuseCopying()
        let folder = URL(filePath: to, directoryHint: .isDirectory)
        let backup = Backup(of: settings.database, clock: SystemClock(), version: Release.version)
        let (file, manifest) = try await backup.make(in: folder, keep: keep)
        print(
            "\(file.path): \(manifest.bytes) bytes, \(manifest.rows.values.reduce(0, +)) rows, SHA-256 \(manifest.sha256)"
        )
        print("Back the key ring up apart from it; this copy needs \(manifest.neededKeys).")
    }
}

extension BackupManifest {
    /// The sealing keys by their names, in words.
    var neededKeys: String {
        keys.isEmpty ? "no key" : (keys.count == 1 ? "the key " : "the keys ") + keys.joined(separator: ", ")
    }
}

extension Settings {
    /// - Throws: on PostgreSQL, which has tools of its own for this.
    func refuseCopying() throws {
        guard postgreSQL != nil else { return }
        throw DatabaseFault.other(
            "This installation is on PostgreSQL: use pg_dump and pg_restore, as docs/guides/backup-and-restore.md shows."
        )
    }
}
