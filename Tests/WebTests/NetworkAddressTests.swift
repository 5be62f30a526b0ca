import Foundation
import Testing
import Vocabulary

@testable import Web

@Suite("An address on the network")
struct NetworkAddressTests {
    @Test(
        "that is not everybody's is not called",
        arguments: [
            "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
            "100.64.0.1", "192.0.2.7", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
            "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2002:7f00:1::",
            "2001:db8::1",
            "2001::1", "3fff::1",
        ])
    func ownNetwork(_ text: String) throws {
        let addresses = NetworkAddress.all(of: text)
        #expect(!addresses.isEmpty && addresses.allSatisfy { !$0.isWithin(.everybodys) })
    }

    @Test(
        "that is everybody's is called",
        arguments: [
            "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2a00:1450:4009::1", "2606::1",
        ])
    func everybodys(_ text: String) throws {
        let addresses = NetworkAddress.all(of: text)
        #expect(!addresses.isEmpty && addresses.allSatisfy { $0.isWithin(.everybodys) })
    }

    @Test("is looked up by name, and read as it was written")
    func names() {
        #expect(NetworkAddress.all(of: "localhost").contains { !$0.isWithin(.everybodys) })
        #expect(NetworkAddress.all(of: "nobody.invalid").isEmpty)
        #expect(NetworkAddress.all(of: "127.0.0.1").map(\.bytes) == [[127, 0, 0, 1]])
        #expect(NetworkAddress.all(of: "[::1]").map(\.bytes.last) == [1])
    }

    @Test("in another spelling is the same address", arguments: ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
    func spellings(_ text: String) {
        #expect(NetworkAddress.all(of: text).allSatisfy { !$0.isWithin(.everybodys) })
    }
}
