import Accounts
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import MESH

@Suite("Word of later events by MESH")
struct WordTests {
    @Test("goes to the mailbox of the system that sent the message, in the workflow of answers, in its order")
    func sent() async throws {
        try await PostRoom.with { room in
            let exchange = ExchangeID(at: room.clock.now)
            let ids = try await room.owe("exchange.acknowledged", "exchange.closed", about: exchange)
            try await room.round().go()
            let sent = room.mesh.with { $0.sent }
            #expect(sent.map(\.localID) == ids.map(\.rawValue))
            #expect(sent.allSatisfy { $0.recipient == PostRoom.sender && $0.workflow == "FOOTBRIDGE_MESSAGE_ACK" })
            let texts = sent.map { String(decoding: $0.content, as: UTF8.self) }
            #expect(texts == ["exchange.acknowledged \(ids[0])", "exchange.closed \(ids[1])"])
            #expect(try await room.count("delivery", "content_sealed IS NOT NULL") == 0)
        }
    }

    @Test("waits behind an earlier one about the same exchange that MESH did not take, and behind no other")
    func order() async throws {
        try await PostRoom.with { room in
            let exchange = ExchangeID(at: room.clock.now)
            let ids = try await room.owe("exchange.acknowledged", "exchange.closed", about: exchange)
            room.mesh.with { $0.fault = .answered(503) }
            try await room.round().go()
            room.mesh.with { $0.fault = nil }
            let other = try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            try await room.round().go()
            #expect(room.mesh.with { $0.sent.map(\.localID) } == other.map(\.rawValue))
            room.clock.advance(by: 120)
            try await room.round().go()
            #expect(room.mesh.with { $0.sent.map(\.localID) } == (other + ids).map(\.rawValue))
        }
    }

    @Test("that MESH took before we heard goes again, the same by name and content, so that its reader can tell")
    func twice() async throws {
        try await PostRoom.with { room in
            try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            room.mesh.with { $0.sendingFault = .connection(.unreachable("it broke")) }
            try await room.round().go()
            room.mesh.with { $0.sendingFault = nil }
            room.clock.advance(by: 120)
            try await room.round().go()
            let sent = room.mesh.with { $0.sent }
            #expect(sent.count == 2 && sent[0] == sent[1])
            #expect(try await room.count("delivery", "mesh_id = 'SENT2' AND delivered_at IS NOT NULL") == 1)
        }
    }

    @Test("that nobody collected stands with what was given up, and is said anew once the operator asks")
    func uncollected() async throws {
        try await PostRoom.with { room in
            try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            try await room.round().go()
            room.mesh.with { $0.fate = .undelivered }
            room.clock.advance(by: 301)
            try await room.round().go()
            let deliveries = DeliveryStore(engine: room.engine, clock: room.clock)
            let givenUp = try await deliveries.overview(by: room.operator_).givenUp
            #expect(givenUp.map(\.topic) == ["exchange.acknowledged"] && givenUp.allSatisfy(\.isSystem))
            try await deliveries.tryAgain(by: room.operator_)
            try await room.round().go()
            let sent = room.mesh.with { $0.sent }
            #expect(sent.count == 2 && sent[0] == sent[1])
        }
    }

    @Test("is given up after three days without MESH")
    func patience() async throws {
        try await PostRoom.with { room in
            try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            room.mesh.with { $0.fault = .connection(.unknownHost) }
            for _ in 0..<20 {
                try await room.round().go()
                room.clock.advance(by: 8 * 3600)
            }
            #expect(try await room.count("delivery", "given_up_at IS NOT NULL AND fault LIKE '%not reached%'") == 1)
        }
    }

    @Test("goes where the mailbox is now, and nowhere while the operator has not confirmed it")
    func moved() async throws {
        try await PostRoom.with(confirmed: false) { room in
            try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            try await room.round().go()
            #expect(room.mesh.with { $0.sent }.isEmpty)
            #expect(try await room.count("delivery", "given_up_at IS NULL AND fault LIKE '%not confirmed%'") == 1)
            let systems = RecordSystemStore(engine: room.engine, clock: room.clock)
            let manager = Actor(
                accountID: AccountID(at: room.clock.now), organisationID: room.trust, role: .serviceManager, name: "M")
            try await systems.setMailbox("X26HC002", of: room.system, by: manager)
            try await systems.confirm("X26HC002", of: room.system, by: room.operator_)
            room.clock.advance(by: 120)
            try await room.round().go()
            #expect(room.mesh.with { $0.sent.map(\.recipient) } == ["X26HC002"])
        }
    }

    @Test("is given up after three days without a confirmed mailbox, and at once without any, with the reason")
    func unconfirmed() async throws {
        try await PostRoom.with(confirmed: false) { room in
            try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            for _ in 0..<20 {
                try await room.round().go()
                room.clock.advance(by: 8 * 3600)
            }
            let systems = RecordSystemStore(engine: room.engine, clock: room.clock)
            let manager = Actor(
                accountID: AccountID(at: room.clock.now), organisationID: room.trust, role: .serviceManager, name: "M")
            try await systems.setMailbox(nil, of: room.system, by: manager)
            try await room.owe("exchange.closed", about: ExchangeID(at: room.clock.now))
            try await room.round().go()
            let deliveries = DeliveryStore(engine: room.engine, clock: room.clock)
            let faults = try await deliveries.overview(by: room.operator_).givenUp.map(\.fault)
            #expect(
                faults == [
                    "The record system has no mailbox any more.", "The mailbox of the record system is not confirmed.",
                ])
            #expect(room.mesh.with { $0.sent }.isEmpty)
        }
    }

    @Test("that waits goes with the system that is shut out, and that of others stays")
    func revoked() async throws {
        try await PostRoom.with { room in
            try await room.owe("exchange.acknowledged", about: ExchangeID(at: room.clock.now))
            try await room.owe(
                "exchange.closed", about: ExchangeID(at: room.clock.now), by: RecordSystemID(at: room.clock.now))
            let manager = Actor(
                accountID: AccountID(at: room.clock.now), organisationID: room.trust, role: .serviceManager, name: "M")
            let systems = RecordSystemStore(engine: room.engine, clock: room.clock)
            try await systems.revoke(room.system, by: manager)
            #expect(try await room.count("delivery", "topic = 'exchange.acknowledged'") == 0)
            #expect(try await room.count("delivery", "topic = 'exchange.closed'") == 1)
        }
    }

    @Test("of another organisation's exchange goes to no mailbox")
    func foreign() async throws {
        try await PostRoom.with { room in
            let exchange = ExchangeID(at: room.clock.now)
            try await room.owe("exchange.acknowledged", about: exchange)
            let stranger = OrganisationID(at: room.clock.now)
            let found = try await room.engine.read { database in
                let own = try WritersMailbox.of(exchange: exchange.rawValue, by: room.trust, in: database)
                let other = try WritersMailbox.of(exchange: exchange.rawValue, by: stranger, in: database)
                return [own?.mailbox, other?.mailbox]
            }
            #expect(found == [PostRoom.sender, nil])
        }
    }
}
