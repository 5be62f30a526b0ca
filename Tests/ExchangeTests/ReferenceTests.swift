import Testing

@testable import Exchange

@Suite("References are said on the phone")
struct ReferenceTests {
    @Test("they look like FB-7K3M-92 and use no sign that is taken for another")
    func shape() throws {
        var generator = SystemRandomNumberGenerator()
        let pattern = try Regex("FB-[2345679CDFHJKMPRTWXY]{4}-[2345679CDFHJKMPRTWXY]{2}")
        for _ in 0..<500 {
            #expect(try pattern.wholeMatch(in: Reference(using: &generator).description) != nil)
        }
    }

    @Test("they are read however they are typed", arguments: ["FB-7K3M-92", "fb 7k3m 92", "7k3m92", "fb7K3M92"])
    func typed(text: String) {
        #expect(Reference(typed: text)?.description == "FB-7K3M-92")
    }

    @Test(
        "anything else is not a reference",
        arguments: ["", "FB-", "FB-7K3M-9", "FB-7K3O-92", "FB-7K3M-921", "' OR 1=1"])
    func refused(text: String) {
        #expect(Reference(typed: text) == nil)
    }
}
