import Foundation
import Testing
import Vocabulary

@Suite("Which addresses are everybody's")
struct PublicNetworkTests {
    @Test(
        "leaves out what is inside, on this machine, reserved, or hidden in another form",
        arguments: [
            ("93.184.216.34", true), ("8.8.8.8", true), ("172.15.0.1", true), ("172.32.0.1", true),
            ("10.0.0.1", false), ("127.0.0.1", false), ("169.254.169.254", false), ("172.16.0.1", false),
            ("192.168.1.1", false), ("100.64.0.1", false), ("0.0.0.0", false), ("224.0.0.1", false),
            ("255.255.255.255", false), ("198.18.0.1", false), ("2606:4700::1111", true), ("::1", false), ("::", false),
            ("fe80::1", false), ("fd00::1", false), ("ff02::1", false), ("::ffff:10.0.0.1", false),
            ("::ffff:8.8.8.8", false), ("64:ff9b::10.0.0.1", false), ("2002:a00:1::", false), ("2002:808:808::", false),
            ("2001:db8::1", false), ("2001:0:1::", false),
        ])
    func table(address: String, expected: Bool) throws {
        #expect(PublicNetwork.includes(try bytes(address)) == expected, "\(address)")
    }

    @Test(
        "a house's own are its machines' and this one's, and nothing that hides another or is shared with strangers",
        arguments: [
            ("10.0.0.1", true), ("127.0.0.1", true), ("169.254.1.1", true), ("172.16.0.1", true), ("172.31.9.9", true),
            ("192.168.1.1", true), ("::1", true), ("fd00::1", true), ("fc00::1", true), ("fe80::1", true),
            ("8.8.8.8", false), ("172.32.0.1", false), ("192.169.0.1", false), ("100.64.0.1", false),
            ("0.0.0.0", false), ("224.0.0.1", false), ("2606:4700::1111", false), ("::", false), ("ff02::1", false),
            ("::ffff:8.8.8.8", false), ("::ffff:10.0.0.1", false), ("64:ff9b::808:808", false),
            ("2002:808:808::", false), ("2001:0:1::", false),
        ])
    func own(address: String, expected: Bool) throws {
        #expect(OwnNetwork.includes(try bytes(address)) == expected, "\(address)")
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        var (old, new) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &old) == 1 { return withUnsafeBytes(of: &old) { Array($0) } }
        try #require(inet_pton(AF_INET6, text, &new) == 1)
        return withUnsafeBytes(of: &new) { Array($0) }
    }
}
