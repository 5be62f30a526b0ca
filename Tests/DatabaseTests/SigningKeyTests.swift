import Foundation
import Testing

@testable import Database

@Suite("The keys that sign the audit record")
struct SigningKeyTests {
    private func withFile(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "keys.json"))
    }

    /// A ring as versions before the seals wrote it, and something that this version knows nothing of.
    private static let older =
        #"{"sealing":{"1":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=","2":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="},"#
        + #""index":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=","note":"kept"}"#

    @Test("a ring from before still opens, keeps all that it had, and gets a signing key")
    func older() throws {
        try withFile { file in
            try Data(Self.older.utf8).write(to: file)
            let ring = try KeyRing(file: file)
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            let was = try #require(try JSONSerialization.jsonObject(with: Data(Self.older.utf8)) as? NSDictionary)
            let isNow = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
            for key in ["sealing", "index", "note"] { #expect((was[key] as? NSObject) == (isNow[key] as? NSObject)) }
            #expect(text.contains(try ring.signingKeyName()))
            let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(rights == 0o600)
            #expect(try KeyRing(file: file).signingKeyName() == ring.signingKeyName())
        }
    }

    @Test("the newest key signs, an old one no more, and what it signed can still be checked")
    func newer() throws {
        try withFile { file in
            let (before, bytes) = (try KeyRing(file: file), Data("seal".utf8))
            let old = try before.signingKeyName()
            for _ in 0..<10 { try SigningKeys.add(to: file) }
            let after = try KeyRing(file: file)
            #expect(try after.signingKeyName().hasPrefix("11-"))
            #expect(after.publicKey(old) != nil && after.publicKey(old) == before.publicKey(old))
            #expect(throws: KeyFault.unknownKey(old)) { try after.sign(bytes, with: old) }
            #expect(after.publicKey("12-00000000") == nil)
        }
    }

    @Test("a key that is added signs at once, here and in every other process that reads the ring again")
    func added() throws {
        try withFile { file in
            let (here, there) = (try KeyRing(file: file), try KeyRing(file: file))
            let old = try here.signingKeyName()
            let name = try here.addSigningKey()
            let signing = try here.signingKeyName()
            #expect(name.hasPrefix("2-") && signing == name)
            #expect(try there.signingKeyName() == old)
            #expect(try there.refresh())
            #expect(there.verifyingKeys.map(\.name) == [old, name] && there.verifyingKeys == here.verifyingKeys)
            let inMemory = KeyRing()
            #expect(try inMemory.addSigningKey() == inMemory.verifyingKeys.last?.name)
            #expect(inMemory.verifyingKeys.count == 2)
        }
    }

    @Test("many who open a ring from before at once get one and the same key")
    func together() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "keys.json")
        try Data(Self.older.utf8).write(to: file)
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try KeyRing(file: file).signingKeyName() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(names.count == 1)
    }
}
