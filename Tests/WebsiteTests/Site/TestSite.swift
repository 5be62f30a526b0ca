import Accounts
import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OpenID
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

/// The whole application over a database of its own, asked without a network.
struct TestSite: Sendable {
    let installation: Installation
    let clock: MovableClock
    private let responder: RouterResponder<SiteContext>

    var ground: Ground { installation.ground }

    /// The site at `now`, gone when `body` is done. Mustache prints nothing for a name that no model has, so whatever a
    /// test looked at, no page may have asked for one.
    static func with<T>(
        at now: Date = TestTime.mondayMorning, settings: [String: String] = [:],
        network: ((any Clock) -> any ProviderFetching)? = nil, _ body: (TestSite) async throws -> T
    ) async throws -> T {
        try await withDatabase(at: now) { engine in
            let site = try await TestSite.over(engine, at: now, settings: settings, network: network)
            let result = try await body(site)
            #expect(site.missingNames == [])
            return result
        }
    }

    /// A site that stays for as long as the tests run.
    static func lasting(at now: Date) async throws -> TestSite {
        try await over(try await lastingDatabase(at: now), at: now)
    }

    static func over(
        _ engine: any Engine, at now: Date, keys: KeyRing = KeyRing(), settings more: [String: String] = [:],
        patience: Duration = .seconds(3600), network: ((any Clock) -> any ProviderFetching)? = nil
    ) async throws -> TestSite {
        let clock = MovableClock(now)
        let ground = Ground(engine: engine, keys: keys, clock: clock)
        let many = ["FOOTBRIDGE_REQUESTS_PER_MINUTE": "1000000"]
        let settings = try await Settings.read(environment: many.merging(more) { $1 })
        let installation = try await Installation(
            ground, settings, passwordRounds: 1 << 4, patience: patience, network: network?(clock))
        return TestSite(installation, clock)
    }

    private init(_ installation: Installation, _ clock: MovableClock) {
        (self.installation, self.clock) = (installation, clock)
        responder = installation.router().buildResponder()
    }

    /// Makes an account with one role and signs it in.
    func visitor(
        _ role: Role, organisation: OrganisationID? = nil, service: ServiceID? = nil, person: PersonID? = nil,
        name: String = "Robin Test"
    ) async throws -> TestVisitor {
        let (keys, now) = (ground.keys, clock.now)
        let new = try NewAccount(
            name: name, email: "\(UUID().uuidString)@example.ac.uk", password: "three unrelated words", rounds: 1 << 4
        )
        let account = try await ground.engine.write { database in
            let id = try AccountStore.create(new, person: person, at: now, keys: keys, in: database)
            try AccountStore.grant(
                role, to: id, organisation: organisation, service: service, by: .system, at: now, in: database
            )
            return id
        }
        return try await visitor(signedInAs: account)
    }

    func visitor(signedInAs account: AccountID) async throws -> TestVisitor {
        let identity = VerifiedIdentity(accountID: account, secondFactorProved: true)
        let token = try await installation.sessions.begin(identity)
        return TestVisitor(site: self, token: token)
    }

    /// A university that has joined, for tests that need just any.
    func organisation(_ kind: OrganisationKind = .provider) async throws -> OrganisationID {
        let id = OrganisationID(at: clock.now)
        let now = clock.now
        try await ground.engine.write {
            try $0.execute(
                """
                INSERT INTO organisation (id, kind, name, legal_name, nation, joined_at)
                VALUES (\(id), \(kind.rawValue), 'University of Leeds', 'University of Leeds', 'england', \(now))
                """
            )
        }
        return id
    }

    /// Somebody who has not signed in.
    var stranger: TestVisitor { TestVisitor(site: self, token: nil) }

    func ask(
        _ method: HTTPRequest.Method, _ path: String, form: [(String, String)] = [], token: String?,
        headers: HTTPFields = [:], from address: String = "192.0.2.1", host: String = "127.0.0.1"
    ) async throws -> TestAnswer {
        var headers = headers
        if let token { headers[.cookie] = "footbridge=\(token)" }
        let body = form.map { "\($0.0.urlEncoded)=\($0.1.urlEncoded)" }.joined(separator: "&")
        return try await send(method, path, Data(body.utf8), headers: headers, from: address, host: host)
    }

    /// Any request, with any body.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: Data = Data(), headers: HTTPFields = [:],
        from address: String = "192.0.2.1", host: String = "127.0.0.1"
    ) async throws -> TestAnswer {
        let head = HTTPRequest(
            method: method, scheme: "http", authority: host, path: path, headerFields: headers)
        let request = Request(head: head, body: .init(buffer: ByteBuffer(bytes: body)))
        let context = SiteContext(address: address, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let response = try await responder.respond(to: request, context: context)
        let collector = BodyCollector()
        try await response.body.write(collector)
        return TestAnswer(status: response.status.code, headers: response.headers, body: collector.text)
    }

    /// Names that templates asked for and no page model has.
    var missingNames: Set<String> { installation.site.renderer.missingNames }
}

/// One browser.
struct TestVisitor: Sendable {
    let site: TestSite
    let token: String?

    func get(_ path: String) async throws -> TestAnswer { try await site.ask(.get, path, token: token) }

    /// Sends a form with the session's form token.
    func post(_ path: String, _ form: [(String, String)] = []) async throws -> TestAnswer {
        let formToken = try await token.asyncFlatMap { try await site.installation.sessions.session(token: $0) }?
            .formToken
        return try await site.ask(.post, path, form: form + [("formToken", formToken ?? "")], token: token)
    }

    /// Who the site takes this browser for.
    func actor() async throws -> Actor {
        let session = try await token.asyncFlatMap { try await site.installation.sessions.session(token: $0) }
        return session?.actor ?? .nobody
    }
}

struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    var location: String? { headers[.location] }

    /// Compares bytes: the walks ask this tens of thousands of times of whole pages, and reading characters took minutes.
    func says(_ words: String) -> Bool { strstr(body, words) != nil }

    /// Whether a name stands anywhere but within a token, where short ones turn up by chance: Eze, Tan, Mia.
    func names(_ name: String) -> Bool {
        says(name) && body.replacing(/[A-Za-z0-9_-]{32,}/, with: "").contains(name)
    }
}

private final class BodyCollector: ResponseBodyWriter {
    private let kept = Mutex("")

    var text: String { kept.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws { kept.withLock { $0 += String(buffer: buffer) } }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
