import Database
import FHIR
import Foundation
import Logging
import TestSupport
import Vocabulary

@testable import Delivery
@testable import Outbox

/// An exchange between two organisations, both of which listen at one address.
struct Bridge {
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
    /// The trust's, once the exchange came of its message.
    let system = RecordSystemID(at: TestTime.mondayMorning)

    static let publicAddress = URL(string: "https://footbridge.example.ac.uk")!

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

    func round(by line: EndpointLine, hasMESH: Bool = false) -> EndpointRound {
        EndpointRound(
            engine: engine, keys: keys, clock: clock, line: line, publicAddress: Self.publicAddress, hasMESH: hasMESH,
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
                VALUES ('i', \(system), \(trust), 't', 'r', 'h', 0, \(exchange), \(id))
                """)
        }
    }

    /// The system from which the exchange came, with a mailbox on MESH.
    func hasMailbox(confirmed: Bool = true, revoked: Bool = false) async throws {
        try await engine.write { [now = clock.now] database in
            try database.execute(
                """
                INSERT INTO record_system (id, organisation_id, service_id, name, key_set, scopes, registered_by,
                    registered_at, mesh_mailbox, mesh_confirmed_at, revoked_at)
                VALUES (\(system), \(trust), \(team), 'Emergency record', '{"keys":[]}', 'system/Bundle.c', 'm', 0,
                    'X26HC001', \(confirmed ? now : nil), \(revoked ? now : nil))
                """)
        }
    }

    /// A system of `organisation` and a team of its own listens at a path of its own, and wants no words.
    @discardableResult
    func subscribe(
        _ path: String, of organisation: OrganisationID, team: ServiceID, requester: OrganisationID? = nil,
        by subscriber: RecordSystemID? = nil, until end: Date? = nil
    ) async throws -> EndpointID {
        let (id, address) = (EndpointID(at: clock.now), "https://localhost:\(listener.port)/\(path)")
        let (system, sealed) = (subscriber ?? RecordSystemID(at: clock.now), try keys.seal(token, "endpoint.token"))
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO endpoint (id, organisation_id, record_system_id, service_id, channel,
                    requester_organisation_id, reason, address, token_sealed, registered_by, registered_at, ends_at)
                VALUES (\(id), \(organisation), \(system), \(team), 'rest-hook', \(requester), 'To know', \(address),
                    \(sealed), \(system), 0, \(end))
                """)
        }
        return id
    }

    /// What is owed to the trust's mailbox, oldest first.
    func owedByMESH() async throws -> [Delivery] {
        try await engine.read { database in
            try database.rows("SELECT * FROM delivery WHERE endpoint = 2 ORDER BY id").map(Delivery.init)
        }
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
