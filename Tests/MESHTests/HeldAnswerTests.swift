import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import MESH

@Suite("An answer that a message is held")
struct HeldAnswerTests {
    @Test(
        "goes before word of the exchange that came of the message, and keeps nobody waiting once it left or was given up"
    )
    func order() async throws {
        for end in ["delivered_at", "given_up_at"] as [SQL] {
            try await PostRoom.with { room in
                let word = try await room.oweAfterAnswer(of: room.trust)
                let other = try await room.owe("exchange.closed", about: ExchangeID(at: room.clock.now))
                #expect(try await room.taken() == other[0])
                #expect(try await room.taken() == nil)
                try await room.engine.write { [now = room.clock.now] in
                    try $0.execute("UPDATE delivery SET \(sql: end) = \(now) WHERE topic = \(MESHRound.topic)")
                }
                #expect(try await room.taken() == word)
            }
        }
    }

    @Test("to another organisation keeps nothing waiting")
    func foreign() async throws {
        try await PostRoom.with { room in
            let word = try await room.oweAfterAnswer(of: OrganisationID(at: room.clock.now))
            #expect(try await room.taken() == word)
        }
    }
}

extension PostRoom {
    /// Word of an exchange, and before it an answer about the message of which it came, which is tried again in ten minutes.
    fileprivate func oweAfterAnswer(of organisation: OrganisationID) async throws -> DeliveryID {
        let (exchange, message) = (ExchangeID(at: clock.now), IncomingMessageID(at: clock.now))
        let word = try await owe("exchange.acknowledged", about: exchange)
        let answer = Delivery(
            at: clock.now - 60, topic: MESHRound.topic, subject: message.rawValue, organisation: organisation,
            to: .mesh(organisation), urgent: true)
        try await engine.write { [later = clock.now + 600] database in
            try database.execute("UPDATE incoming_message SET id = \(message) WHERE exchange_id = \(exchange)")
            try DeliveryQueue.add(answer, departure: later, in: database)
        }
        return word[0]
    }

    fileprivate func taken() async throws -> DeliveryID? {
        try await DeliveryQueue(engine: engine).takeForSystem(by: .mesh, at: clock.now)?.id
    }
}
