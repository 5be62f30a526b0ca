import Foundation

/// One thing to ask of a web server. Redirects are never followed, and no proxy is spoken to.
public struct WebRequest: Sendable {
    public let url: URL
    public var method = "GET"
    /// Header fields. Some hold what somebody else chose, such as a token: one with a line break in it is not sent.
    public var fields: [(name: String, value: String)] = []
    public var body: Data?
    public var reach = Reach.everybodys
    public var trust = WebTrust()
    /// Whether the answer may come packed (gzip); it is unpacked on arrival.
    public var unpacks = false
    /// How long all of it may take.
    public var seconds = 10
    /// The most that is kept of an answer, in bytes, unpacked.
    public var room = 256 * 1024

    public init(_ url: URL) { self.url = url }

    /// Which networks an address may be in.
    public enum Reach: Sendable {
        /// Those that everybody can reach (`PublicNetwork`).
        case everybodys
        /// The operator's own alone (`OwnNetwork`): what is said may be unencrypted.
        case inside
        /// The operator's own, and all others.
        case anywhere
    }
}

/// Who is trusted, and how we prove who we are, in files of PEM.
public struct WebTrust: Sendable, Equatable {
    /// Certificates to trust instead of the system's.
    public let authority: String?
    public let certificate: String?
    public let key: String?

    public init(authority: String? = nil, certificate: String? = nil, key: String? = nil) {
        (self.authority, self.certificate, self.key) = (authority, certificate, key)
    }
}

/// What a web server said.
public struct WebAnswer: Sendable {
    public let status: Int
    /// By name in lower case.
    public let fields: [String: String]
    public let body: Data
    /// Whether there was more than there was room for.
    public let isCut: Bool

    public init(status: Int, fields: [String: String], body: Data, isCut: Bool = false) {
        (self.status, self.fields, self.body, self.isCut) = (status, fields, body, isCut)
    }

    public var isGood: Bool { (200...299).contains(status) }
}

/// Why there was no answer. Holds no address, and nothing that anybody said.
public enum WebFault: Error, Equatable, Sendable {
    /// The name leads inside a private network, which is not allowed here.
    case privateNetwork
    /// The name leads out of the operator's own network, which is not allowed here.
    case outside
    case unknownHost
    /// libcurl's own words for it.
    case unreachable(String)
}
