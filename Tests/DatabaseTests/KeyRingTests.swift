import Database
import Foundation
import Testing

@Suite("The key ring")
struct KeyRingTests {
    @Test("what is sealed opens in its own place only")
    func context() throws {
        let keys = KeyRing()
        let sealed = try keys.seal("Sam Reed", "person.family_name")
        #expect(try keys.open(sealed, "person.family_name") == "Sam Reed")
        #expect(throws: (any Error).self) { try keys.open(sealed, "account.name") }
        #expect(!String(decoding: sealed, as: UTF8.self).contains("Reed"))
    }

    @Test("sealing the same text twice does not look the same; its blind index does")
    func index() throws {
        let keys = KeyRing()
        #expect(try keys.seal("a", "x") != keys.seal("a", "x"))
        #expect(
            keys.blindIndex("9434765919", "person.nhs_number") == keys.blindIndex("9434765919", "person.nhs_number"))
        #expect(keys.blindIndex("9434765919", "person.nhs_number") != keys.blindIndex("9434765919", "other"))
        #expect(
            keys.blindIndex("9434765919", "person.nhs_number")
                != KeyRing().blindIndex("9434765919", "person.nhs_number"))
    }

    @Test("a damaged value is refused", arguments: [Data(), Data([1]), Data([1, 49]), Data(repeating: 7, count: 40)])
    func damaged(data: Data) {
        #expect(throws: (any Error).self) { try KeyRing().open(data, "x") }
    }

    @Test("the file is made once, for its owner only, and opens what it sealed before")
    func file() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let sealed = try KeyRing(file: file).seal("kept", "x")
        #expect(try KeyRing(file: file).open(sealed, "x") == "kept")
        let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
    }
}
