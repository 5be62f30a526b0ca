import Foundation

/// A numeric address on the network, as a name was looked up.
public struct NetworkAddress: Sendable, Equatable {
    /// 4 or 16 bytes.
    public let bytes: [UInt8]

    /// Every address that a name has now.
    /// - Returns: none where it has none, or cannot be looked up.
    public static func all(of host: String) -> [NetworkAddress] { all(of: host, flags: 0) }

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
        return all(of: number, flags: AI_NUMERICHOST)
    }

    private static func all(of host: String, flags: Int32) -> [NetworkAddress] {
        var hints = addrinfo()
        (hints.ai_family, hints.ai_socktype) = (AF_UNSPEC, Int32(SOCK_STREAM.rawValue))
        hints.ai_flags = flags
        var found: UnsafeMutablePointer<addrinfo>?
        let bare = host.trimmingCharacters(in: ["[", "]"])
        guard getaddrinfo(bare, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [NetworkAddress] = []
        var next = found
        while let one = next {
            if let address = Self(one.pointee) { addresses.append(address) }
            next = one.pointee.ai_next
        }
        return addresses
    }

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    private init?(_ info: addrinfo) {
        guard let address = info.ai_addr else { return nil }
        switch info.ai_family {
        case AF_INET:
            bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
    }
}
