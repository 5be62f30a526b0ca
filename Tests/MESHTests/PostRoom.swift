import Accounts
import Database
import Foundation
import Logging
import Outbox
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import MESH

/// A trust whose record system writes by MESH, and MESH itself, played.
struct PostRoom {
    let engine: any Engine
    let mesh = PlayedMESH()
    let keys = KeyRing()
    let clock = MovableClock(TestTime.mondayMorning)
    let trust = OrganisationID(at: TestTime.mondayMorning)
    let system = RecordSystemID(at: TestTime.mondayMorning)
    /// What was handed on to be taken in.
    let received = Received()

    static let sender = "X26HC001"
    static let workflow = "FOOTBRIDGE_MESSAGE"

    final class Received: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ text: String) { kept.withLock { $0.append(text) } }
    }

    static func with(confirmed: Bool = true, _ body: (PostRoom) async throws -> Void) async throws {
        try await withDatabase { engine in
            let room = PostRoom(engine: engine)
            try await room.engine.write { [room] database in
                try database.execute(
                    """
                    INSERT INTO organisation (id, kind, name, legal_name, nation, joined_at)
                    VALUES (\(room.trust), 'trust', 'Leeds Trust', 'Leeds Trust', 'england', 0)
                    """)
                try database.execute(
                    """
                    INSERT INTO record_system (id, organisation_id, service_id, name, key_set, scopes, registered_by,
                        registered_at, mesh_mailbox, mesh_confirmed_at)
                    VALUES (\(room.system), \(room.trust), \(ServiceID(at: room.clock.now)), 'Emergency record',
                        '{"keys":[]}', 'system/Bundle.c', 'm', 0, \(sender), \(confirmed ? room.clock.now : nil))
                    """)
            }
            try await body(room)
        }
    }

    /// - Parameter refusal: what becomes of every message.
    func round(refusal: MESHReason? = nil, failing: Bool = false) -> MESHRound {
        let received = received
        return MESHRound(
            engine: engine, keys: keys, clock: clock, server: mesh, mailbox: "X26OT001", workflow: Self.workflow,
            pause: 300,
            receive: { content, _, system in
                if failing { throw DatabaseFault.outcomeUnknown }
                received.add("\(system.name): \(String(decoding: content, as: UTF8.self))")
                return MESHReply(content: Data("the answer".utf8), refusal: refusal, subject: nil)
            }, word: { delivery, _ in Data("\(delivery.topic) \(delivery.id)".utf8) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Owes the system word of what happened to an exchange that came of its message.
    @discardableResult
    func owe(_ topics: String..., about exchange: ExchangeID, by writer: RecordSystemID? = nil) async throws
        -> [DeliveryID]
    {
        let deliveries = topics.enumerated().map { number, topic in
            Delivery(
                at: clock.now + Double(number), topic: topic, subject: exchange.rawValue, organisation: trust,
                to: .mesh(trust), urgent: true)
        }
        try await engine.write { [self, writer = writer ?? system] database in
            try database.execute(
                """
                INSERT INTO incoming_message (id, record_system_id, organisation_id, service_id, request_id,
                    content_hash, received_at, exchange_id, message_id)
                VALUES (\(exchange), \(writer), \(trust), 't', \(exchange), \(exchange), 0, \(exchange), 'bundle-7')
                """)
            for delivery in deliveries { try DeliveryQueue.add(delivery, departure: clock.now, in: database) }
        }
        return deliveries.map(\.id)
    }

    var store: MESHStore { MESHStore(engine: engine, clock: clock, mailbox: "X26OT001") }
    var operator_: Actor {
        Actor(accountID: AccountID(at: clock.now), organisationID: nil, role: .operator, name: "Op")
    }

    func kept() async throws -> [MESHStore.Kept] { try await store.overview(by: operator_).kept }

    func count(_ table: StaticString, _ condition: StaticString) async throws -> Int {
        let sql = SQL(stringLiteral: "SELECT count(*) AS count FROM \(table) WHERE \(condition)")
        return try await engine.read { try $0.count(sql) }
    }
}

/// MESH with one mailbox, as far as a round asks it.
final class PlayedMESH: MESHAsking {
    struct State: Sendable {
        var inbox: [MESHMessage] = []
        var acknowledged: [String] = []
        var sent: [MESHParcel] = []
        var fate = MESHFate.waiting
        /// What asking for the fate of something throws, by what MESH calls it.
        var untold: [String: MESHFault] = [:]
        /// What sending throws once MESH has taken it: the line broke before we heard.
        var sendingFault: MESHFault?
        var greetings = 0
        /// What every request throws.
        var fault: MESHFault?
        /// Called before an acknowledgement is taken.
        var beforeAcknowledging: (@Sendable () async throws -> Void)?
    }

    private let state = Mutex(State())

    func with<T: Sendable>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }

    func put(_ id: String, from sender: String = PostRoom.sender, _ text: String, workflow: String = PostRoom.workflow)
    {
        put(MESHMessage(id: id, sender: sender, workflow: workflow, content: .data(Data(text.utf8))))
    }

    func put(_ message: MESHMessage) { with { $0.inbox.append(message) } }

    private func check() throws { if let fault = with({ $0.fault }) { throw fault } }

    func greet() async throws {
        try check()
        with { $0.greetings += 1 }
    }

    func inbox() async throws -> [String] {
        try check()
        return with { $0.inbox.map(\.id) }
    }

    func message(_ id: String) async throws -> MESHMessage? {
        try check()
        return with { $0.inbox.first { $0.id == id } }
    }

    func acknowledge(_ id: String) async throws {
        if let before = with({ $0.beforeAcknowledging }) { try await before() }
        try check()
        with { state in
            state.inbox.removeAll { $0.id == id }
            state.acknowledged.append(id)
        }
    }

    func send(_ parcel: MESHParcel) async throws -> String {
        try check()
        let id = with { state in
            state.sent.append(parcel)
            return "SENT\(state.sent.count)"
        }
        if let fault = with({ $0.sendingFault }) { throw fault }
        return id
    }

    func fate(of id: String) async throws -> MESHFate {
        try check()
        if let fault = with({ $0.untold[id] }) { throw fault }
        return with { $0.fate }
    }
}
