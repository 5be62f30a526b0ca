import Foundation
import Testing
import Vocabulary

@testable import Website

@Suite("Contacts in the browser")
struct ContactPagesTests {
    @Test("the manager sees what is stale; one click verifies, and the count in the navigation goes")
    func verify() async throws {
        try await DirectoryWorld.with { world in
            let before = try await world.manager.get("/directory/upkeep")
            #expect(before.says("Senders are sent past it") && before.says("Nobody has verified this contact yet."))
            #expect(before.says("1<span class=\"nhsuk-u-visually-hidden\"> waiting</span>"))
            let done = try await world.manager.post("/directory/contacts/\(world.point)/verification")
            #expect(done.location == "/directory/upkeep")
            let after = try await world.manager.get("/directory/upkeep")
            #expect(after.says("Every contact is verified, held, and has a deputy."))
            #expect(!after.says("fb-nav__count"))
        }
    }

    @Test("a holder verifies from their own page; a colleague who is not in the contact cannot")
    func own() async throws {
        try await DirectoryWorld.with { world in
            #expect(try await world.priya.get("/directory/mine").says("You hold it"))
            #expect(try await world.sam.get("/directory/mine").says("You are deputy 1"))
            let path = "/directory/contacts/\(world.point)/verification"
            #expect(try await world.priya.post(path).location == "/directory/mine")
            #expect(try await world.priya.get("/directory/mine").says("To be verified again by 21 February 2027."))
            let other = try await world.site.visitor(.practitioner, organisation: world.leeds)
            #expect(try await other.post(path).status == 404)
            #expect(try await other.get("/directory/mine").says("You are in no contact."))
        }
    }

