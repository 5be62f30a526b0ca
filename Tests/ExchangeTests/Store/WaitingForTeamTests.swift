import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("What waits for the team of the sender")
struct WaitingForTeamTests {
    @Test("is an answer until one of them has read it; whoever sent the notice still has to look, and sees who did")
    func read() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            for actor in [bridge.nurse, bridge.colleague, bridge.trustManager] {
                #expect(try await bridge.unread(for: actor) == [id])
            }
            let row = try #require(try await bridge.store.sent(.unread, as: bridge.colleague).rows.first)
            #expect(row.studentName == "Mia Lund" && row.senderPersonName == "Grace Osei")
            _ = try await bridge.store.exchange(id, as: bridge.colleague)
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
            bridge.clock.advance(by: 600)
            try await bridge.look(id, bridge.colleague)
            for actor in [bridge.nurse, bridge.colleague, bridge.trustManager] {
                #expect(try await bridge.unread(for: actor).isEmpty)
            }
            let own = try #require(try await bridge.store.waitingForSender(as: bridge.nurse).first)
            #expect(own.newsReaderName == "Ruth Hall" && own.facts.senderTeamRead?.at == bridge.clock.now)
            #expect(own.senderPersonName == nil)
            let theirs = try #require(try await bridge.store.inbox(.team, as: bridge.sam).rows.first)
            #expect(theirs.newsReaderName == nil && theirs.senderPersonName == nil)
            try await bridge.look(id, bridge.nurse)
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).isEmpty)
        }
    }

    @Test("whoever sent it reads it for the team as well, and a colleague who answers from elsewhere has read it")
    func readOtherwise() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            try await bridge.look(id, bridge.nurse)
            #expect(try await bridge.unread(for: bridge.colleague).isEmpty)
            try await bridge.store.write("And which hall?", in: id, key: "2", by: bridge.sam)
            #expect(try await bridge.facts(id).senderTeamRead == nil)
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
            try await bridge.store.write("Music, in Ellerslie.", in: id, key: "3", by: bridge.colleague)
            #expect(try await bridge.unread(for: bridge.nurse).isEmpty)
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).map(\.id) == [id])
        }
    }

    @Test("the longest waiting comes first, by the first message that nobody has read; pages follow without a gap")
    func order() async throws {
        try await Bridge.open { bridge in
            var ids: [ExchangeID] = []
            for _ in 0..<5 { ids.append(try await bridge.acknowledged()) }
            for id in ids.reversed() {
                bridge.clock.advance(by: 60)
                try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            }
            let first = try await bridge.facts(ids[4]).senderTeamUnreadAt
            try await bridge.store.write("Are you there?", in: ids[4], key: "2", by: bridge.sam)
            #expect(try await bridge.facts(ids[4]).senderTeamUnreadAt == first)
            var (seen, cursor): ([ExchangeID], String?) = ([], nil)
            repeat {
                let page = try await bridge.store.sent(.unread, after: cursor, most: 2, as: bridge.colleague)
                seen += page.rows.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(seen == ids.reversed())
        }
    }

    @Test("waits for them although whoever sent it has left, also once the exchange has ended")
    func senderLeft() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            try await bridge.store.decline(id, Refusal(.notOurStudent, redirect: "Not known"), by: bridge.sam)
            try await bridge.store.write("She is at York now.", in: id, key: "1", by: bridge.sam)
            try await bridge.leave("account_id = \(bridge.nurse.accountID)")
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
            #expect(try await bridge.store.sent(.ended, as: bridge.colleague).rows.map(\.awaitsReply) == [true])
            try await bridge.look(id, bridge.colleague)
            #expect(try await bridge.unread(for: bridge.colleague).isEmpty)
            #expect(try await bridge.store.sent(.ended, as: bridge.colleague).rows.map(\.awaitsReply) == [false])
        }
    }

    @Test("is not read for them by who answers for the whole trust, as long as anybody is in the team")
    func outsideLook() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            for actor in [bridge.trustManager, bridge.trustGovernance] {
                try await bridge.look(id, actor)
                #expect(try await bridge.unread(for: bridge.colleague) == [id])
            }
            try await bridge.leave("service_id = \(bridge.crisisTeam)")
            try await bridge.look(id, bridge.trustGovernance)
            #expect(try await bridge.unread(for: bridge.trustManager) == [id])
            try await bridge.look(id, bridge.trustManager)
            #expect(try await bridge.unread(for: bridge.trustManager).isEmpty)
        }
    }

    @Test("a notice that no person sent waits for the team as well")
    func noPerson() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let system = RecordSystemID(at: bridge.clock.now)
            try await bridge.engine.write {
                try $0.execute("UPDATE exchange SET record_system_id = \(system), sender_account_id = \(system)")
            }
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
            try await bridge.look(id, bridge.colleague)
            #expect(try await bridge.unread(for: bridge.nurse).isEmpty)
        }
    }

    @Test("waits no more once it was all a mistake")
    func enteredInError() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            try await bridge.store.enterInError(id, reason: "Another Mia Lund", by: bridge.nurse)
            #expect(try await bridge.unread(for: bridge.colleague).isEmpty)
        }
    }

    @Test(
        "is the team's: another team of the trust, the recipient, another organisation and a student see and clear nothing"
    )
    func denied() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            let account = bridge.trustManager.accountID
            let ward = Actor(
                accountID: account, organisationID: bridge.trust, serviceID: ServiceID(at: bridge.clock.now),
                role: .clinician, name: "Of a ward")
            let elsewhere = Actor(
                accountID: account, organisationID: bridge.outside, serviceID: bridge.crisisTeam, role: .clinician,
                name: "Of another trust")
            for actor in [ward, elsewhere] {
                #expect(try await bridge.unread(for: actor).isEmpty)
                await #expect(throws: NotFound.self) { try await bridge.look(id, actor) }
            }
            for actor in [bridge.sam, bridge.manager, bridge.disabilityAdviser] {
                #expect(try await bridge.unread(for: actor).isEmpty)
            }
            try await bridge.look(id, bridge.sam)
            await #expect(throws: Forbidden.self) { try await bridge.store.unreadAnswers(as: bridge.studentHerself) }
            await #expect(throws: Forbidden.self) {
                try await bridge.store.sent(.unread, as: bridge.studentHerself)
            }
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
        }
    }

    @Test("is gone for a trust that has let the exchange go")
    func released() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Which faculty?", in: id, key: "1", by: bridge.sam)
            let now = bridge.clock.now
            try await bridge.engine.write { try $0.execute("UPDATE exchange SET sender_released_at = \(now)") }
            #expect(try await bridge.unread(for: bridge.colleague).isEmpty)
        }
    }
}

extension Bridge {
    /// Somebody else of the crisis team.
    var colleague: Actor {
        Actor(
            accountID: trustManager.accountID, organisationID: trust, serviceID: crisisTeam, role: .clinician,
            name: "Ruth Hall")
    }

    /// What “Waiting to be read” holds, which is as much as its number says.
    func unread(for actor: Actor) async throws -> [ExchangeID] {
        let listed = try await store.sent(.unread, as: actor).rows.map(\.id)
        try #require(try await store.unreadAnswers(as: actor) == listed.count)
        return listed
    }

    /// Opens the page, on which the messages stand.
    fileprivate func look(_ id: ExchangeID, _ actor: Actor) async throws {
        _ = try await store.exchange(id, isThreadShown: true, as: actor)
    }

    fileprivate func facts(_ id: ExchangeID) async throws -> ExchangeFacts {
        let keys = keys
        return try await engine.read { try ExchangeFile.take(id, keys: keys, in: $0).facts }
    }
}
