import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Keeping

@Suite("Backup and restore")
struct BackupTests {
    @Test("a rehearsal: what was confirmed before the backup began is there after everything else was lost")
    func rehearsal() async throws {
        try await Archive.with { archive in
            for number in 0..<20 { try await archive.add(number) }
            let counter = Counter()
            let writing = Task {
                while !Task.isCancelled { try await archive.add(await counter.next()) }
            }
            while await counter.confirmed < 5 { await Task.yield() }
            let confirmed = await counter.confirmed
            let (file, manifest) = try await archive.backup.make(in: archive.copies)
            writing.cancel()
            _ = try? await writing.value
            let ring = try Data(contentsOf: archive.ring)
            try await archive.loseEverything()
            try FileManager.default.createDirectory(at: archive.data, withIntermediateDirectories: true)
            try ring.write(to: archive.ring)

            let outcome = try await archive.restoring.restore(file)
            #expect(outcome == Restoring.Outcome(manifest: manifest, ringOpens: true))
            try await archive.restoring.record(outcome, by: .system)
            let restored = try SQLiteEngine(file: archive.database)
            let names = try await archive.names(in: restored)
            #expect(names.isSuperset(of: (0..<20).map { "Person \($0)" }))
            #expect(names.isSuperset(of: (100..<(100 + confirmed)).map { "Person \($0)" }))
            #expect(names.count == manifest.rows["account"])
            let finding = try await AuditTrail.verify(restored, keys: try KeyRing(file: archive.ring))
            if case .intact(let extent) = finding {
                #expect(extent.entries == names.count + 1)
            } else {
                Issue.record("\(finding)")
            }
            await restored.close()
        }
    }

    @Test("a copy is its owner's only, holds no key, and nothing half is left beside it")
    func apart() async throws {
        try await Archive.with { archive in
            try await archive.add(1)
            let (file, manifest) = try await archive.backup.make(in: archive.copies)
            #expect(file.lastPathComponent == "footbridge-20261123T091500Z.sqlite")
            #expect(manifest.rows["account"] == 1 && manifest.migrations == Migration.all.map(\.name))
            let names = try archive.listing()
            #expect(names == ["footbridge-20261123T091500Z.json", "footbridge-20261123T091500Z.sqlite"])
            let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(rights == 0o600)
        }
    }

    @Test("only the newest copies are kept, and files of others in the folder are left alone")
    func keep() async throws {
        try await Archive.with { archive in
            try Data().write(to: archive.copies.appending(path: "footbridge-notes.json"))
            for _ in 0..<4 {
                archive.clock.advance(by: 60)
                _ = try await archive.backup.make(in: archive.copies, keep: 2)
            }
            let stamps = ["20261123T091800Z", "20261123T091900Z"]
            let pairs = stamps.flatMap { ["footbridge-\($0).json", "footbridge-\($0).sqlite"] }
            #expect(try archive.listing() == (pairs + ["footbridge-notes.json"]).sorted())
        }
    }

    @Test("two installations that back up into one folder keep their own copies each, whatever their manifests say")
    func twoInstallations() async throws {
        try await Archive.with { archive in
            let file = archive.root.appending(path: "other/footbridge.sqlite")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let engine = try SQLiteEngine(file: file)
            try await engine.migrate(at: archive.clock.now + 1)
            let other = Backup(of: file, clock: archive.clock, version: "test")
            var made: [[String]] = [[], []]
            for _ in 0..<3 {
                for (place, backup) in [archive.backup, other].enumerated() {
                    archive.clock.advance(by: 60)
                    let copy = try await backup.make(in: archive.copies, keep: 2).file
                    try Self.forgetWhose(copy)
                    made[place].append(copy.lastPathComponent)
                }
            }
            await engine.close()
            let left = try archive.listing().filter { $0.hasSuffix(".sqlite") }
            #expect(left == made.flatMap { $0.suffix(2) }.sorted())
        }
    }

    /// As if a Footbridge had made it that did not write down whose it is.
    private static func forgetWhose(_ copy: URL) throws {
        let manifest = BackupFolder.manifest(of: copy)
        let lines = try String(contentsOf: manifest, encoding: .utf8).split(separator: "\n")
        #expect(lines.contains { $0.contains("\"installation\"") })
        let left = lines.filter { !$0.contains("\"installation\"") }.joined(separator: "\n")
        try Data((left + "\n").utf8).write(to: manifest)
        #expect(try BackupManifest.read(beside: copy).installation == nil)
    }

