import Foundation

/// What an installation can set about its site.
public struct SiteSettings: Sendable {
    /// How people reach the site, as `https://footbridge.example.ac.uk`.
    public let publicAddress: URL
    /// The demonstration area: a banner, and signing in with one click.
    public let demonstration: Bool
    /// Requests that one network address may make in a minute.
    public let requestsPerMinute: Int
    /// The largest form that is read, in bytes.
    public let largestForm: Int
    /// Whether the address a proxy reports (`X-Forwarded-For`) is believed.
    public let behindProxy: Bool
    /// What a monitoring system on another machine has to show; `nil` where there is none.
    public let metricsToken: String?

    public init(
        publicAddress: URL, demonstration: Bool = false, requestsPerMinute: Int = 600, largestForm: Int = 256 * 1024,
        behindProxy: Bool = false, metricsToken: String? = nil
    ) {
        (self.publicAddress, self.demonstration) = (publicAddress, demonstration)
        (self.requestsPerMinute, self.largestForm) = (requestsPerMinute, largestForm)
        (self.behindProxy, self.metricsToken) = (behindProxy, metricsToken)
    }

    var isSecure: Bool { publicAddress.scheme == "https" }

    /// `__Host-` makes browsers refuse the cookie from anywhere but this host over TLS.
    var sessionCookie: String { isSecure ? "__Host-footbridge" : "footbridge" }
    /// Ties a sign-in at a provider to the browser that began it.
    var attemptCookie: String { isSecure ? "__Host-footbridge-sign-in" : "footbridge-sign-in" }
    var flashCookie: String { isSecure ? "__Host-footbridge-flash" : "footbridge-flash" }
}
