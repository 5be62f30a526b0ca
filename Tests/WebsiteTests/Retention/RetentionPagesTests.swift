import Exchange
import Foundation
import Testing
import Vocabulary

@testable import Website

@Suite("Keeping and removing")
struct RetentionPagesTests {
    /// A notice that has ended, and a lead of the university six years and a day later.
    private static func years(_ body: (TwoSides, ExchangeID, TestVisitor) async throws -> Void) async throws {
        try await TwoSides.with { world in
            let id = try await world.acknowledged(asking: [.awarenessOnly])
            let sam = try await world.sam.actor()
            let request = try #require(try await world.store.exchange(id, as: sam).disclosure?.requests.first?.id)
            try await world.store.answer(request, of: id, .init(accepted: true), by: sam)
            try await world.store.close(id, .noActionNeeded, words: nil, by: sam)
            world.site.clock.advance(by: 6 * 366 * 86_400)
            try await body(world, id, try await lead(world))
        }
    }

    private static func lead(_ world: TwoSides) async throws -> TestVisitor {
        try await world.site.visitor(
            .informationGovernanceLead, organisation: world.university, name: "Callum Fraser")
    }

    private static func report(_ lead: TestVisitor) async throws -> String {
        try #require(try await lead.post("/retention/reports").location)
    }

    private static func digest(_ page: TestAnswer) throws -> String {
        let match = try #require(page.body.firstMatch(of: /name="digest" value="([0-9a-f]{64})"/))
        return String(match.1)
    }

    @Test("the lead finds it in the navigation, with a default that says it is one; nobody else does")
    func navigation() async throws {
        try await Self.years { world, _, lead in
            let page = try await lead.get("/retention")
            #expect(page.says("aria-current=\"page\">Keeping and removing"))
            #expect(page.says("6 years after the last entry") && page.says("a default of Footbridge, and no law"))
            let manager = try await world.site.visitor(.serviceManager, organisation: world.university)
            #expect(try await manager.get("/retention").status == 403)
            #expect(try await manager.get("/home").says("Keeping and removing") == false)
            let nhs = try await world.site.visitor(.informationGovernanceLead, organisation: world.trust)
            let theirs = try await nhs.get("/retention")
            #expect(theirs.says("20 years after your organisation’s last contact") && !theirs.says("name=\"years\""))
        }
    }

    @Test("the years are checked, and what was typed is shown again")
    func years() async throws {
        try await Self.years { _, _, lead in
            let refused = try await lead.post("/retention/policy", [("years", "a few")])
            #expect(refused.status == 422 && refused.says("value=\"a few\"") && refused.says("id=\"years-error\""))
            #expect(try await lead.post("/retention/policy", [("years", "3"), ("sure", "yes")]).status == 303)
            let page = try await lead.get("/retention")
            #expect(page.says("3 years after the last entry") && !page.says("a default of Footbridge"))
        }
    }

    @Test("fewer years are asked about first, with what would come within reach; more are not")
    func shortening() async throws {
        try await Self.years { _, _, lead in
            #expect(try await lead.post("/retention/policy", [("years", "9")]).status == 303)
            let asked = try await lead.post("/retention/policy", [("years", "3")])
            #expect(asked.status == 200 && asked.says("Keep exchanges for 3 years instead of 9 years?"))
            #expect(asked.says("Exchanges that would have reached their time at once: 1. With the present number: 0."))
            #expect(try await lead.get("/retention").says("9 years after the last entry"))
            let sure = try await lead.post("/retention/policy", [("years", "3"), ("sure", "yes")])
            #expect(sure.status == 303)
            #expect(try await lead.get("/retention").says("3 years after the last entry"))
        }
    }

