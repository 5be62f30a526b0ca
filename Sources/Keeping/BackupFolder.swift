import Database
import Foundation

/// How the copies in a folder are called: `footbridge-20261127T044355Z.sqlite`, its manifest beside it as `….json`.
enum BackupFolder {
    static func file(at moment: Date, in folder: URL) -> URL {
        let stamp = moment.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        return folder.appending(path: "footbridge-\(stamp).sqlite")
    }

    static func partial(_ file: URL) -> URL { file.appendingPathExtension("partial") }

    static func manifest(of file: URL) -> URL { file.deletingPathExtension().appendingPathExtension("json") }

    /// One backup at a time in a folder.
    static func lock(_ folder: URL) throws -> FileLock {
        do { return try FileLock(folder.appending(path: ".footbridge.lock")) } catch DatabaseFault.inUse {
            throw BackupRefused("Another backup into \(folder.path) is under way.")
        }
    }

    /// The copies in the folder, the newest first.
    static func copies(in folder: URL) throws -> [URL] {
        try names(in: folder).filter { isOurs($0, ".sqlite") }.sorted(by: >).map { folder.appending(path: $0) }
    }

    /// Those of one installation but `made`, the newest first. One that does not say whose it is counts as nobody's.
    static func copies(in folder: URL, of installation: String?, besides made: URL) async throws -> [URL] {
        var own: [URL] = []
        for copy in try copies(in: folder) where copy.lastPathComponent != made.lastPathComponent {
            guard let installation, await BackupManifest.installation(of: copy) == installation else { continue }
            own.append(copy)
        }
        return own
    }

    /// Removes all copies but `keep`, each with its manifest: `made`, which was made just now, stays, and so do the newest of
    /// the others. One with a later moment than `made` was made while a clock ran ahead, and goes first: otherwise it would
    /// stay until that moment comes, in the place of those that are newer.
    /// - Parameter others: the newest first.
    static func prune(_ others: [URL], keep: Int, besides made: URL) throws {
        let name = made.lastPathComponent
        let (ahead, before) = others.reduce(into: ([URL](), [URL]())) { sorted, copy in
            if copy.lastPathComponent > name { sorted.0.append(copy) } else { sorted.1.append(copy) }
        }
        for copy in (before + ahead).dropFirst(max(1, keep) - 1) {
            try FileManager.default.removeItem(at: copy)
            try? FileManager.default.removeItem(at: manifest(of: copy))
        }
    }

    /// Removes what a backup that was cut off left: partial files, and a manifest whose copy never came. Held under the lock.
    static func removeUnfinished(in folder: URL) throws {
        let whole = Set(try copies(in: folder).map { manifest(of: $0).lastPathComponent })
        for name in try names(in: folder) {
            let orphan = isOurs(name, ".json") && !whole.contains(name)
            let partial = [".sqlite.partial", ".sqlite.partial-journal", ".json.partial"].contains { isOurs(name, $0) }
            if orphan || partial { try FileManager.default.removeItem(at: folder.appending(path: name)) }
        }
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }

    private static func isOurs(_ name: String, _ ending: String) -> Bool {
        guard name.hasPrefix("footbridge-"), name.hasSuffix(ending) else { return false }
        let stamp = name.dropFirst("footbridge-".count).dropLast(ending.count)
        return stamp.count == 16 && stamp.allSatisfy { $0.isNumber || $0 == "T" || $0 == "Z" }
    }
}
