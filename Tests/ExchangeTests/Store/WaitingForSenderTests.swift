import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("What waits for the sender")
struct WaitingForSenderTests {
    @Test("is found however much else is open and due before it")
    func behindManyOthers() async throws {
        try await Bridge.open { bridge in
            for _ in 0...200 { try await bridge.send() }
            let week = bridge.notice(.crisisContact, .within7Days, to: bridge.outside, asking: [.checkInWithin7Days])
            let call = try await bridge.send(week)
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).map(\.id) == [call])
        }
    }

    @Test("a student whom nobody reached waits although the notice was acknowledged; once reached, it waits no more")
    func unreached() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).isEmpty)
            bridge.clock.advance(by: 7 * 86_400)
            try await bridge.sweeper.sweep(at: bridge.clock.now)
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).map(\.id) == [id])
            try await bridge.store.recordStudentContacted(id, way: .visit, words: nil, by: bridge.sam)
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).isEmpty)
        }
    }

    @Test("a message of the other side waits until whoever sent the notice has seen it, also once it has ended")
    func message() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged(asking: [.awarenessOnly])
            let waits = { try await bridge.store.waitingForSender(as: bridge.nurse).map(\.id) }
            for (number, words) in ["Which ward?", "One more thing."].enumerated() {
                if number == 1 {
                    let request = try #require(try await bridge.state(id).requests.first).id
                    let no = NewRequestAnswer(accepted: false, reason: "Nobody is there")
                    try await bridge.store.answer(request, of: id, no, by: bridge.sam)
                    try await bridge.store.recordStudentContacted(id, way: .visit, words: nil, by: bridge.sam)
                    try await bridge.store.close(id, .supportInPlace, words: nil, by: bridge.sam)
                }
                try await bridge.store.write(words, in: id, key: words, by: bridge.sam)
                #expect(try await waits() == [id])
                _ = try await bridge.store.exchange(id, isThreadShown: true, as: bridge.trustManager)
                _ = try await bridge.store.exchange(id, as: bridge.nurse)
                #expect(try await waits() == [id])
                _ = try await bridge.store.exchange(id, isThreadShown: true, as: bridge.nurse)
                #expect(try await waits().isEmpty)
            }
            try await bridge.store.write("Thank you.", in: id, key: "3", by: bridge.nurse)
            #expect(try await waits().isEmpty)
        }
    }

    @Test("whoever sent it is told of a message by name, and their team named, which hears once they have left")
    func told() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which ward?", in: id, key: "1", by: bridge.sam)
            bridge.clock.advance(by: 1)
            try await bridge.store.write("Ward 7.", in: id, key: "2", by: bridge.nurse)
            let told = try await bridge.outbox("exchange.message")
            #expect(told.map(\.organisation) == [bridge.trust, bridge.university])
            #expect(told.map(\.account) == [bridge.nurse.accountID, nil])
            let team = "\"team\":\"\(bridge.crisisTeam)\""
            #expect(told.map { $0.payload.contains(team) } == [true, false])
        }
    }

    @Test("who answers from elsewhere has seen it; a notice that no person sent is seen by anybody of the team")
    func seenOtherwise() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let unseen = {
                try await bridge.count("SELECT count(*) AS count FROM exchange WHERE sender_unread_at IS NOT NULL")
            }
            try await bridge.store.write("Which ward?", in: id, key: "1", by: bridge.sam)
            bridge.clock.advance(by: 1)
            try await bridge.store.write("Ward 7.", in: id, key: "2", by: bridge.nurse)
            #expect(try await unseen() == 0)
            let system = RecordSystemID(at: bridge.clock.now)
            try await bridge.engine.write {
                try $0.execute("UPDATE exchange SET record_system_id = \(system), sender_account_id = \(system)")
            }
            try await bridge.store.write("And now?", in: id, key: "3", by: bridge.sam)
            _ = try await bridge.store.exchange(id, isThreadShown: true, as: bridge.trustManager)
            #expect(try await unseen() == 1)
            _ = try await bridge.store.exchange(id, isThreadShown: true, as: bridge.nurse)
            #expect(try await unseen() == 0)
        }
    }

    @Test("is the sender's own: a colleague who holds the same role is asked for nothing, and others may not look")
    func denied() async throws {
        try await Bridge.open { bridge in
            try await bridge.send(bridge.notice(to: bridge.outside))
            let colleague = Actor(
                accountID: bridge.trustManager.accountID, organisationID: bridge.trust, serviceID: bridge.crisisTeam,
                role: .clinician, name: "Colleague")
            let elsewhere = Actor(
                accountID: bridge.nurse.accountID, organisationID: bridge.university, role: .clinician, name: "Grace")
            for actor in [colleague, elsewhere] {
                #expect(try await bridge.store.waitingForSender(as: actor).isEmpty)
            }
            await #expect(throws: Forbidden.self) { try await bridge.store.waitingForSender(as: bridge.sam) }
        }
    }
}
