import Accounts
import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import MESH

@Suite("What waits for a mailbox that is confirmed")
struct ConfirmedMailboxTests {
    @Test("leaves at once, however often it was tried before")
    func confirmed() async throws {
        try await PostRoom.with(confirmed: false) { room in
            try await room.owe("exchange.acknowledged", "exchange.closed", about: ExchangeID(at: room.clock.now))
            for _ in 1...5 {
                try await room.round().go()
                room.clock.advance(by: 3 * 3600)
            }
            // After the sixth time it is more than three hours until the next.
            try await room.round().go()
            room.clock.advance(by: 3600)
            #expect(try await room.count("delivery", "attempts = 6") == 1)
            try await room.systems.confirm(PostRoom.sender, of: room.system, by: room.operator_)
            #expect(try await room.count("delivery", "attempts = 0 AND fault IS NULL") == 2)
            try await room.round().go()
            #expect(room.mesh.with { $0.sent }.count == 2)
        }
    }

    @Test("is what its own system is told alone: of another system and another organisation all stays as it is")
    func others() async throws {
        try await PostRoom.with(confirmed: false) { room in
            let stranger = OrganisationID(at: room.clock.now)
            let own = try await room.oweLater()
            let sibling = try await room.oweLater(by: RecordSystemID(at: room.clock.now))
            let foreign = try await room.oweLater(of: stranger)
            let answer = try await room.oweLater(
                by: RecordSystemID(at: room.clock.now), of: stranger, answering: PostRoom.sender)
            let ownAnswer = try await room.oweLater(
                by: RecordSystemID(at: room.clock.now), answering: PostRoom.sender)
            try await room.systems.confirm(PostRoom.sender, of: room.system, by: room.operator_)
            #expect(try await room.due() == [own, ownAnswer])
            #expect(try await room.count("delivery", "attempts = 4 AND fault = 'Not now.'") == 3)
            #expect(try await room.due().isDisjoint(with: [sibling, foreign, answer]))
        }
    }

    @Test("stays with whoever is just sending it, and given up where it was")
    func underWay() async throws {
        try await PostRoom.with(confirmed: false) { room in
            let (sending, gone) = (try await room.oweLater(), try await room.oweLater())
            let now = room.clock.now
            try await room.engine.write { database in
                try database.execute("UPDATE delivery SET leased_until = \(now + 60) WHERE id = \(sending)")
                try database.execute("UPDATE delivery SET given_up_at = \(now) WHERE id = \(gone)")
            }
            try await room.systems.confirm(PostRoom.sender, of: room.system, by: room.operator_)
            #expect(try await room.due().isEmpty)
        }
    }

    @Test("is tried anew where a manager names another one, and not where there is none any more")
    func named() async throws {
        try await PostRoom.with { room in
            let own = try await room.oweLater()
            try await room.systems.setMailbox(nil, of: room.system, by: room.manager(of: room.trust))
            #expect(try await room.due().isEmpty)
            try await room.systems.setMailbox("X26HC002", of: room.system, by: room.manager(of: room.trust))
            #expect(try await room.due() == [own])
        }
    }

    @Test("is hurried by nobody who may not confirm it, or name it")
    func denied() async throws {
        try await PostRoom.with(confirmed: false) { room in
            _ = try await room.oweLater()
            let foreign = room.manager(of: OrganisationID(at: room.clock.now))
            await #expect(throws: NotFound.self) {
                try await room.systems.setMailbox("X26HC002", of: room.system, by: foreign)
            }
            await #expect(throws: Forbidden.self) {
                try await room.systems.confirm(PostRoom.sender, of: room.system, by: room.manager(of: room.trust))
            }
            await #expect(throws: NotFound.self) {
                try await room.systems.confirm("X26HC009", of: room.system, by: room.operator_)
            }
            #expect(try await room.due().isEmpty)
        }
    }
}

extension PostRoom {
    fileprivate var systems: RecordSystemStore { RecordSystemStore(engine: engine, clock: clock) }

    fileprivate func manager(of organisation: OrganisationID) -> Actor {
        Actor(
            accountID: AccountID(at: clock.now), organisationID: organisation, role: .serviceManager, name: "M")
    }

    /// Word, or an answer to a mailbox, that has failed four times and is tried again in six hours.
    fileprivate func oweLater(
        by writer: RecordSystemID? = nil, of organisation: OrganisationID? = nil, answering mailbox: String? = nil
    ) async throws -> DeliveryID {
        let ids = try await owe("exchange.acknowledged", about: ExchangeID(at: clock.now), by: writer)
        let later = clock.now + 6 * 3600
        try await engine.write { [trust] database in
            try database.execute(
                """
                UPDATE delivery SET available_at = \(later), attempts = 4, fault = 'Not now.',
                    organisation_id = \(organisation ?? trust), mesh_mailbox = \(mailbox) WHERE id = \(ids[0])
                """)
        }
        return ids[0]
    }

    /// What is to leave now.
    fileprivate func due() async throws -> Set<DeliveryID> {
        try await engine.read { [now = clock.now] database in
            let rows = try database.rows("SELECT id FROM delivery WHERE available_at <= \(now)")
            return Set(try rows.map { row -> DeliveryID in try row("id") })
        }
    }
}