    @Test("I am leaving on …: the successor is asked, accepts, and the service's page says so")
    func leaving() async throws {
        try await DirectoryWorld.with { world in
            _ = try await world.priya.post("/directory/contacts/\(world.point)/verification")
            let path = "/directory/people/\(world.holder)/leaving"
            let form = try await world.priya.get(path)
            #expect(
                form.says("I am leaving on …") && form.says("Sam Reed, Practitioner")
                    && !form.says("Priya Shah, Practitioner"))
            let past = [("leavingOn-day", "1"), ("leavingOn-month", "11"), ("leavingOn-year", "2026")]
            let wrong = try await world.priya.post(path, past)
            #expect(wrong.status == 422 && wrong.says("This day has passed.") && wrong.says("value=\"11\""))
            let sam = try #require(try await world.sam.actor().accountID)
            let friday = [("leavingOn-day", "27"), ("leavingOn-month", "11"), ("leavingOn-year", "2026")]
            #expect(try await world.priya.post(path, friday + [("successor", sam.rawValue)]).status == 303)
            let asked = try await world.sam.get("/directory/mine")
            #expect(asked.says("You are asked to take over from Priya Shah, whose last day is 27 November 2026."))
            #expect(try await world.priya.post("/directory/people/\(world.holder)/succession").status == 404)
            let accepted = try await world.sam.post(
                "/directory/people/\(world.holder)/succession", [("jobTitle", "Head of Wellbeing")]
            )
            #expect(accepted.location == "/directory/mine")
            #expect(try await world.manager.get("/directory/contacts/\(world.point)").says("From 28 November 2026"))
            world.site.clock.advance(by: 5 * 86_400)
            let later = try await world.site.visitor(.clinician, organisation: world.beckett)
            #expect(try await later.get("/directory/services/\(world.service)").says("Sam Reed, Head of Wellbeing"))
        }
    }

    @Test("a successor may decline, and the leaver may stay")
    func declineAndStay() async throws {
        try await DirectoryWorld.with { world in
            let sam = try #require(try await world.sam.actor().accountID)
            let friday = [("leavingOn-day", "27"), ("leavingOn-month", "11"), ("leavingOn-year", "2026")]
            let base = "/directory/people/\(world.holder)"
            _ = try await world.priya.post("\(base)/leaving", friday + [("successor", sam.rawValue)])
            #expect(try await world.sam.post("\(base)/succession-refusal").status == 303)
            #expect(try await world.sam.get("/directory/mine").says("You are asked") == false)
            #expect(try await world.priya.get("/directory/mine").says("Your last day: 27 November 2026"))
            #expect(try await world.priya.post("\(base)/staying").status == 303)
            #expect(try await world.priya.get("/directory/mine").says("Your last day") == false)
        }
    }

    @Test("a manager adds a contact and people, moves a deputy up, takes one out; faults stand beside their fields")
    func people() async throws {
        try await DirectoryWorld.with { world in
            let again = try await world.manager.post(
                "/directory/services/\(world.service)/new-contact", [("purpose", "notices"), ("verifyEveryDays", "90")]
            )
            #expect(again.status == 422 && again.says("already has a contact for this"))
            let made = try await world.manager.post(
                "/directory/services/\(world.service)/new-contact",
                [("purpose", "referrals"), ("email", "r@example.ac.uk"), ("verifyEveryDays", "30")]
            )
            let personPath = try #require(made.location)
            #expect(try await world.manager.get(personPath).says("Who holds this contact?"))
            let nobody = try await world.manager.post(personPath, [("name", ""), ("email", "not one")])
            #expect(nobody.status == 422 && nobody.says("id=\"name-error\"") && nobody.says("value=\"not one\""))
            let outside = try await world.manager.post(
                personPath, [("name", "Bea Lund"), ("email", "bea@example.ac.uk")])
            let contact = try #require(outside.location)
            #expect(try await world.manager.get(contact).says("Bea Lund"))
            #expect(try await world.manager.get("\(contact)/address").says("r@example.ac.uk"))
            let wrong = try await world.manager.post(
                "\(contact)/address", [("email", "x"), ("verifyEveryDays", "soon")])
            #expect(wrong.status == 422 && wrong.says("value=\"soon\""))
            #expect(try await world.manager.post("\(contact)/closing").location == "/directory/upkeep")
            let deputy = try await world.manager.post("/directory/people/\(world.holder)/dismissal")
            #expect(deputy.location == "/directory/contacts/\(world.point)")
            #expect(try await world.manager.get("/directory/contacts/\(world.point)").says("Priya Shah") == false)
        }
    }

    @Test("another organisation's upkeep is not found, and who may not keep is refused")
    func denied() async throws {
        try await DirectoryWorld.with { world in try await deny(world) }
    }

    private func deny(_ world: DirectoryWorld) async throws {
        let (service, point, person) = (world.service.rawValue, world.point.rawValue, world.holder.rawValue)
        let kept = [
            "services/\(service)/text", "services/\(service)/hours", "services/\(service)/closures",
            "services/\(service)/closing", "services/\(service)/new-contact", "contacts/\(point)",
            "contacts/\(point)/address", "contacts/\(point)/new-person", "people/\(person)/dismissal",
        ]
        for path in kept {
            let (foreign, colleague) = (
                try await world.stranger.get("/directory/\(path)"), try await world.sam.get("/directory/\(path)")
            )
            #expect(foreign.status == 404, "\(path)")
            #expect(colleague.status == 403, "\(path)")
        }
        let acts = [
            "contacts/\(point)/verification", "contacts/\(point)/closing", "people/\(person)/promotion",
            "people/\(person)/dismissal", "people/\(person)/staying", "people/\(person)/succession",
            "services/\(service)/closing", "services/not-an-id/closing",
        ]
        for path in acts {
            let answer = try await world.stranger.post("/directory/\(path)")
            #expect(answer.status == 404, "\(path)")
        }
        let leaving = try await world.sam.get("/directory/people/\(person)/leaving")
        #expect(leaving.status == 404)
        let upkeep = try await world.sam.get("/directory/upkeep")
        #expect(upkeep.status == 403)
        let search = try await world.sam.get("/directory")
        #expect(!search.says("Keep my organisation"))
    }
}
