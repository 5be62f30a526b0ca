import Foundation
import TestSupport
import Testing

@testable import Database

@Suite("The key ring while it is used")
struct KeyRotationTests {
    private func withRing(_ content: String? = nil, _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "keys.json")
        try content.map { try Data($0.utf8).write(to: file) }
        try body(file)
    }

    private static let key = Data(repeating: 7, count: 32).base64EncodedString()

    private func json(_ names: [String], also: String = "") -> String {
        let sealing = names.map { "\"\($0)\": \"\(Self.key)\"" }.joined(separator: ", ")
        return "{\"index\": \"\(Self.key)\", \"sealing\": {\(sealing)}\(also)}"
    }

    @Test(
        "names sort by their numbers, and what they sorted by before still holds",
        arguments: [
            (["1", "2", "9", "10"], "10"), (["2026-09", "2026-10", "1"], "2026-10"), (["1", "spring"], "spring"),
            (["spring9", "spring10"], "spring10"), (["09", "9"], "9"),
            (["99999999999999999999999", "8"], "99999999999999999999999"),
        ])
    func order(names: [String], newest: String) throws {
        try withRing(json(names)) { file in
            let keys = try KeyRing(file: file)
            #expect(keys.newest == newest)
        }
    }

    @Test(
        "a new key's name sorts behind the newest",
        arguments: ["1", "9", "99", "2026-09", "2026-99", "spring", "007", "99999999999999999999999"])
    func successor(name: String) {
        #expect(KeyName.isOlder(name, KeyName.successor(of: name)))
        #expect(!KeyName.isOlder(KeyName.successor(of: name), name))
    }

    @Test("twelve rotations later the twelfth key seals, and the first still opens")
    func rotations() throws {
        try withRing { file in
            let keys = try KeyRing(file: file)
            let first = try keys.seal("kept", "x")
            for _ in 0..<12 { try keys.addKey() }
            #expect(keys.newest == "13")
            #expect(try keys.seal("new", "x").starts(with: KeyRing.mark("13")))
            #expect(try keys.open(first, "x") == "kept")
        }
    }

    @Test("a process that meets a key it does not know looks into the file at once, and seals with it from then on")
    func otherProcess() throws {
        try withRing { file in
            let (one, other) = (try KeyRing(file: file), try KeyRing(file: file))
            try one.addKey()
            #expect(other.newest == "1")
            #expect(try other.open(try one.seal("new", "x"), "x") == "new")
            #expect(other.newest == "2")
        }
    }

    @Test("a round takes a changed file up, and leaves an unchanged one alone")
    func refresh() throws {
        try withRing { file in
            let (one, other) = (try KeyRing(file: file), try KeyRing(file: file))
            let (copy, signer) = (other, try other.signingKeyName())
            #expect(try !other.refresh())
            try one.addKey()
            #expect(try other.refresh())
            #expect(copy.newest == "2")
            #expect(try copy.signingKeyName() == signer)
            #expect(try !other.refresh())
        }
    }

    @Test("many rotations at once lose no key")
    func together() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "keys.json")
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try KeyRing(file: file).addKey() } }
            let names = try await group.reduce(into: []) { $0.append($1) }
            #expect(Set(names).count == 8)
        }
        #expect(try KeyRing(file: file).names.count == 9)
    }

    @Test("what the file holds besides is kept; it stays its owner's, and nothing is left beside it")
    func file() throws {
        try withRing(json(["1"], also: ", \"note\": {\"a\": [1, true]}")) { file in
            try KeyRing(file: file).addKey()
            let kept = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
            #expect(((kept?["note"] as? [String: Any])?["a"] as? [Any])?.count == 2)
            #expect((kept?["sealing"] as? [String: Any])?.count == 2)
            let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(rights == 0o600)
            let beside = try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)
            #expect(Set(beside) == ["keys.json", "keys.json.lock"])
        }
    }

    @Test("another ring in the file's place is refused, and so is rubbish; the keys known until then stay in use")
    func foreign() throws {
        try withRing { file in
            let keys = try KeyRing(file: file)
            let sealed = try keys.seal("kept", "x")
            try Data(json(["1"]).utf8).write(to: file)
            #expect(throws: KeyFault.foreignRing) { try keys.refresh() }
            try Data("{}".utf8).write(to: file)
            #expect(throws: KeyFault.self) { try keys.refresh() }
            #expect(try keys.open(sealed, "x") == "kept")
        }
    }

    @Test("the newest key cannot be taken out, nor one that is not there; one taken out opens nothing")
    func removal() throws {
        try withRing { file in
            let keys = try KeyRing(file: file)
            let sealed = try keys.seal("kept", "x")
            #expect(throws: KeyFault.stillSealing("1")) { try keys.removeKey("1") }
            try keys.addKey()
            #expect(throws: KeyFault.unknownKey("7")) { try keys.removeKey("7") }
            try keys.removeKey("1")
            #expect(throws: KeyFault.unknownKey("1")) { try keys.open(sealed, "x") }
        }
    }

    @Test(
        "a file that is no ring is refused",
        arguments: ["", "[]", "{}", #"{"index": "AAAA", "sealing": {}}"#, #"{"index": 7, "sealing": {"1": "x"}}"#])
    func rubbish(content: String) throws {
        try withRing(content) { file in #expect(throws: (any Error).self) { try KeyRing(file: file) } }
    }

    @Test(
        "every sealed column of the schema is in the list of those that are sealed anew, and no other",
        .enabled(if: testDialect == .sqlite))
    func columns() async throws {
        try await withDatabase { engine in
            let found = try await engine.read { database in
                try database.rows(
                    """
                    SELECT t.name || '.' || c.name AS name FROM sqlite_master t, pragma_table_info(t.name) c
                    WHERE t.type = 'table' AND c.name LIKE '%sealed'
                    """
                ).map { try $0("name") as String }
            }
            #expect(found.sorted() == SealedColumn.all.map(\.name).sorted())
        }
    }

    @Test(
        "the key by which a sealed column's rows are told apart is the table's own",
        .enabled(if: testDialect == .sqlite))
    func primaryKeys() async throws {
        try await withDatabase { engine in
            for column in SealedColumn.all {
                let key = try await engine.read { database in
                    try database.rows(
                        "SELECT name FROM pragma_table_info(\(column.table)) WHERE pk > 0 ORDER BY pk"
                    ).map { try $0("name") as String }
                }
                #expect(key == column.key, "\(column.name)")
            }
        }
    }
}
