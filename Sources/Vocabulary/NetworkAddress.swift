import Foundation

/// A numeric address on the network.
public struct NetworkAddress: Sendable, Equatable {
    /// 4 or 16 bytes.
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Every address that a host says by itself, without anybody being asked: it is written as a number, in any of the ways
    /// that a look-up takes, or is this machine's own name (RFC 6761, section 6.3).
    /// - Parameter host: as it stands in the address of something.
    /// - Returns: none for a name.
    public static func written(in host: String) -> [NetworkAddress] {
        let plain = (host.removingPercentEncoding ?? host).lowercased()
        let bare = plain.hasSuffix(".") ? String(plain.dropLast()) : plain
        if bare == "localhost" || bare.hasSuffix(".localhost") { return [NetworkAddress([127, 0, 0, 1])] }
        // Behind the percent sign is the way out of this machine, which only this machine would know.
        let number = bare.split(separator: "%").first.map(String.init) ?? bare
        return [NetworkAddress(number: number.trimmingCharacters(in: ["[", "]"]))].compactMap(\.self)
    }

    /// - Parameter number: as POSIX reads it: of the old kind in one to four parts, each in tens, eights or sixteens.
    private init?(number: String) {
        var (old, new) = (in_addr(), in6_addr())
        if inet_aton(number, &old) != 0 {
            bytes = withUnsafeBytes(of: old) { Array($0) }
        } else if inet_pton(AF_INET6, number, &new) == 1 {
            bytes = withUnsafeBytes(of: new) { Array($0) }
        } else {
            return nil
        }
    }
}
