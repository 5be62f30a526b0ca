import Foundation

/// What an installation can set about its site.
public struct SiteSettings: Sendable {
    /// How people reach the site, as `https://footbridge.example.ac.uk`.
    public let publicAddress: URL
    /// The demonstration area: a banner, and signing in with one click.
    public let demonstration: Bool
    /// The largest form that is read, in bytes.
    public let largestForm: Int
    /// Whether the address a proxy reports (`X-Forwarded-For`) is believed.
    public let behindProxy: Bool
    /// What a monitoring system on another machine has to show; `nil` where there is none.
    public let metricsToken: String?

    public init(
        publicAddress: URL, demonstration: Bool = false, largestForm: Int = 256 * 1024,
        behindProxy: Bool = false, metricsToken: String? = nil
    ) {
        (self.publicAddress, self.demonstration) = (publicAddress, demonstration)
        self.largestForm = largestForm
        (self.behindProxy, self.metricsToken) = (behindProxy, metricsToken)
    }

    /// Where a student goes who must not be seen here: a page that anybody looks at.
    static let elsewhere = "https://www.bbc.co.uk/weather"

    var isSecure: Bool { publicAddress.scheme == "https" }

    /// `__Host-` makes browsers refuse the cookie from anywhere but this host over TLS.
    var sessionCookie: String { isSecure ? "__Host-footbridge" : "footbridge" }
    /// Ties a sign-in at a provider to the browser that began it.
    var attemptCookie: String { isSecure ? "__Host-footbridge-sign-in" : "footbridge-sign-in" }
    var flashCookie: String { isSecure ? "__Host-footbridge-flash" : "footbridge-flash" }
}
