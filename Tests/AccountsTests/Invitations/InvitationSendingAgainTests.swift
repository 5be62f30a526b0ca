import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("Invitations sent again and withdrawn")
struct InvitationSendingAgainTests {
    @Test("sent again, an invitation has another link and another week, and the link before is dead")
    func again() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let old = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            world.clock.advance(by: 6 * 24 * 3600)
            let new = try await world.invitations.sendAgain(id, way: .mail, form: "again-1", by: manager)
            #expect(try await world.invitations.sendAgain(id, way: .mail, form: "again-1", by: manager) == new)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: old) }
            world.clock.advance(by: 6 * 24 * 3600)
            #expect(try await world.invitations.invitation(token: new).email == "a@example.ac.uk")
            let posted = try await world.engine.read {
                try $0.rows("SELECT topic FROM outbox_entry WHERE subject_id = \(id)")
            }
            #expect(try posted.map { try $0("topic") as String } == ["invitation.mailed"])
        }
    }

    @Test("nobody sends another organisation’s invitation again, nor one that was accepted, nor without the permission")
    func againDenied() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.sendAgain(
                    id, way: .link, by: world.actor(.serviceManager, world.elsewhere))
            }
            await #expect(throws: Forbidden.self) {
                try await world.invitations.sendAgain(id, way: .link, by: world.actor(.practitioner, world.here))
            }
            _ = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.sendAgain(id, way: .mail, by: manager)
            }
        }
    }

    @Test(
        "withdrawn, an invitation opens nothing, is not sent again and no e-mail brings it; the record says who did it")
    func withdrawn() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: .mail, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            for _ in 0..<2 { try await world.invitations.withdraw(id, by: manager) }
            #expect(try await world.invitations.invitations(as: manager).isEmpty)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: token) }
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            }
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.sendAgain(id, way: .link, by: manager)
            }
            let (posted, recorded) = try await world.engine.read { database in
                (
                    try database.count("SELECT count(*) AS count FROM outbox_entry WHERE subject_id = \(id)"),
                    try database.count(
                        """
                        SELECT count(*) AS count FROM audit_entry WHERE action = 'invitation.withdrawn'
                            AND subject_id = \(id) AND account_id = \(manager.accountID)
                        """)
                )
            }
            #expect(posted == 0 && recorded == 1)
        }
    }

    @Test("nobody withdraws another organisation’s invitation, nor one that was accepted, nor without the permission")
    func withdrawingDenied() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            for role in Role.allCases where ![.serviceManager, .operator].contains(role) {
                await #expect(throws: Forbidden.self) {
                    try await world.invitations.withdraw(id, by: world.actor(role, world.here))
                }
            }
            for stranger in [world.actor(.serviceManager, world.elsewhere), world.actor(.operator, nil)] {
                await #expect(throws: NotFound("invitation")) {
                    try await world.invitations.withdraw(id, by: stranger)
                }
            }
            _ = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            await #expect(throws: NotFound("invitation")) { try await world.invitations.withdraw(id, by: manager) }
        }
    }

    @Test("of somebody who is a manager too, operators see what they made as operator, and nothing of the other")
    func bothRoles() async throws {
        try await withInvitations { world in
            let keeper = world.actor(.operator, nil)
            let manager = Actor(
                accountID: keeper.accountID, organisationID: world.here, role: .serviceManager, name: "Robin")
            try await world.engine.write { database in
                for actor in [keeper, manager] {
                    try database.execute(
                        """
                        INSERT INTO membership (id, account_id, organisation_id, role, created_at)
                        VALUES (\(MembershipID(at: world.clock.now)), \(actor.accountID), \(actor.organisationID),
                            \(actor.role), 0)
                        """)
                }
            }
            _ = try await world.invitations.invite(
                colleague: "deputy@example.ac.uk", role: .serviceManager, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            for actor in [keeper, world.actor(.operator, nil)] {
                #expect(try await world.invitations.invitations(as: actor).isEmpty)
                await #expect(throws: NotFound("invitation")) {
                    try await world.invitations.sendAgain(id, way: .link, by: actor)
                }
                await #expect(throws: NotFound("invitation")) { try await world.invitations.withdraw(id, by: actor) }
            }
            _ = try await world.invitations.invite(
                organisation: world.elsewhere, manager: "mo@example.ac.uk", by: keeper)
            #expect(try await world.invitations.invitations(as: keeper).map(\.email) == ["mo@example.ac.uk"])
        }
    }

    @Test("the operator sees, sends again and withdraws what an operator made, and nothing that a manager made")
    func operators() async throws {
        try await withInvitations { world in
            let (first, second) = (world.actor(.operator, nil), world.actor(.operator, nil))
            let manager = world.actor(.serviceManager, world.here)
            _ = try await world.invitations.invite(
                colleague: "own@example.ac.uk", role: .serviceManager, service: nil, by: manager)
            let old = try await world.invitations.invite(
                organisation: world.here, manager: "mo@example.ac.uk", by: first)
            let seen = try await world.invitations.invitations(as: second)
            #expect(seen.map(\.email) == ["mo@example.ac.uk"])
            let id = try #require(seen.first).id
            let new = try await world.invitations.sendAgain(id, way: .link, by: second)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: old) }
            try await world.invitations.withdraw(id, by: second)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: new) }
            #expect(try await world.invitations.invitations(as: manager).map(\.email) == ["own@example.ac.uk"])
            await #expect(throws: Forbidden.self) {
                try await world.invitations.invitations(as: world.actor(.practitioner, world.here))
            }
        }
    }
}
