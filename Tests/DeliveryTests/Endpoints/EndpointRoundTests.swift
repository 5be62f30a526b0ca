import Database
import FHIR
import Foundation
import Logging
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("A round of messages to the systems of organisations")
struct EndpointRoundTests {
    @Test("tells the university's system that a notice arrived: a reference and codes, in good FHIR, with the token")
    func arrives() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 1)
            let heard = try #require(listener.heard.first)
            #expect(heard.path == "/in" && heard.headers["Authorization"] == "Bearer \(bridge.token)")
            #expect(heard.headers["Content-Type"] == "application/fhir+json")
            #expect(UUID(uuidString: heard.headers["X-Request-Id"] ?? "") != nil)
            #expect(heard.body.contains("\"code\":\"sent\"") && heard.body.contains("FB-7K3M-92"))
            #expect(!heard.body.contains("\"response\""))
            #expect(try FHIRDefinitions.r4().faults(in: try JSONText.read(Data(heard.body.utf8))) == [])
            #expect(try await bridge.round.go() == 0)
        }
    }

    @Test("tells the sender's system what became of its own message, by that message's id; of others it hears nothing")
    func answers() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            #expect(try await bridge.round.go() == 0)
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            #expect(try await bridge.round.go() == 1)
            let body = try #require(listener.heard.first).body
            #expect(body.contains("\"identifier\":\"bundle-7\"") && body.contains("\"completed\""))
            #expect(body.contains("supportInPlace"))
        }
    }

    @Test("says how an exchange stands as the task itself does: its status, and why it was declined")
    func standing() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.post("exchange.acknowledged", to: bridge.trust)
            bridge.clock.advance(by: 1)
            try await bridge.post("exchange.declined", to: bridge.trust, code: "notOurStudent")
            #expect(try await bridge.round.go() == 2)
            let bodies = listener.heard.map(\.body)
            #expect(bodies[0].contains("\"status\":\"accepted\""))
            let reason =
                "\"statusReason\":{\"coding\":[{\"system\":\"\(FHIRSystem.declineReason)\",\"code\":\"notOurStudent\"}]}"
            #expect(bodies[1].contains(reason) && !bodies[1].contains("businessStatus"))
            #expect(try FHIRDefinitions.r4().faults(in: try JSONText.read(Data(bodies[1].utf8))) == [])
        }
    }

    @Test("tells a system once of what several people are told, and of nothing that is the other side's")
    func once() async throws {
        try await Bridge.with([200]) { bridge, listener in
            for _ in 0..<3 { try await bridge.post("exchange.consentWithdrawn", to: bridge.university) }
            try await bridge.post("exchange.acknowledged", to: bridge.university)
            try await bridge.post("exchange.sent", to: bridge.elsewhere)
            #expect(try await bridge.round.go() == 1)
            #expect(listener.heard.count == 1)
        }
    }

    @Test("keeps the order of one exchange while the system is down, and sends the same request again")
    func order() async throws {
        try await Bridge.with([503, 200]) { bridge, listener in
            try await bridge.post("exchange.sent", to: bridge.university)
            bridge.clock.advance(by: 1)
            try await bridge.post("exchange.message", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round.go() == 2)
            let requests = listener.heard.map { $0.headers["X-Request-Id"] }
            #expect(requests.count == 3 && requests[0] == requests[1] && requests[1] != requests[2])
            #expect(listener.heard[2].body.contains("message-written"))
        }
    }

    @Test("takes 409 for an arrival, gives up at 410, and follows no redirect")
    func statuses() async throws {
        for (status, arrived, givenUp) in [(409, 1, 0), (410, 0, 1), (302, 0, 0)] {
            try await Bridge.with([status]) { bridge, listener in
                try await bridge.post("exchange.sent", to: bridge.university)
                #expect(try await bridge.round.go() == arrived)
                #expect(listener.heard.map(\.path) == ["/in"])
                #expect(try await bridge.count("given_up_at IS NOT NULL") == givenUp)
            }
        }
    }

    @Test("knocks on no private door unless the operator allows it, and trusts no certificate of strangers")
    func refused() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.post("exchange.sent", to: bridge.university)
            let careful = bridge.round(by: EndpointLine(allowsPrivate: false, authority: listener.certificate))
            #expect(try await careful.go() == 0)
            #expect(try await bridge.count("fault LIKE '%private network%'") == 1)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round(by: EndpointLine(allowsPrivate: true)).go() == 0)
            #expect(listener.heard.isEmpty)
        }
    }

    @Test("only knocks where a record system subscribed so, which hears of its own team and of what it asked for")
    func subscribed() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.subscribe("here", of: bridge.university, team: bridge.team)
            try await bridge.subscribe("elsewhere", of: bridge.university, team: ServiceID(at: bridge.clock.now))
            try await bridge.subscribe("asked", of: bridge.trust, team: bridge.team, requester: bridge.trust)
            try await bridge.subscribe("other", of: bridge.trust, team: bridge.team, requester: bridge.university)
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            #expect(try await bridge.round.go() == 1)
            let heard = try #require(listener.heard.first)
            #expect(heard.path == "/asked" && heard.body == "" && heard.headers["Content-Type"] == nil)
            #expect(heard.headers["Authorization"] == "Bearer \(bridge.token)")
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 3)
            #expect(Set(listener.heard.map(\.path)) == ["/asked", "/here", "/in"])
        }
    }

    @Test("says how each subscription stands by what arrived, and sends nothing more to who is gone")
    func standings() async throws {
        try await Bridge.with([503, 200, 410]) { bridge, listener in
            let id = try await bridge.subscribe("here", of: bridge.university, team: bridge.team)
            try await bridge.endPage()
            #expect(try await bridge.standing(id) == .requested)
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.standing(id) == .error)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round.go() == 1)
            #expect(try await bridge.standing(id) == .active)
            try await bridge.post("exchange.recalled", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.standing(id) == .off)
            try await bridge.post("exchange.message", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(listener.heard.count == 3)
        }
    }

    @Test("leaves letters for the mail server that is set later, and those alone that are not too old by then")
    func letters() async throws {
        try await Bridge.with([200]) { bridge, _ in
            try await bridge.post("exchange.sent", to: bridge.university, account: AccountID(at: bridge.clock.now))
            #expect(try await bridge.round.go() == 1)
            #expect(try await bridge.count("endpoint = 0 AND delivered_at IS NULL") == 1)
            try await DeliveryQueue(engine: bridge.engine).dropUntried(at: bridge.clock.now + RetryPlan.patience)
            #expect(try await bridge.count("endpoint = 0") == 1)
            try await DeliveryQueue(engine: bridge.engine).dropUntried(at: bridge.clock.now + 2 * RetryPlan.patience)
            #expect(try await bridge.count("endpoint = 0") == 0)
        }
    }
}

