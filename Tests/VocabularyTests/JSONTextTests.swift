import Foundation
import Testing
import Vocabulary

@Suite("JSON as it arrives")
struct JSONTextTests {
    @Test(
        "what is not JSON is refused with the line and column of the fault",
        arguments: [
            ("", .ended, 1, 1), ("  ", .ended, 1, 3), ("{\"a\":1,}", .trailingComma, 1, 7),
            ("[1,\n2\n,]", .trailingComma, 3, 1),
            ("{\"a\":1 \"b\":2}", .noCommaInObject, 1, 8), ("[1 2]", .noCommaInArray, 1, 4),
            ("{\"a\" 1}", .noColon, 1, 6),
            ("{a:1}", .notAKey, 1, 2), ("{'a':1}", .notAKey, 1, 2), ("{1:1}", .notAKey, 1, 2),
            ("[1]]", .trailing, 1, 4),
            ("{} {}", .trailing, 1, 4), ("nul", .notAValue, 1, 1), ("NaN", .notAValue, 1, 1),
            ("True", .notAValue, 1, 1),
            ("[Infinity]", .notAValue, 1, 2), ("// no\n{}", .notAValue, 1, 1), ("[1,,2]", .notAValue, 1, 4),
            ("{\"a\":1", .ended, 1, 7), ("[\"abc", .ended, 1, 6), ("\"a\\", .ended, 1, 4), ("truex", .trailing, 1, 5),
        ] as [(String, JSONText.Reason, Int, Int)])
    func notJSON(text: String, reason: JSONText.Reason, line: Int, column: Int) {
        expect(text, reason, line, column)
    }

    @Test(
        "numbers are those of JSON",
        arguments: ["01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1F", "1_000", "--1", "-01"])
    func notANumber(text: String) {
        #expect(throws: JSONText.Refusal.self) { try JSONText.read(Data(text.utf8)) }
    }

    @Test(
        "a number keeps its digits", arguments: ["0", "-0", "1.00", "1E5", "1e-07", "123456789012345678901234567890"])
    func number(text: String) throws {
        #expect(try JSONText.read(Data(text.utf8)).number == text)
    }

    @Test("the second of two equal names is refused, in small objects and in large ones, escaped or not")
    func duplicates() {
        expect("{\"a\":1,\n \"a\":2}", .duplicateKey, 2, 2)
        expect("{\"a\":1, \"\\u0061\":2}", .duplicateKey, 1, 9)
        let many = (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",")
        expect("{\(many)\n,\"k3\":1}", .duplicateKey, 2, 2)
    }

    @Test("the same name may stand in two objects")
    func sameNameElsewhere() throws {
        #expect(try read("[{\"a\":1},{\"a\":{\"a\":2}}]").items?.count == 2)
    }

    @Test("an array nested ten thousand deep is refused where it becomes too deep, and 64 deep is read")
    func depth() throws {
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        expect(deep, .tooDeep, 1, 65)
        expect(String(repeating: "{\"a\":", count: 10_000), .tooDeep, 1, 321)
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try read(allowed).items?.count == 1)
    }

    @Test("a text above the limit is refused unread, one at the limit is read")
    func size() throws {
        #expect(throws: JSONText.Refusal.self) { try JSONText.read(Data("[1,2]".utf8), limit: 4) }
        #expect(try JSONText.read(Data("[1,2]".utf8), limit: 5).items?.count == 2)
    }

    @Test("two values are the same whatever the order of their members, and not where their items have another")
    func sameness() throws {
        let one = try read("{\"a\":{\"b\":1,\"c\":[1,{\"d\":2,\"e\":null}]},\"f\":true}")
        #expect(try one == read("{ \"f\":true, \"a\":{\"c\":[1,{\"e\":null,\"d\":2}],\"b\":1}}"))
        for other in [
            "{\"a\":{\"b\":1,\"c\":[{\"d\":2,\"e\":null},1]},\"f\":true}", "{\"f\":true}",
            "{\"a\":{\"b\":1.0,\"c\":[1,{\"d\":2,\"e\":null}]},\"f\":true}",
            "{\"a\":{\"b\":1,\"c\":[1,{\"d\":2,\"e\":null}]},\"f\":true,\"g\":1}", "[]", "null",
        ] { #expect(try one != read(other), "\(other)") }
    }

    @Test("a byte order mark is refused by its name")
    func byteOrderMark() {
        expect("\u{FEFF}{}", .byteOrderMark, 1, 1)
    }

    @Test("lines and columns count characters as people do, in every line")
    func positions() throws {
        let value = try read("{\n  \"näme\": \"🎓\", \"b\":\r\n\t[1, 2]}")
        let members = try #require(value.members)
        #expect(members.map(\.position) == [.init(line: 2, column: 3), .init(line: 2, column: 16)])
        #expect(members.map(\.value.position) == [.init(line: 2, column: 11), .init(line: 3, column: 2)])
    }

    private func read(_ text: String) throws -> JSONText.Value { try JSONText.read(Data(text.utf8)) }

    private func expect(_ text: String, _ reason: JSONText.Reason, _ line: Int, _ column: Int) {
        #expect { try read(text) } throws: { error in
            let refusal = error as? JSONText.Refusal
            return refusal?.reason == reason && refusal?.position == .init(line: line, column: column)
        }
    }
}
