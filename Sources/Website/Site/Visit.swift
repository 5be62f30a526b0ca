import Accounts
import Foundation
import Hummingbird
import Vocabulary

/// One request, as a feature sees it: who asks, when, and what they sent.
public struct Visit: Sendable {
    public let method: HTTPRequest.Method
    public let path: String
    public let query: Form
    public let form: Form
    public private(set) var session: Session?
    /// The cookie's token, for the pages that end or renew a session.
    let token: String?
    public let now: Date
    /// Told to the visitor when something goes wrong, and found in the log.
    public let requestID: String
    /// The network address the request came from.
    public let address: String
    /// The word that ties a sign-in at a provider to this browser.
    let attempt: String?
    /// What the page before left to be said on this one.
    let flash: String?
    /// `Sec-Fetch-Site`: where the browser says the request comes from.
    let fetchSite: String?
    /// Whether a monitoring system asks, which may see counts and nothing else.
    let isMonitoring: Bool
    let parameters: [String: String]
    private(set) var known: VisitMemory
    /// The page on which a form that was taken in stands, which Back and Reload lead to instead of sending it again.
    private(set) var standsAt: String?

    /// Who asks. On a route that anyone may use it can be nobody, who may do nothing.
    public var actor: Actor { session?.actor ?? .nobody }

    /// The same request in another session, or in none.
    func with(_ session: Session?) -> Visit {
        var visit = self
        (visit.session, visit.known) = (session, VisitMemory())
        return visit
    }

    /// The same request, whose answer can be read again at `page`.
    func standing(at page: String?) -> Visit {
        var visit = self
        visit.standsAt = page
        return visit
    }

    /// What `read` finds, asked once in a request, so that a page and the navigation above it say the same.
    func once<T: Sendable>(_ read: () async throws -> T) async rethrows -> T {
        if let value: T = known.value() { return value }
        let value = try await read()
        known.keep(value)
        return value
    }

    /// An id from the path.
    /// - Throws: `NotFound` where it is none: junk in an address is a page that does not exist.
    public func id<Subject>(_ name: String = "id") throws -> Identifier<Subject> {
        guard let text = parameters[name], let id = Identifier<Subject>(text) else { throw NotFound(name) }
        return id
    }

    /// A word from the path.
    public func parameter(_ name: String) throws -> String {
        guard let text = parameters[name] else { throw NotFound(name) }
        return text
    }
}

extension Actor {
    /// Somebody who has not signed in.
    static let nobody = Actor(accountID: nil, organisationID: nil, role: .system, name: "")
}
