import Testing

@testable import Students

@Suite("The key by which a name is found")
struct PersonKeyTests {
    @Test("is the same by the short way for plain letters as by folding")
    func plainLetters() {
        for byte in UInt8(0)..<128 {
            let name = "Anne\(UnicodeScalar(byte))Mary-Jane O'NEILL 2nd\r\n"
            #expect(PersonKey.normalised(name) == PersonKey.folded(name))
        }
    }

    @Test("leaves case, accents, spaces and signs out", arguments: ["Anne-Märie O’Neill", "ANNE MARIE O'NEILL"])
    func folding(name: String) {
        #expect(PersonKey.normalised(name) == "annemarieoneill")
    }

    @Test("is the name itself where nothing else is left of it")
    func signs() {
        #expect(PersonKey.normalised("-") == "-")
        #expect(PersonKey.normalised("。") == "。")
    }
}
