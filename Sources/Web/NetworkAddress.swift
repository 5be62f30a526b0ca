import Foundation
import Vocabulary

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

    /// As libcurl hands it over.
    init(_ bytes: UnsafePointer<UInt8>?, _ length: Int32) {
        self.init((0..<Int(length)).compactMap { bytes?[$0] })
    }

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

    func isWithin(_ reach: WebRequest.Reach) -> Bool {
        switch reach {
        case .everybodys: PublicNetwork.includes(bytes)
        case .inside: OwnNetwork.includes(bytes)
        case .anywhere: true
        }
    }
}
