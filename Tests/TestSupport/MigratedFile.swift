import Database
import Foundation

/// SQLite's files as `bin/test` needs them by the hundred: copies of one that was migrated once.
actor MigratedFile {
    static let shared = MigratedFile()

    private var templates: [Date: Task<URL, any Error>] = [:]

    /// A migrated database in `folder`, which has none yet.
    func copy(to folder: URL, at now: Date) async throws -> SQLiteEngine {
        let template = try await template(at: now)
        for name in try FileManager.default.contentsOfDirectory(atPath: template.path) {
            try FileManager.default.copyItem(at: template.appending(path: name), to: folder.appending(path: name))
        }
        return try SQLiteEngine(file: folder.appending(path: Self.name))
    }

    private static let name = "footbridge.sqlite"

    private func template(at now: Date) async throws -> URL {
        if templates[now] == nil {
            templates[now] = Task {
                let folder = try temporaryFolder()
                let engine = try SQLiteEngine(file: folder.appending(path: Self.name))
                try await engine.migrate(at: now)
                await engine.close()
                return folder
            }
        }
        return try await templates[now]!.value
    }
}
