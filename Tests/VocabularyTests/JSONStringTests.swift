import Foundation
import Testing
import Vocabulary

@Suite("Strings in JSON")
struct JSONStringTests {
    @Test("escapes are resolved")
    func escapes() throws {
        let value = try JSONText.read(Data(#""\"\\\/\b\f\n\r\t\u00e9\uD83C\uDF93\u0000""#.utf8))
        #expect(value.string == "\"\\/\u{8}\u{C}\n\r\té🎓\u{0}")
    }

    @Test(
        "a bad escape is refused where it begins",
        arguments: [
            (#"["\x"]"#, .badEscape, 3), (#"["a\u12G4"]"#, .badEscape, 4), (#"["\u12"]"#, .badEscape, 3),
            (#"["\ud83c"]"#, .loneSurrogate, 3), (#"["\udf93"]"#, .loneSurrogate, 3),
            (#"["\ud83cx"]"#, .loneSurrogate, 3), (#"["\ud83c\u0041"]"#, .loneSurrogate, 3),
            (#"["\ud83c\ud83c"]"#, .loneSurrogate, 3),
        ] as [(String, JSONText.Reason, Int)])
    func badEscapes(text: String, reason: JSONText.Reason, column: Int) {
        expect(Array(text.utf8), reason, column)
    }

    @Test("a raw control character is refused, a raw line end too", arguments: [0x00, 0x09, 0x0A, 0x1F] as [UInt8])
    func control(byte: UInt8) {
        expect([0x22, 0x61, byte, 0x22], .controlCharacter, 3)
    }

    @Test(
        "bytes that are not UTF-8 are refused: stray, cut short, too long, surrogates, beyond Unicode",
        arguments: [
            [0x80], [0xC3], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x8E], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
            [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x28, 0x93],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        expect([0x22, 0x61] + bytes + [0x22], .notUTF8, 3)
    }

    @Test(
        "the limits of UTF-8 are read",
        arguments: ["\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{FFFF}", "\u{10FFFF}"])
    func utf8(text: String) throws {
        #expect(try JSONText.read(Data("\"\(text)\"".utf8)).string == text)
    }

    @Test("what is written is compact, in order, and escaped where JSON needs it")
    func writing() {
        let value: JSONText.Value = [
            "b": ["é\"\\\n\u{1}", true, false, 12], "a": [:], "c": [], "n": JSONText.Value(.number("1.00")),
            "z": JSONText.Value(.null),
        ]
        let text = String(decoding: value.utf8(), as: UTF8.self)
        #expect(text == #"{"b":["é\"\\\n\u0001",true,false,12],"a":{},"c":[],"n":1.00,"z":null}"#)
    }

    private func expect(_ bytes: [UInt8], _ reason: JSONText.Reason, _ column: Int) {
        #expect { try JSONText.read(bytes) } throws: { error in
            let refusal = error as? JSONText.Refusal
            return refusal?.reason == reason && refusal?.position == .init(line: 1, column: column)
        }
    }
}
