import Audit
import Database
import Foundation
import TestSupport
import Vocabulary

@testable import Keeping

/// An installation in a data folder, with a folder for its copies beside it.
struct Archive: Sendable {
    let root: URL
    let engine: SQLiteEngine
    let keys: KeyRing
    let clock = MovableClock(TestTime.mondayMorning)

    var data: URL { root.appending(path: "data") }
    var copies: URL { root.appending(path: "copies") }
    var database: URL { data.appending(path: "footbridge.sqlite") }
    var ring: URL { data.appending(path: "keys.json") }
    var backup: Backup { Backup(of: database, clock: clock, version: "test") }
    var restoring: Restoring { Restoring(into: database, keyRing: ring, clock: clock) }

    static func with(_ body: (Archive) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for folder in ["data", "copies"] {
            try FileManager.default.createDirectory(at: root.appending(path: folder), withIntermediateDirectories: true)
        }
        let archive = Archive(
            root: root, engine: try SQLiteEngine(file: root.appending(path: "data/footbridge.sqlite")),
            keys: try KeyRing(file: root.appending(path: "data/keys.json"))
        )
        try await archive.engine.migrate(at: archive.clock.now)
        do { try await body(archive) } catch {
            await archive.engine.close()
            throw error
        }
        await archive.engine.close()
    }

    /// A person with a sealed name, and the entry in the record that goes with it.
    func add(_ number: Int) async throws {
        let (id, now) = ("account-\(number)", clock.now)
        let name = try keys.seal("Person \(number)", "account.name")
        let email = try keys.seal("\(number)@example.ac.uk", "account.email")
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
                VALUES (\(id), \(id), \(email), \(name), '', \(now))
                """
            )
            try AuditTrail.record(AuditFact("test.added", "account", id), by: .system, at: now, in: database)
        }
    }

    func names(in engine: any Engine) async throws -> Set<String> {
        let keys = try KeyRing(file: ring)
        return try await engine.read { database in
            Set(
                try database.rows("SELECT name_sealed FROM account").map {
                    try keys.open($0("name_sealed"), "account.name")
                })
        }
    }

    /// The data folder is gone, as after a failed disk.
    func loseEverything() async throws {
        await engine.close()
        try FileManager.default.removeItem(at: data)
    }

    /// What a person sees in the folder of copies.
    func listing() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: copies.path).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// Counts what a writer was told is stored.
actor Counter {
    private var begun = 99
    private(set) var confirmed = -1

    /// The next number; whoever asks for it has had the one before confirmed.
    func next() -> Int {
        begun += 1
        confirmed += 1
        return begun
    }
}
