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

    private static func kim(_ world: TwoSides) -> [(String, String)] {
        [
            ("email", "kim@leeds.example"), ("role", "practitioner"), ("service", world.wellbeing.rawValue),
            ("key", "form-1"),
        ]
    }

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
            let sent = try await world.manager.post("/staff/invitations", Self.kim(world) + [("way", "e-mail")])
            #expect(sent.status == 303 && !sent.body.contains("/invitations/"))
            #expect(try await world.manager.get("/staff").says("The e-mail is about to leave."))
            let shown = try await world.manager.post("/staff/invitations", Self.kim(world) + [("way", "link")])
            #expect(shown.says("The invitation is ready"))
        }
        try await TwoSides.with { world in
            #expect(try await !world.manager.get("/staff").says("By e-mail, to that address"))
            let page = try await world.manager.post("/staff/invitations", Self.kim(world) + [("way", "e-mail")])
            #expect(page.status == 200 && page.says("The invitation is ready"))
            #expect(try await !world.manager.get("/staff").says("about to leave"))
        }
    }

    @Test("a form that comes twice makes one invitation, and the second answer is as good as the first")
    func twice() async throws {
        try await TwoSides.with { world in
            let link = { (page: TestAnswer) in page.body.firstMatch(of: /127[^<]*\/invitations\/([\w-]+)/)?.output.1 }
            let first = try #require(link(try await world.manager.post("/staff/invitations", Self.kim(world))))
            let second = try #require(link(try await world.manager.post("/staff/invitations", Self.kim(world))))
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
            _ = try await world.manager.post("/staff/invitations", Self.kim(world) + [("way", "e-mail")])
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
            _ = try await world.manager.post("/staff/invitations", Self.kim(world))
            let path = "/staff/invitations/\(try await Self.waiting(world))/again"
            #expect(try await world.sam.post(path).status == 403)
            let foreign = try await world.site.visitor(.serviceManager, organisation: world.trust)
            #expect(try await foreign.post(path).status == 404)
            #expect(try await !foreign.get("/staff").says("kim@leeds.example"))
        }
    }

    @Test("asks for the team, shows the fault beside it, and says of what waits which team it is for")
    func team() async throws {
        try await TwoSides.with { world in
            let page = try await world.manager.get("/staff")
            #expect(page.body.contains(/<option value=""[^>]*>Choose a team/))
            let form = [("email", "kim@leeds.example"), ("role", "practitioner")]
            for untold in [[], [("service", "")], [("service", "nonsense")]] {
                let answer = try await world.manager.post("/staff/invitations", form + untold)
                #expect(answer.status == 422 && answer.says("Choose a team, or all of the organisation."))
                #expect(answer.says("id=\"service-error\""))
            }
            let widest = try await world.manager.post("/staff/invitations", form + [("service", "all")])
            #expect(widest.status == 422 && widest.says("A practitioner works in one."))
            #expect(widest.says("id=\"service-error\""))
            let unnamed = try await world.manager.post("/staff/invitations", [("email", "kim@leeds.example")])
            #expect(unnamed.says("id=\"role-error\"") && unnamed.says("id=\"service-error\""))
            #expect(!unnamed.says("id=\"email-error\""))
            let empty = try await world.manager.post("/staff/invitations", [("email", "kim at leeds")])
            for field in ["email", "role", "service"] { #expect(empty.says("id=\"\(field)-error\""), "\(field)") }
            #expect(try await !world.manager.get("/staff").says("Invited, not yet here"))
            _ = try await world.manager.post("/staff/invitations", Self.kim(world))
            let lead = [("email", "lee@leeds.example"), ("role", "informationGovernanceLead"), ("service", "all")]
            #expect(try await world.manager.post("/staff/invitations", lead).status == 200)
            let waiting = try await world.manager.get("/staff")
            #expect(waiting.says("Practitioner, Wellbeing, until"))
            #expect(waiting.says("Information governance lead, All of the organisation, until"))
        }
    }

    @Test(
        "an invitation is withdrawn by the manager, whose colleagues and neighbours cannot, and its link opens nothing")
    func withdrawn() async throws {
        try await TwoSides.with { world in
            let made = try await world.manager.post("/staff/invitations", Self.kim(world))
            let link = String(try #require(made.body.firstMatch(of: /\/invitations\/[\w-]+(?=<)/)).output)
            #expect(try await world.site.stranger.get(link).status == 200)
            let path = "/staff/invitations/\(try await Self.waiting(world))/withdrawal"
            #expect(try await world.sam.post(path).status == 403)
            let foreign = try await world.site.visitor(.serviceManager, organisation: world.trust)
            #expect(try await foreign.post(path).status == 404)
            let keeper = try await world.site.visitor(.operator)
            #expect(try await keeper.post(path).status == 403)
            #expect(try await world.site.stranger.get(link).status == 200)
            #expect(try await world.manager.get("/staff").says("Withdraw the invitation"))
            #expect(try await world.manager.post(path).location == "/staff")
            #expect(try await world.site.stranger.get(link).status == 404)
            #expect(try await !world.manager.get("/staff").says("kim@leeds.example"))
        }
    }

    @Test("a form sent again after its invitation was withdrawn says so, and comes back ready to invite anew")
    func formOfWithdrawn() async throws {
        try await TwoSides.with(settings: Self.mail) { world in
            let form = Self.kim(world) + [("way", "e-mail")]
            #expect(try await world.manager.post("/staff/invitations", form).status == 303)
            let path = "/staff/invitations/\(try await Self.waiting(world))/withdrawal"
            _ = try await world.manager.post(path)
            let again = try await world.manager.post("/staff/invitations", form)
            #expect(again.status == 422 && again.says("was withdrawn since") && again.says("id=\"email-error\""))
            #expect(again.says("value=\"kim@leeds.example\""))
            #expect(try await !world.manager.get("/staff").says("kim@leeds.example"))
            let key = try #require(again.body.firstMatch(of: /name="key" value="([^"]+)"/)).output.1
            #expect(key != "form-1")
            let anew = form.filter { $0.0 != "key" } + [("key", String(key))]
            #expect(try await world.manager.post("/staff/invitations", anew).location == "/staff")
            #expect(try await world.manager.get("/staff").says("kim@leeds.example"))
        }
    }

    @Test("a form sent again after its invitation was accepted or ran out says so, and not that it is on its way")
    func formOfEnded() async throws {
        try await TwoSides.with(settings: Self.mail) { world in
            let form = Self.kim(world) + [("way", "e-mail")]
            let now = world.site.clock.now
            #expect(try await world.manager.post("/staff/invitations", form).status == 303)
            for (change, words) in [
                ("expires_at = \(now)" as SQL, "ran out since"), ("accepted_at = \(now)", "was accepted since"),
            ] {
                try await world.site.ground.engine.write { try $0.execute("UPDATE invitation SET \(sql: change)") }
                let again = try await world.manager.post("/staff/invitations", form)
                #expect(again.status == 422 && again.says(words) && again.says("id=\"email-error\""))
            }
        }
    }

    @Test("who holds the role here already is invited again only on purpose; what they hold elsewhere nobody is told")
    func held() async throws {
        try await TwoSides.with { world in
            let (sam, keys) = (try await world.sam.actor().account(), world.site.ground.keys)
            let found = try await world.site.ground.engine.read {
                try AccountStore.email(of: sam, keys: keys, in: $0)
            }
            let email = try #require(found)
            let form = { (team: ServiceID) -> [(String, String)] in
                [("email", email.uppercased()), ("role", "practitioner"), ("service", team.rawValue)]
            }
            #expect(try await !world.manager.get("/staff").says("name=\"again\""))
            let asked = try await world.manager.post("/staff/invitations", form(world.wellbeing))
            #expect(asked.status == 422 && asked.says("They hold this role here already"))
            #expect(asked.says("name=\"again\"") && asked.says("href=\"#again\""))
            #expect(try await !world.manager.get("/staff").says("Invited, not yet here"))
            let sure = try await world.manager.post(
                "/staff/invitations", form(world.wellbeing) + [("again", "yes")])
            #expect(sure.says("The invitation is ready"))
            let otherTeam = try await world.manager.post("/staff/invitations", form(world.disability))
            #expect(otherTeam.says("The invitation is ready"))
            let foreign = try await world.site.visitor(.serviceManager, organisation: world.trust)
            let elsewhere = try await foreign.post("/staff/invitations", form(world.crisisTeam))
            #expect(elsewhere.says("The invitation is ready") && !elsewhere.says("They hold this role"))
        }
    }

    @Test("the operator sees which first managers have not come, sends another link and withdraws")
    func waitingOrganisations() async throws {
        try await TwoSides.with { world in
            let visitor = try await world.site.visitor(.operator)
            _ = try await world.manager.post("/staff/invitations", Self.kim(world))
            let form = [("organisation", world.trust.rawValue), ("email", "mo@trust.example")]
            world.site.clock.advance(by: 1)
            #expect(try await visitor.post("/installation/invitations", form).says("The invitation is ready"))
            let page = try await visitor.get("/installation")
            #expect(page.says("Invited, not yet here") && page.says("mo@trust.example"))
            #expect(page.says("Service manager, Leeds and York Partnership, until"))
            #expect(!page.says("kim@leeds.example"))
            let path = "/installation/invitations/\(try await Self.waiting(world))"
            #expect(try await world.manager.post("\(path)/withdrawal").status == 403)
            #expect(try await visitor.post("\(path)/again", [("way", "link")]).says("The invitation is ready"))
            #expect(try await visitor.post("\(path)/withdrawal").location == "/installation")
            #expect(try await !visitor.get("/installation").says("mo@trust.example"))
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
