import Accounts
import Audit
import Database
import Foundation
import Logging
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

/// A provider that is offered, two organisations, and everything between a browser and a session.
struct DoorWorld: Sendable {
    let engine: any Engine
    let keys = KeyRing()
    let clock: MovableClock
    let standIn: StandInProvider
    let book: ProviderBook
    let provider: SignInProvider
    let here = OrganisationID(at: TestTime.mondayMorning)
    let elsewhere = OrganisationID(at: TestTime.mondayMorning)

    var providers: ProviderStore { ProviderStore(engine: engine, keys: keys, clock: clock, keyBits: 2048) }
    var attempts: AttemptStore { AttemptStore(engine: engine, keys: keys, clock: clock) }
    var invitations: InvitationStore { InvitationStore(engine: engine, keys: keys, clock: clock, passwordRounds: 16) }
    var accounts: AccountStore { AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: 16) }
    var sessions: SessionStore { SessionStore(engine: engine, keys: keys, clock: clock) }
    var calendars: CalendarAddressStore { CalendarAddressStore(engine: engine, keys: keys, clock: clock) }

    func door(_ person: PersonID? = nil) -> ProviderDoor {
        ProviderDoor(
            providers: providers, identities: IdentityStore(engine: engine, keys: keys, clock: clock),
            invitations: invitations, book: book, clock: clock, publicAddress: URL(string: "https://bridge.example")!,
            record: { number, born in
                number.digits == "9434765919" && born == CalendarDate(iso: "2006-04-03") ? person : nil
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    static func with(
        _ kind: ProviderKind = .organisation, _ body: (DoorWorld) async throws -> Void
    ) async throws {
        try await withDatabase { engine in
            let clock = MovableClock(TestTime.mondayMorning)
            let world = try await DoorWorld(engine, kind, clock)
            try await body(world)
        }
    }

    private init(_ engine: any Engine, _ kind: ProviderKind, _ clock: MovableClock) async throws {
        let (here, elsewhere) = (here, elsewhere)
        try await engine.write { database in
            for (id, name, code) in [(here, "University of Leeds", "RR8"), (elsewhere, "Leeds Arts University", "RXE")]
            {
                try database.execute(
                    """
                    INSERT INTO organisation (id, kind, name, legal_name, nation, ods_code)
                    VALUES (\(id), 'provider', \(name), \(name), 'england', \(code))
                    """
                )
            }
        }
        (self.engine, self.clock) = (engine, clock)
        standIn = StandInProvider(clock: clock)
        book = ProviderBook(network: standIn, clock: clock)
        let store = ProviderStore(engine: engine, keys: keys, clock: clock, keyBits: 2048)
        let id = try await store.register(
            NewProvider(
                kind: kind.rawValue, name: "University of Leeds", issuer: standIn.issuer, clientID: "bridge",
                organisation: here), by: Self.actor(.operator))
        try await store.offer(id, by: Self.actor(.operator))
        provider = try await store.offered(id)
    }

    static func actor(_ role: Role, _ organisation: OrganisationID? = nil) -> Actor {
        Actor(accountID: AccountID(at: TestTime.mondayMorning), organisationID: organisation, role: role, name: "Robin")
    }

    /// Signs somebody in who is `subject` there: leaves, lets the provider say `change`d claims, and comes back.
    @discardableResult
    func signIn(
        as subject: String = "s-1", invitation: String? = nil, signedIn: Account? = nil, person: PersonID? = nil,
        reply more: [String: String] = [:], _ change: (inout StandInProvider.Said) -> Void = { _ in }
    ) async throws -> VerifiedIdentity {
        let secrets = try await attempts.begin(at: provider.id, browser: nil, invitation: invitation)
        let attempt = try #require(
            try await attempts.take(state: secrets.state, browser: secrets.browser, from: provider.id))
        standIn.say { said in
            said.claims = standIn.honest(subject: subject, audience: "bridge", nonce: secrets.nonce)
            change(&said)
        }
        let fields = ["state": secrets.state, "code": "c-1"].merging(more) { $1 }
        let proof = ProviderProof(
            provider: provider, attempt: attempt, reply: ProviderReply { fields[$0] }, signedIn: signedIn)
        return try await door(person).identify(proof)
    }

    func invite(_ email: String = "ruth@leeds.example", to organisation: OrganisationID? = nil) async throws -> String {
        try await invitations.invite(
            colleague: email, role: .practitioner, service: nil,
            by: Self.actor(.serviceManager, organisation ?? here))
    }

    /// Makes a calendar's address in a session of somebody who came through the door.
    func makeCalendar(_ identity: VerifiedIdentity) async throws -> String {
        let token = try await sessions.begin(identity)
        let begun = try #require(try await sessions.session(token: token))
        try await sessions.pick(try #require(begun.memberships.first).id, in: begun)
        let session = try #require(try await sessions.session(token: token))
        return try await calendars.renew(by: try #require(session.actor), within: session.scope)
    }

    /// How often the record says that somebody was not let in.
    func refusals() async throws -> Int {
        try await engine.read {
            try $0.count("SELECT count(*) AS count FROM audit_entry WHERE action = 'sign_in.refused'")
        }
    }
}
