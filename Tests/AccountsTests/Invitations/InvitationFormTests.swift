import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("A form of an invitation that comes again")
struct InvitationFormTests {
    @Test("the same form sent twice invites once, and shows the same link; a changed form is another invitation")
    func twice() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (email: String) in
                try await world.invitations.invite(
                    colleague: email, role: .practitioner, service: nil, form: "form-1", by: manager)
            }
            let first = try await invite("a@example.ac.uk")
            #expect(try await invite("a@example.ac.uk") == first)
            #expect(try await world.invitations.invitations(as: manager).count == 1)
            #expect(try await invite("b@example.ac.uk") != first)
            #expect(try await world.invitations.invitations(as: manager).count == 2)
            let other = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, form: "form-1",
                by: world.actor(.serviceManager, world.here))
            #expect(other != first)
        }
    }

    @Test("a form that comes again by the other way does what it says, and not what it did before")
    func otherWay() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (way: InvitationWay) in
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: way, form: "form-1",
                    by: manager)
            }
            let (link, mailed) = (try await invite(.link), try await invite(.mail))
            #expect(link != mailed)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            let new = try await world.invitations.sendAgain(id, way: .link, form: "again-1", by: manager)
            #expect(try await world.invitations.sendAgain(id, way: .mail, form: "again-1", by: manager) != new)
            let posted = try await world.engine.read {
                try $0.rows("SELECT topic FROM outbox_entry WHERE subject_id = \(id)")
            }
            #expect(try posted.map { try $0("topic") as String } == ["invitation.mailed"])
        }
    }

    @Test("the link can be made from the database only with the key ring that made it")
    func seed() async throws {
        try await withInvitations { world in
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil,
                by: world.actor(.serviceManager, world.here))
            let found = try await world.engine.read { try $0.row("SELECT seed, token_hash FROM invitation") }
            let row = try #require(found)
            let (seed, hash): (String, String) = (try row("seed"), try row("token_hash"))
            #expect(seed != token && hash != token)
            #expect(InvitationSecret(seed: seed, world.keys).token == token)
            #expect(InvitationSecret(seed: seed, KeyRing()).token != token)
        }
    }

    @Test("a form that comes again after its invitation was withdrawn invites nobody, and says so; a new form invites")
    func formOfWithdrawn() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (form: String) in
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: .mail, form: form, by: manager
                )
            }
            _ = try await invite("form-1")
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            try await world.invitations.withdraw(id, by: manager)
            let refused = await #expect(throws: InvalidInput.self) { try await invite("form-1") }
            #expect(refused?.faults.map(\.field) == ["email"])
            #expect(try await world.invitations.invitations(as: manager).isEmpty)
            _ = try await invite("form-2")
            #expect(try await world.invitations.invitations(as: manager).map(\.email) == ["a@example.ac.uk"])
        }
    }

    @Test("a form that comes again after its invitation was accepted or ran out says which, and makes nothing")
    func formOfEnded() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (form: String) in
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: .mail, form: form, by: manager
                )
            }
            let ranOut = try await invite("form-1")
            world.clock.advance(by: 7 * 24 * 3600 - 1)
            #expect(try await invite("form-1") == ranOut)
            world.clock.advance(by: 1)
            let late = await #expect(throws: InvalidInput.self) { try await invite("form-1") }
            #expect(late?.faults.map(\.message).first?.contains("ran out since") == true)
            let token = try await invite("form-2")
            _ = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            let taken = await #expect(throws: InvalidInput.self) { try await invite("form-2") }
            #expect(taken?.faults.map(\.message).first?.contains("was accepted since") == true)
            #expect(try await world.invitations.invitations(as: manager).isEmpty)
        }
    }
}