    @Test("a copy made while the clock ran ahead never takes the place of a later one", arguments: [1, 2])
    func clockAhead(keep: Int) async throws {
        try await Archive.with { archive in
            archive.clock.advance(by: 400 * 86_400)
            for _ in 0..<2 {
                archive.clock.advance(by: 60)
                _ = try await archive.backup.make(in: archive.copies)
            }
            archive.clock.advance(by: -400 * 86_400)
            var made: [String] = []
            for _ in 0..<2 {
                archive.clock.advance(by: 60)
                let (file, _) = try await archive.backup.make(in: archive.copies, keep: keep)
                #expect(FileManager.default.fileExists(atPath: file.path))
                made.append(file.lastPathComponent)
            }
            let left = try archive.listing().filter { $0.hasSuffix(".sqlite") }
            #expect(left == made.suffix(keep))
        }
    }

    @Test("what a backup that was cut off left behind is removed by the next")
    func cutOff() async throws {
        try await Archive.with { archive in
            let left = ["footbridge-20261122T000000Z.sqlite.partial", "footbridge-20261122T000000Z.json"]
            for name in left { try Data("half".utf8).write(to: archive.copies.appending(path: name)) }
            _ = try await archive.backup.make(in: archive.copies)
            #expect(try archive.listing().allSatisfy { !left.contains($0) })
        }
    }

    @Test("a folder that is absent, or is in the data folder, is refused, and nothing is written there")
    func badFolders() async throws {
        try await Archive.with { archive in
            let absent = archive.copies.appending(path: "absent")
            let inside = archive.data.appending(path: "backups")
            try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
            for folder in [absent, inside, archive.data] {
                await #expect(throws: BackupRefused.self) { try await archive.backup.make(in: folder) }
            }
            #expect(!FileManager.default.fileExists(atPath: absent.path))
            #expect(try FileManager.default.contentsOfDirectory(atPath: inside.path).isEmpty)
        }
    }

    @Test("where there is no database there is nothing to back up, and none is made")
    func noDatabase() async throws {
        try await Archive.with { archive in
            let nowhere = Backup(
                of: archive.root.appending(path: "no/footbridge.sqlite"), clock: archive.clock, version: "t")
            await #expect(throws: DatabaseFault.self) { try await nowhere.make(in: archive.copies) }
            let left = try archive.listing()
            #expect(left.isEmpty)
        }
    }

    @Test("without a ring in the folder it restores all the same, and says that the ring does not open it yet")
    func noRing() async throws {
        try await Archive.with { archive in
            try await archive.add(1)
            let (file, _) = try await archive.backup.make(in: archive.copies)
            try await archive.loseEverything()
            #expect(try await archive.restoring.restore(file).ringOpens == false)
            #expect(!FileManager.default.fileExists(atPath: archive.ring.path))
        }
    }

    @Test("with the ring of another installation nothing is restored")
    func wrongRing() async throws {
        try await Archive.with { archive in
            try await archive.add(1)
            let (file, _) = try await archive.backup.make(in: archive.copies)
            try await archive.loseEverything()
            try FileManager.default.createDirectory(at: archive.data, withIntermediateDirectories: true)
            _ = try KeyRing(file: archive.ring)
            await #expect(throws: KeyFault.foreignRing) { try await archive.restoring.restore(file) }
            let left = try FileManager.default.contentsOfDirectory(atPath: archive.data.path)
            #expect(!left.contains { $0.hasPrefix("footbridge.sqlite") && !$0.hasSuffix(".lock") })
        }
    }

