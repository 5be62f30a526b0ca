import HTTPTypes
import Hummingbird

/// Who may read the installation's figures: a program on this machine, or one that shows the token.
struct MonitoringDoor {
    let token: String?

    func admits(_ request: Request, from address: String) -> Bool {
        if let token, let shown = Self.bearer(request) { return Self.isSame(token, shown) }
        return Self.isThisMachine(address) && Self.cameStraight(request)
    }

    private static func bearer(_ request: Request) -> String? {
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst("Bearer ".count))
    }

    /// Takes as long for a guess that is almost right as for one that is not at all.
    static func isSame(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A proxy on this machine has its address too, and speaks for the whole world: it says so in a header, or by the host
    /// that was asked for.
    private static func cameStraight(_ request: Request) -> Bool {
        let forwarding: [HTTPField.Name] = [.forwardedFor, .forwarded, .realIP, .via]
        guard !forwarding.contains(where: { request.headers[$0] != nil }) else { return false }
        return request.head.authority.map(isThisMachine(authority:)) ?? false
    }

    private static func isThisMachine(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }

    private static func isThisMachine(authority: String) -> Bool {
        let host =
            authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host == "localhost" || host == "::1" || host == "127.0.0.1"
    }
}

extension HTTPField.Name {
    static let forwarded = Self("Forwarded")!
    static let realIP = Self("X-Real-IP")!
}
