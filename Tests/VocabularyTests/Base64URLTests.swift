import Foundation
import Testing
import Vocabulary

@Suite("Base64 for addresses and tokens")
struct Base64URLTests {
    @Test("gives every length of bytes back, with or without padding, in letters that an address may hold")
    func both() {
        for length in 0..<70 {
            let bytes = Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 251 &+ length) })
            let text = bytes.base64URL
            #expect(Data(base64URL: text) == bytes && Data(base64URL: text + "==") == bytes)
            #expect(text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
        }
    }

    @Test("is nothing else")
    func junk() {
        for text in ["a", "é", "a b", "*", "ab.c"] { #expect(Data(base64URL: text) == nil) }
    }
}