    @Test("a backup from the midst of sealing anew is not restored beside a ring without the older key, which is named")
    func midway() async throws {
        try await Archive.with { archive in
            try await archive.add(1)
            try archive.keys.addKey()
            try await archive.add(2)
            let (file, _) = try await archive.backup.make(in: archive.copies)
            let both = try Data(contentsOf: archive.ring)
            try archive.keys.removeKey("1")
            let newer = try Data(contentsOf: archive.ring)
            try await archive.loseEverything()
            try FileManager.default.createDirectory(at: archive.data, withIntermediateDirectories: true)
            try newer.write(to: archive.ring)
            await #expect(throws: KeyFault.lacks("1")) { try await archive.restoring.restore(file) }
            #expect(!FileManager.default.fileExists(atPath: archive.database.path))
            try both.write(to: archive.ring)
            #expect(try await archive.restoring.restore(file).ringOpens)
        }
    }

    @Test("a backup that is wholly under a retired key is not taken for another installation's")
    func retired() async throws {
        try await Archive.with { archive in
            try await archive.add(1)
            let (file, _) = try await archive.backup.make(in: archive.copies)
            try archive.keys.addKey()
            try archive.keys.removeKey("1")
            let ring = try Data(contentsOf: archive.ring)
            try await archive.loseEverything()
            try FileManager.default.createDirectory(at: archive.data, withIntermediateDirectories: true)
            try ring.write(to: archive.ring)
            await #expect(throws: KeyFault.lacks("1")) { try await archive.restoring.restore(file) }
        }
    }

    @Test("what was left behind by a move is not backed up as if it were the installation")
    func moved() async throws {
        try await Archive.with { archive in
            try await archive.engine.write { database in
                try database.execute("CREATE TABLE footbridge_moved (at BIGINT NOT NULL)")
                try database.execute("INSERT INTO footbridge_moved (at) VALUES (\(archive.clock.now))")
            }
            let left = MoveFault.left(on: CalendarDate(archive.clock.now))
            await #expect(throws: left) { try await archive.backup.make(in: archive.copies) }
            #expect(try archive.listing().isEmpty)
        }
    }

    @Test("a folder in which something stands is never written over")
    func notEmpty() async throws {
        try await Archive.with { archive in
            let (file, _) = try await archive.backup.make(in: archive.copies)
            await #expect(throws: DatabaseFault.self) { try await archive.restoring.restore(file) }
            await archive.engine.close()
            await #expect(throws: BackupRefused.self) { try await archive.restoring.restore(file) }
        }
    }

    @Test(
        "a copy that was changed, cut off, swapped or left without its manifest is refused", arguments: Damage.allCases)
    func damaged(damage: Damage) async throws {
        try await Archive.with { archive in
            try await archive.add(1)
            let (file, _) = try await archive.backup.make(in: archive.copies)
            try await archive.loseEverything()
            try damage.apply(to: file)
            await #expect(throws: BackupRefused.self) { try await archive.restoring.restore(file) }
            #expect(!FileManager.default.fileExists(atPath: archive.database.path))
        }
    }

    @Test("a database that waits for its upgrade can be backed up before it")
    func older() async throws {
        try await Archive.with { archive in
            try await archive.engine.write { database in
                try database.execute("DROP TABLE sealing_key")
                try database.execute("DELETE FROM migration WHERE name = '0010 keeping'")
            }
            let (file, manifest) = try await archive.backup.make(in: archive.copies)
            #expect(manifest.keys == [])
            #expect(try await Restoring.check(file) == manifest)
        }
    }

    @Test("a copy of a newer Footbridge is refused by name")
    func newer() async throws {
        try await Archive.with { archive in
            try await archive.engine.write {
                try $0.execute("INSERT INTO migration (name, at) VALUES ('9999 later', 0)")
            }
            let (file, _) = try await archive.backup.make(in: archive.copies)
            let refusal = await #expect(throws: BackupRefused.self) { try await Restoring.check(file) }
            #expect(refusal?.description.contains("9999 later") == true)
        }
    }
}

enum Damage: CaseIterable {
    case changed, cutOff, noManifest, rubbishManifest, absent

    func apply(to file: URL) throws {
        let manifest = BackupFolder.manifest(of: file)
        var bytes = try Data(contentsOf: file)
        switch self {
        case .changed:
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
        case .cutOff: try bytes.prefix(bytes.count - 4096).write(to: file)
        case .noManifest: try FileManager.default.removeItem(at: manifest)
        case .rubbishManifest: try Data("{}".utf8).write(to: manifest)
        case .absent: try FileManager.default.removeItem(at: file)
        }
    }
}
