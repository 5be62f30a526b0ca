import Foundation

/// A numeric address on the network, as a name was looked up.
struct NetworkAddress: Sendable, Equatable {
    /// 4 or 16 bytes.
    let bytes: [UInt8]

    /// Every address that a name has now.
    /// - Returns: none where it has none, or cannot be looked up.
    static func all(of host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        (hints.ai_family, hints.ai_socktype) = (AF_UNSPEC, Int32(SOCK_STREAM.rawValue))
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

    init(_ bytes: [UInt8]) { self.bytes = bytes }

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

    /// As libcurl wants it.
    var text: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        return "[\(groups.joined(separator: ":"))]"
    }

    /// Whether it can be reached by everybody (the registries of RFC 6890). All else is this machine, somebody's own network,
    /// or nothing.
    var isPublic: Bool { bytes.count == 4 ? isPublicV4(bytes[...]) : isPublicV6 }

    private func isPublicV4(_ b: ArraySlice<UInt8>) -> Bool {
        let (a, b, c) = (b[b.startIndex], b[b.startIndex + 1], b[b.startIndex + 2])
        switch (a, b, c) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _), (169, 254, _), (172, 16...31, _), (192, 168, _),
            (100, 64...127, _), (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113),
            (192, 88, 99):
            return false
        default: return true
        }
    }

    /// Global unicast, without documentation and those forms that hide an IPv4 address (mapped, 6to4, Teredo, NAT64).
    private var isPublicV6: Bool {
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        let (first, second) = (Int(bytes[0]) << 8 | Int(bytes[1]), Int(bytes[2]) << 8 | Int(bytes[3]))
        if first == 0x2002 || (first == 0x2001 && (second == 0 || second == 0x0DB8)) { return false }
        return !(first == 0x2001 && second < 0x0200) && !(first == 0x3FFF && second < 0x1000)
    }
}
