import Testing
import Vocabulary

@Suite("A host that says its address by itself")
struct NetworkAddressTests {
    @Test(
        "is read as a look-up would read it, whatever its form",
        arguments: [
            "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7F000001", "0177.0.0.1", "127.0.0.1.", "127%2e0.0.1",
            "localhost", "LocalHost.", "in.localhost",
        ])
    func thisMachine(_ host: String) {
        #expect(NetworkAddress.written(in: host).map(\.bytes) == [[127, 0, 0, 1]])
    }

    @Test(
        "may be of the new kind, in brackets or without",
        arguments: ["::1", "[::1]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]"])
    func newKind(_ host: String) {
        #expect(NetworkAddress.written(in: host).map(\.bytes) == [Array(repeating: 0, count: 15) + [1]])
    }

    @Test("may have one of the old kind within it")
    func mapped() {
        let mapped = NetworkAddress.written(in: "[::ffff:127.0.0.1]").map(\.bytes)
        #expect(mapped == [Array(repeating: 0, count: 10) + [255, 255, 127, 0, 0, 1]])
    }

    @Test(
        "is no name, which nobody is asked about here",
        arguments: [
            "hub.example.nhs.uk", "localhost.example", "nolocalhost", "127.0.0.1.example", "", "1.2.3.4.5", "%",
        ])
    func names(_ host: String) {
        #expect(NetworkAddress.written(in: host).isEmpty)
    }
}
