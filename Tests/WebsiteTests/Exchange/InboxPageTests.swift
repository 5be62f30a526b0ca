import Exchange
import Testing
import Vocabulary

@testable import Website

@Suite("The inbox")
struct InboxPageTests {
    @Test("it shows what is due next, from whom, by when, and no name before anybody has opened it")
    func unopened() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send(.immediately)
            let page = try await sides.sam.get("/inbox")
            #expect(page.status == 200)
            #expect(page.says("/exchanges/\(id)"))
            #expect(page.says("Crisis contact") && page.says("From Crisis team, Leeds and York Partnership"))
            #expect(page.says("Acknowledge by Mon 23 Nov, 10:15") && page.says("Immediately"))
            #expect(page.says("data-title-count=\"1\""))
            #expect(!page.says("Lund"))
            _ = try await sides.sam.get("/exchanges/\(id)")
            #expect(try await sides.ana.get("/inbox").says("Mia Lund"))
        }
    }

    @Test("each list holds what it says, and an empty one says so")
    func lists() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            #expect(try await sides.sam.get("/inbox?list=mine").says("Nothing is yours at the moment"))
            _ = try await sides.sam.post("/exchanges/\(id)/assignment", [("take-assignee", "")])
            #expect(try await sides.sam.get("/inbox?list=mine").says("/exchanges/\(id)"))
            #expect(try await sides.sam.get("/inbox?list=overdue").says("Nothing is overdue"))
            let account = try await sides.sam.actor().account()
            sides.site.clock.advance(by: 3 * 86_400)
            let back = try await sides.site.visitor(signedInAs: account)
            let overdue = try await back.get("/inbox?list=overdue")
            #expect(overdue.says("Overdue by") && overdue.says("data-title-count=\"1\""))
            #expect(overdue.says("1<span class=\"nhsuk-u-visually-hidden\"> waiting</span>"))
            #expect(overdue.says("1 overdue</span>"))
            #expect(try await back.get("/inbox?list=closed").says("Nothing has been closed yet"))
        }
    }

    @Test("the sender's list shows where each stands")
    func sent() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let page = try await sides.nurse.get("/sent")
            #expect(page.says("/exchanges/\(id)") && page.says("To Wellbeing, University of Leeds"))
            #expect(page.says("Mia Lund") && page.says("Acknowledged"))
        }
    }

    @Test(
        "an answer is counted and listed for every colleague until one reads it, and then says who, also to its sender")
    func unread() async throws {
        try await TwoSides.with { sides in
            let tom = try await sides.site.visitor(
                .clinician, organisation: sides.trust, service: sides.crisisTeam, name: "Tom Okafor")
            let id = try await sides.acknowledged()
            #expect(try await tom.get("/sent?list=unread").says("Your team has read everything that came back"))
            _ = try await sides.sam.post("/exchanges/\(id)/messages", [("message-message", "Which faculty?")])
            let page = try await tom.get("/sent?list=unread")
            #expect(page.says("Waiting to be read (1)") && page.says("data-title-count=\"1\""))
            #expect(page.says("1<span class=\"nhsuk-u-visually-hidden\"> waiting</span>"))
            #expect(page.says("Mia Lund") && page.says("Not read yet") && page.says("Sent by Grace Osei · waiting"))
            #expect(try await tom.get("/exchanges/\(id)").says("Which faculty?"))
            #expect(try await !tom.get("/sent?list=unread").says("/exchanges/\(id)"))
            let open = try await tom.get("/sent")
            #expect(open.says("Read by Tom Okafor") && !open.says("Not read yet") && !open.says(" waiting</span>"))
            let own = try await sides.nurse.get("/notices")
            #expect(own.says("they wrote to you") && own.says("Read by Tom Okafor"))
            _ = try await sides.nurse.get("/exchanges/\(id)")
            #expect(try await !sides.nurse.get("/notices").says("they wrote to you"))
        }
    }

    @Test("nobody of another team, nor of the other side, sees that an answer waits, or who has read it")
    func foreignUnread() async throws {
        try await TwoSides.with { sides in
            let ward = try await sides.site.visitor(
                .clinician, organisation: sides.trust, service: ServiceID(at: sides.site.clock.now), name: "Of a ward")
            let id = try await sides.acknowledged()
            _ = try await sides.sam.post("/exchanges/\(id)/messages", [("message-message", "Which faculty?")])
            for visitor in [ward, sides.sam] {
                let page = try await visitor.get("/sent?list=unread")
                #expect(page.status == 200 && page.says("Waiting to be read (0)") && !page.says(id.rawValue))
            }
            #expect(try await !ward.get("/sent").says(" waiting</span>"))
            #expect(try await ward.get("/exchanges/\(id)").status == 404)
            _ = try await sides.nurse.get("/exchanges/\(id)")
            for path in ["/inbox", "/exchanges/\(id)"] {
                #expect(try await !sides.sam.get(path).says("Read by"))
            }
        }
    }

    @Test("a reference said on the phone leads to the exchange; another's, or a mistyped one, says so")
    func reference() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let reference = try await sides.store.exchange(id, as: try await sides.nurse.actor()).facts.reference
            let found = try await sides.sam.get("/exchanges?reference=\(reference.lowercased())")
            #expect(found.location == "/exchanges/\(id)")
            #expect(try await sides.sam.get("/exchanges?reference=%20").location == "/inbox", "nothing was asked for")
            let lost = try await sides.sam.get("/exchanges?reference=FB-2222-22")
            #expect(lost.location == "/inbox?reference=FB%2D2222%2D22")
            #expect(try await sides.sam.get("/inbox?reference=FB-2222-22").says("There is no exchange"))
        }
    }

    @Test(
        "a student is found by part of the name, or by birthday, once somebody has opened it, and stands in no address")
    func name() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            #expect(try await sides.nurse.post("/exchanges", [("words", "lund mia")]).says("/exchanges/\(id)"))
            let unopened = try await sides.sam.post("/exchanges", [("words", "Lund")])
            #expect(unopened.status == 200 && !unopened.says(id.rawValue) && unopened.says("is about “Lund”"))
            _ = try await sides.sam.get("/exchanges/\(id)")
            let found = try await sides.sam.post("/exchanges", [("words", "LÜND")])
            #expect(found.status == 200 && found.says("/exchanges/\(id)") && found.says("1 exchange"))
            #expect(found.says("Born 9 March 2006") && found.says("date of birth, or by reference"))
            let born = try await sides.sam.post("/exchanges", [("words", "9/3/2006")])
            #expect(born.says("/exchanges/\(id)") && born.says("1 exchange"))
            let nobody = try await sides.sam.post("/exchanges", [("words", "8/3/2006")])
            #expect(nobody.says("0 exchanges") && nobody.says("is about somebody born on 8 March 2006"))
            let future = try await sides.sam.post("/exchanges", [("words", "8/3/2099")])
            #expect(future.status == 422 && future.says("The date of birth cannot be in the future."))
            let vague = try await sides.sam.post("/exchanges", [("words", "L")])
            #expect(vague.status == 422 && vague.says("at least two letters") && !vague.says("is about “L”"))
            let number = try await sides.sam.post("/exchanges", [("words", "943 476 5919")])
            #expect(number.says("0 exchanges") && number.says("and never by NHS number"))
            let reference = try await sides.store.exchange(id, as: try await sides.nurse.actor()).facts.reference
            #expect(try await sides.sam.post("/exchanges", [("words", reference)]).location == "/exchanges/\(id)")
        }
    }

    @Test("no name is found by another organisation, nor by who may not read exchanges")
    func foreignName() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            _ = try await sides.sam.get("/exchanges/\(id)")
            let elsewhere = try await sides.site.visitor(
                .practitioner, organisation: try await sides.site.organisation())
            #expect(!(try await elsewhere.post("/exchanges", [("words", "Lund")]).says(id.rawValue)))
            let mentor = try await sides.site.visitor(.mentor, organisation: sides.university)
            #expect(try await mentor.post("/exchanges", [("words", "Lund")]).status == 403)
        }
    }

    @Test("nobody without the permission gets near a list")
    func denied() async throws {
        try await TwoSides.with { sides in
            for role in [Role.operator, .partnershipLead, .mentor, .facilitator] {
                let visitor = try await sides.site.visitor(role, organisation: sides.university)
                for path in [
                    "/inbox", "/inbox/live", "/sent", "/sent/live", "/exchanges?reference=x", "/ledger", "/ledger.csv",
                ] {
                    #expect(try await visitor.get(path).status == 403, "\(role) \(path)")
                }
            }
            for path in ["/ledger", "/ledger.csv"] { #expect(try await sides.sam.get(path).status == 403) }
        }
    }

    @Test("who is given it sees by whom, in the list and on the page, until they have opened it")
    func given() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let manager = try await sides.manager.actor().account()
            let given = [("take-assignee", manager.rawValue), ("take-words", "She trusts texts, not calls.")]
            _ = try await sides.sam.post("/exchanges/\(id)/assignment", given)
            #expect(try await sides.manager.get("/inbox").says("Given to you by Sam Reed"))
            #expect(try await !sides.ana.get("/inbox").says("Given to you"))
            let page = try await sides.manager.get("/exchanges/\(id)")
            #expect(page.says("Given to you by Sam Reed") && page.says("Case worker: Priya Shah"))
            #expect(page.says("Gave it to Priya Shah") && page.says("She trusts texts, not calls."))
            #expect(!page.says("outside the team") && !page.says("not of the team"))
            #expect(try await !sides.manager.get("/exchanges/\(id)").says("Given to you"))
            #expect(try await !sides.manager.get("/inbox").says("Given to you"))
        }
    }
}
