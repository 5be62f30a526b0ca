import Database
import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("A message on what has ended")
struct LateMessageTests {
    @Test("waits for the team that had it last, and not for the one that handed it on")
    func handedOn() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.handOn(id)
            _ = try await bridge.store.exchange(id, as: bridge.disabilityAdviser)
            try await bridge.store.decline(id, elsewhere, by: bridge.disabilityAdviser)
            try await bridge.writeLate(id)
            for former in [bridge.sam, bridge.ana] { #expect(try await bridge.waiting(for: former).isEmpty) }
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            for present in [bridge.disabilityAdviser, bridge.manager] {
                #expect(try await bridge.waiting(for: present) == [id])
            }
            _ = try await bridge.store.exchange(id, as: bridge.disabilityAdviser)
            for anybody in [bridge.disabilityAdviser, bridge.manager] {
                #expect(try await bridge.waiting(for: anybody).isEmpty)
            }
        }
    }

    @Test("is seen by any of the team, also where everybody who had read the exchange has left it")
    func newcomer() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.declinedWithMessage()
            try await bridge.leave("account_id = \(bridge.sam.accountID)")
            #expect(try await bridge.waiting(for: bridge.ana) == [id])
            _ = try await bridge.store.exchange(id, as: bridge.manager)
            #expect(try await bridge.waiting(for: bridge.ana) == [id])
            _ = try await bridge.store.exchange(id, as: bridge.ana)
            #expect(try await bridge.waiting(for: bridge.ana).isEmpty)
        }
    }

    @Test("is seen by whoever answers for the whole organisation once nobody is left in the team")
    func emptyTeam() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.declinedWithMessage()
            try await bridge.leave("service_id = \(bridge.wellbeing)")
            #expect(try await bridge.waiting(for: bridge.manager) == [id])
            _ = try await bridge.store.exchange(id, as: bridge.manager)
            #expect(try await bridge.waiting(for: bridge.manager).isEmpty)
        }
    }

    @Test("is neither seen nor cleared by another organisation, another team, or the sender")
    func foreign() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.declinedWithMessage()
            let stranger = Actor(
                accountID: bridge.sam.accountID, organisationID: bridge.outside, role: .practitioner, name: "Nobody")
            for actor in [stranger, bridge.disabilityAdviser] {
                #expect(try await bridge.waiting(for: actor).isEmpty)
                await #expect(throws: NotFound.self) { try await bridge.store.exchange(id, as: actor) }
            }
            #expect(try await bridge.waiting(for: bridge.nurse).isEmpty)
            _ = try await bridge.store.exchange(id, as: bridge.nurse)
            #expect(try await bridge.waiting(for: bridge.ana) == [id])
        }
    }

    @Test("waits no more once the exchange is opened again, also after that has ended, too")
    func reopened() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.declinedWithMessage()
            try await bridge.store.reopen(id, note: "Back in A&E", by: bridge.nurse)
            #expect(try await bridge.waiting(for: bridge.ana).isEmpty)
            try await bridge.store.decline(id, elsewhere, by: bridge.sam)
            #expect(try await bridge.waiting(for: bridge.ana).isEmpty)
            try await bridge.writeLate(id)
            #expect(try await bridge.waiting(for: bridge.ana) == [id])
        }
    }

    @Test("waits no more once it was all a mistake")
    func enteredInError() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.declinedWithMessage()
            try await bridge.store.enterInError(id, reason: "Another Mia Lund", by: bridge.nurse)
            #expect(try await bridge.waiting(for: bridge.ana).isEmpty)
        }
    }
}

private let elsewhere = Refusal(.notOurStudent, redirect: "Not known")

extension Bridge {
    /// Declined by Sam, and the sender has written since.
    func declinedWithMessage(consent: ConsentID? = nil) async throws -> ExchangeID {
        let id = try await send(consent: consent)
        _ = try await store.exchange(id, as: sam)
        try await store.decline(id, elsewhere, by: sam)
        try await writeLate(id)
        return id
    }

    fileprivate func writeLate(_ id: ExchangeID) async throws {
        try await store.write("She is back in A&E.", in: id, key: UUID().uuidString, by: nurse)
    }

    /// What “Closed, with a new message” holds, which is as much as its number says.
    func waiting(for actor: Actor) async throws -> [ExchangeID] {
        let listed = try await store.inbox(.messages, as: actor).rows.map(\.id)
        let counted = try await store.counts(as: actor).messages
        try #require(listed.count == counted)
        return listed
    }

    /// The roles that `condition` means have ended.
    func leave(_ condition: SQL) async throws {
        let now = clock.now
        try await engine.write { database in
            try database.execute("UPDATE membership SET ended_at = \(now) WHERE \(sql: condition)")
        }
    }
}
