import Database
import Directory
import Exchange
import Foundation
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("Ending a role")
struct EndingRoleTests {
    /// Sam has taken an exchange and stands in the contact that receives notices.
    private static func world(
        _ body: (TwoSides, ExchangeID, MembershipID, ContactPointID) async throws -> Void
    ) async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let sam = try await sides.sam.actor()
            try await sides.store.take(id, by: sam)
            let (now, account) = (sides.site.clock.now, try sam.account())
            let point: ContactPointID = try await sides.site.ground.engine.read { database in
                let row = try database.row("SELECT id FROM contact_point WHERE service_id = \(sides.wellbeing)")
                guard let row else { throw NotFound("contact point") }
                return try row("id")
            }
            try await sides.site.ground.engine.write { database in
                try database.execute(
                    """
                    INSERT INTO contact_holder (id, contact_point_id, rank, account_id, name)
                    VALUES (\(ContactHolderID(at: now)), \(point), 0, \(account), 'Sam Reed')
                    """)
            }
            try await body(sides, id, try #require(sam.membershipID), point)
        }
    }

    @Test("before a role ends, a page lists what is open and says what happens to it; nothing ends by looking")
    func asks() async throws {
        try await Self.world { sides, id, membership, _ in
            #expect(try await sides.manager.get("/staff").says("/memberships/\(membership)/end"))
            let page = try await sides.manager.get("/memberships/\(membership)/end")
            #expect(page.says("End this role of Sam Reed?") && page.says("/exchanges/\(id)") && !page.says("Lund"))
            #expect(page.says("Ana Costa") && page.says("Nobody else is in this contact."))
            #expect(try await sides.sam.get("/inbox").status == 200)
        }
    }

    @Test("what was taken goes back to the team, visible as such, and the contact no longer names who has left")
    func back() async throws {
        try await Self.world { sides, id, membership, point in
            let ended = try await sides.manager.post("/memberships/\(membership)/end")
            #expect(ended.location == "/staff")
            #expect(try await sides.state(id).assigneeID == nil)
            #expect(try await sides.ana.get("/inbox").says("nobody has taken it"))
            #expect(try await sides.ana.get("/exchanges/\(id)").says("Gave it back to the team"))
            #expect(!(try await sides.manager.get("/directory/contacts/\(point)").says("Sam Reed")))
            #expect(try await sides.manager.get("/directory/upkeep").says("Nobody holds this contact."))
            #expect(try await sides.sam.get("/inbox").status == 303)
        }
    }

    @Test("it goes to a named colleague of the team; somebody of another team is given nothing")
    func given() async throws {
        try await Self.world { sides, id, membership, _ in
            let ana = try await sides.ana.actor()
            let form = [("colleague", try ana.account().rawValue)]
            _ = try await sides.manager.post("/memberships/\(membership)/end", form)
            #expect(try await sides.state(id).assigneeID == ana.accountID)
        }
        try await Self.world { sides, id, membership, _ in
            let other = try await sides.site.visitor(
                .practitioner, organisation: sides.university, service: sides.disability)
            let form = [("colleague", try await other.actor().account().rawValue)]
            _ = try await sides.manager.post("/memberships/\(membership)/end", form)
            #expect(try await sides.state(id).assigneeID == nil)
        }
    }

    @Test("the last person of a contact is not taken out; with somebody beside them, it is asked first")
    func lastOne() async throws {
        try await Self.world { sides, _, _, point in
            let holder: ContactHolderID = try await sides.site.ground.engine.read { database in
                let row = try database.row("SELECT id FROM contact_holder WHERE contact_point_id = \(point)")
                guard let row else { throw NotFound("contact holder") }
                return try row("id")
            }
            let path = "/directory/people/\(holder)/dismissal"
            #expect(try await sides.manager.get(path).location == "/directory/contacts/\(point)/new-person")
            _ = try await sides.manager.post(path)
            #expect(try await sides.manager.get("/directory/contacts/\(point)").says("Sam Reed"))
            _ = try await sides.manager.post(
                "/directory/contacts/\(point)/new-person", [("name", "Bea Lund"), ("email", "bea@example.ac.uk")])
            #expect(try await sides.manager.get(path).says("Take Sam Reed out of this contact?"))
            _ = try await sides.manager.post(path)
            #expect(!(try await sides.manager.get("/directory/contacts/\(point)").says("Sam Reed")))
        }
    }

    @Test("nobody but a manager of the same organisation sees the page or ends the role")
    func denied() async throws {
        try await Self.world { sides, id, membership, _ in
            let path = "/memberships/\(membership)/end"
            let foreign = try await sides.site.visitor(.serviceManager, organisation: sides.trust)
            #expect(try await foreign.get(path).status == 404)
            #expect(try await foreign.post(path).status == 404)
            #expect(try await sides.ana.get(path).status == 403)
            #expect(try await sides.ana.post(path).status == 403)
            #expect(try await sides.state(id).assigneeID != nil)
        }
    }
}