/// An exchange between two organisations, both of which listen at one address.
private struct Bridge {
    let engine: any Engine
    let listener: Listener
    let keys = KeyRing()
    let clock = MovableClock(TestTime.mondayMorning)
    let trust = OrganisationID(at: TestTime.mondayMorning)
    let university = OrganisationID(at: TestTime.mondayMorning)
    let elsewhere = OrganisationID(at: TestTime.mondayMorning)
    let exchange = ExchangeID(at: TestTime.mondayMorning)
    let team = ServiceID(at: TestTime.mondayMorning)
    let token = "the-token"

    static func with(_ statuses: [Int], _ body: (Bridge, Listener) async throws -> Void) async throws {
        let listener = try await Listener(answering: statuses)
        defer { listener.end() }
        try await withDatabase { engine in
            let bridge = Bridge(engine: engine, listener: listener)
            try await bridge.build()
            try await body(bridge, listener)
        }
    }

    private func build() async throws {
        let address = "https://localhost:\(listener.port)/in"
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO exchange (id, reference, kind, urgency, person_id, sender_organisation_id,
                    sender_service_id, sender_account_id, recipient_organisation_id, recipient_service_id, route,
                    sharing_decision_id, happened_at, created_at, idempotency_key)
                VALUES (\(exchange), 'FB-7K3M-92', 'presentation', 'within48Hours', 'p', \(trust),
                    \(ServiceID(at: clock.now)), 'a', \(university), \(ServiceID(at: clock.now)), 'inbox', 'd', 0, 0, 'k')
                """)
            try database.execute(
                "INSERT INTO exchange_team (exchange_id, service_id) VALUES (\(exchange), \(team))")
            for organisation in [trust, university] {
                try database.execute(
                    """
                    INSERT INTO endpoint (id, organisation_id, channel, address, token_sealed, registered_by, registered_at)
                    VALUES (\(organisation), \(organisation), 'message', \(address), \(keys.seal(token, "endpoint.token")), 'm', 0)
                    """)
            }
        }
    }

    var round: EndpointRound { round(by: EndpointLine(allowsPrivate: true, authority: listener.certificate)) }

    func round(by line: EndpointLine) -> EndpointRound {
        EndpointRound(
            engine: engine, keys: keys, clock: clock, line: line,
            publicAddress: URL(string: "https://footbridge.example.ac.uk")!,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func post(
        _ topic: String, to organisation: OrganisationID, account: AccountID? = nil, code: String? = nil
    ) async throws {
        let entry = OutboxEntry(
            topic, subject: exchange, to: organisation, account: account,
            payload: ["reference": "FB-7K3M-92", "code": code])
        try await engine.write { [now = clock.now] in try $0.post(entry, at: now) }
    }

    func cameOfMessage(_ id: String) async throws {
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO incoming_message (id, record_system_id, organisation_id, service_id, request_id,
                    content_hash, received_at, exchange_id, message_id)
                VALUES ('i', 's', \(trust), 't', 'r', 'h', 0, \(exchange), \(id))
                """)
        }
    }

    /// A system of `organisation` and a team of its own listens at a path of its own, and wants no words.
    @discardableResult
    func subscribe(
        _ path: String, of organisation: OrganisationID, team: ServiceID, requester: OrganisationID? = nil
    ) async throws -> EndpointID {
        let (id, address) = (EndpointID(at: clock.now), "https://localhost:\(listener.port)/\(path)")
        let sealed = try keys.seal(token, "endpoint.token")
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO endpoint (id, organisation_id, record_system_id, service_id, channel,
                    requester_organisation_id, reason, address, token_sealed, registered_by, registered_at)
                VALUES (\(id), \(organisation), \(path), \(team), 'rest-hook', \(requester), 'To know', \(address),
                    \(sealed), \(path), 0)
                """)
        }
        return id
    }

    /// Leaves those alone that systems subscribed.
    func endPage() async throws {
        try await engine.write { try $0.execute("DELETE FROM endpoint WHERE record_system_id IS NULL") }
    }

    func standing(_ id: EndpointID) async throws -> KeptEndpoint.Standing? {
        let manager = Actor(
            accountID: AccountID(at: clock.now), organisationID: university, role: .serviceManager, name: "")
        let store = EndpointStore(engine: engine, keys: keys, clock: clock, allowsPrivate: true)
        return try await store.subscriptions(of: manager).first { $0.id == id }?.standing
    }

    func count(_ condition: StaticString) async throws -> Int {
        let sql = SQL(stringLiteral: "SELECT count(*) AS count FROM delivery WHERE \(condition)")
        return try await engine.read { try $0.count(sql) }
    }
}