    @Test(
        "the report counts and refers, and names nobody; the removal takes reasons, a tick and the report that was read"
    )
    func removal() async throws {
        try await Self.years { world, id, lead in
            let path = try await Self.report(lead)
            let page = try await lead.get(path)
            #expect(page.says("Remove these 1") && page.says("November 2026") && page.says("/exchanges/\(id)"))
            #expect(!page.names("Mia") && !page.says("Lund"))
            let empty = try await lead.post("\(path)/removal", [("digest", try Self.digest(page))])
            #expect(empty.status == 422 && empty.says("id=\"reasons-error\"") && empty.says("id=\"sure-error\""))
            let form = [("reasons", "No claim, no request."), ("sure", "yes")]
            let other = try await lead.post("\(path)/removal", form + [("digest", "0")])
            #expect(other.status == 303)
            #expect(try await lead.get("/exchanges/\(id)").status == 200)
            _ = try await lead.post("\(path)/removal", form + [("digest", try Self.digest(page))])
            let done = try await lead.get(path)
            #expect(done.says("The removal is done") && done.says("the other side still keeps it"))
            #expect(done.says("No claim, no request.") && !done.says("/exchanges/\(id)"))
            #expect(try await lead.get("/exchanges/\(id)").status == 404)
            #expect(try await lead.get("/students/\(world.student)").status == 404)
            #expect(try await lead.get("/retention").says("Callum Fraser removed 1 of 1 exchange"))
            let nurse = try await world.site.visitor(
                .clinician, organisation: world.trust, service: world.crisisTeam, name: "Grace Osei")
            let theirs = try await nurse.get("/exchanges/\(id)")
            #expect(theirs.says("University of Leeds removed its side") && !theirs.says("action=\"/exchanges/"))
        }
    }

    @Test("a hold is placed from the exchange, reviewed and lifted, and never without reasons")
    func hold() async throws {
        try await Self.years { _, id, lead in
            #expect(try await lead.get("/exchanges/\(id)").says("/exchanges/\(id)/legal-hold"))
            let refused = try await lead.post("/exchanges/\(id)/legal-hold", [("reason", "An inquest")])
            #expect(refused.status == 422 && refused.says(">An inquest</textarea>"))
            let day = CalendarDate(Self.now(lead)).adding(days: 60)
            let review = [
                ("reviewOn-day", "\(day.day)"), ("reviewOn-month", "\(day.month)"), ("reviewOn-year", "\(day.year)"),
            ]
            let placed = try await lead.post("/exchanges/\(id)/legal-hold", [("reason", "An inquest")] + review)
            let path = try #require(placed.location)
            #expect(try await lead.get("/exchanges/\(id)/legal-hold").location == path)
            #expect(try await lead.get(path).says("An inquest"))
            #expect(try await lead.get(try await Self.report(lead)).says("because of a legal hold: 1 exchange"))
            #expect(try await lead.post(path, []).status == 422)
            #expect(try await lead.post(path, [("choice", "lift")]).status == 422)
            #expect(try await lead.post(path, [("choice", "keep")] + review).status == 303)
            #expect(try await lead.post(path, [("choice", "lift"), ("liftedBecause", "Over")]).status == 303)
            #expect(try await lead.get(path).says("Lifted by Callum Fraser"))
            #expect(try await lead.get("/retention").says("Your organisation has placed no hold."))
        }
    }

    private static func now(_ visitor: TestVisitor) -> Date { visitor.site.clock.now }

    @Test("the student reads how long each side keeps it, and which has removed it")
    func student() async throws {
        try await Self.years { world, id, lead in
            let mia = try await world.site.visitor(.student, person: world.student, name: "Mia Lund")
            let before = try await mia.get("/my-information")
            #expect(before.says("Leeds and York Partnership keeps it for 20 years after it was last in touch with you"))
            #expect(before.says("University of Leeds keeps each notice for 6 years after the last entry in it."))
            let path = try await Self.report(lead)
            let digest = try Self.digest(try await lead.get(path))
            _ = try await lead.post(
                "\(path)/removal", [("reasons", "Read."), ("sure", "yes"), ("digest", digest)])
            #expect(try await mia.get("/my-information").says("University of Leeds removed this on"))
            #expect(try await mia.get("/my-information/notices/\(id)").says("You still can."))
        }
    }
}
