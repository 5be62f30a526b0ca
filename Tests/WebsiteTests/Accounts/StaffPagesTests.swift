import Accounts
import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("Inviting colleagues")
struct StaffPagesTests {
    private static let mail = ["FOOTBRIDGE_SMTP": "smtp://127.0.0.1:1"]
    private static let kim = [("email", "kim@leeds.example"), ("role", "practitioner"), ("key", "form-1")]

    private static func waiting(_ world: TwoSides) async throws -> InvitationID {
        let found = try await world.site.ground.engine.read {
            try $0.row("SELECT id FROM invitation ORDER BY created_at DESC LIMIT 1")
        }
        let row = try #require(found)
        return try row("id")
    }

    private static func settle(_ world: TwoSides, _ change: SQL) async throws {
        // Of two letters the later one counts.
        world.site.clock.advance(by: 1)
        let (id, now) = (try await waiting(world), world.site.clock.now)
        let letter = Delivery(
            at: now, topic: InvitationWay.mailed, subject: id.rawValue, organisation: world.university,
            to: .invited(id), urgent: true)
        try await world.site.ground.engine.write { database in
            try DeliveryQueue.add(letter, departure: now, in: database)
            try database.execute("UPDATE delivery SET \(sql: change) WHERE id = \(letter.id)")
        }
    }

    @Test("goes by e-mail or by hand where e-mails leave, and by hand alone where none do")
    func ways() async throws {
        try await TwoSides.with(settings: Self.mail) { world in
            #expect(try await world.manager.get("/staff").says("By e-mail, to that address"))
            let sent = try await world.manager.post("/staff/invitations", Self.kim + [("way", "e-mail")])
            #expect(sent.status == 303 && !sent.body.contains("/invitations/"))
            #expect(try await world.manager.get("/staff").says("The e-mail is about to leave."))
            let shown = try await world.manager.post("/staff/invitations", Self.kim + [("way", "link")])
            #expect(shown.says("The invitation is ready"))
        }
        try await TwoSides.with { world in
            #expect(try await !world.manager.get("/staff").says("By e-mail, to that address"))
            let page = try await world.manager.post("/staff/invitations", Self.kim + [("way", "e-mail")])
            #expect(page.status == 200 && page.says("The invitation is ready"))
            #expect(try await !world.manager.get("/staff").says("about to leave"))
        }
    }

    @Test("a form that comes twice makes one invitation, and the second answer is as good as the first")
    func twice() async throws {
        try await TwoSides.with { world in
            let link = { (page: TestAnswer) in page.body.firstMatch(of: /127[^<]*\/invitations\/([\w-]+)/)?.output.1 }
            let first = try #require(link(try await world.manager.post("/staff/invitations", Self.kim)))
            let second = try #require(link(try await world.manager.post("/staff/invitations", Self.kim)))
            #expect(first == second)
            let kept = try await world.site.ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM invitation")
            }
            #expect(kept == 1)
        }
    }

    @Test("the page says whether the e-mail left, waits or came back, and sends another")
    func states() async throws {
        try await TwoSides.with(settings: Self.mail) { world in
            let now = world.site.clock.now
            _ = try await world.manager.post("/staff/invitations", Self.kim + [("way", "e-mail")])
            try await Self.settle(world, "delivered_at = \(now)")
            #expect(try await world.manager.get("/staff").says("The e-mail left Mon 23 Nov, 09:15"))
            try await Self.settle(world, "fault = 'The mail server did not take it.', attempts = 1")
            #expect(try await world.manager.get("/staff").says("is tried again. The mail server did not take it."))
            try await Self.settle(world, "given_up_at = \(now), fault = 'The e-mail came back (5.1.1).'")
            let page = try await world.manager.get("/staff")
            #expect(page.says("Came back") && page.says("The e-mail came back (5.1.1). Check the address."))
            let path = "/staff/invitations/\(try await Self.waiting(world))/again"
            #expect(try await world.manager.post(path, [("way", "e-mail")]).status == 303)
            #expect(try await world.manager.get("/staff").says("The e-mail is about to leave."))
            #expect(try await world.manager.post(path, [("way", "link")]).says("The invitation is ready"))
        }
    }

    @Test("nobody else sends an invitation again")
    func denied() async throws {
        try await TwoSides.with { world in
            _ = try await world.manager.post("/staff/invitations", Self.kim)
            let path = "/staff/invitations/\(try await Self.waiting(world))/again"
            #expect(try await world.sam.post(path).status == 403)
            let foreign = try await world.site.visitor(.serviceManager, organisation: world.trust)
            #expect(try await foreign.post(path).status == 404)
            #expect(try await !foreign.get("/staff").says("kim@leeds.example"))
        }
    }

    @Test("the operator sends the first invitation of an organisation by e-mail too")
    func organisation() async throws {
        try await TwoSides.with(settings: Self.mail) { world in
            let visitor = try await world.site.visitor(.operator)
            #expect(try await visitor.get("/installation?q=Leeds").says("By e-mail, to that address"))
            let form = [("organisation", world.university.rawValue), ("email", "mo@leeds.example"), ("way", "e-mail")]
            #expect(try await visitor.post("/installation/invitations", form).status == 303)
            let posted = try await world.site.ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM outbox_entry WHERE topic = 'invitation.mailed'")
            }
            #expect(posted == 1)
        }
    }
}
