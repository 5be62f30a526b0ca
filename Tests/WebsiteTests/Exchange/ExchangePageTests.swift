import Exchange
import Foundation
import HTTPTypes
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("The page of an exchange")
struct ExchangePageTests {
    @Test("it says who looks out for the student, what was told, what is asked, and what comes next")
    func contents() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let page = try await sides.sam.get("/exchanges/\(id)")
            #expect(page.status == 200)
            #expect(
                page.says("Who looks out for the student now") && page.says("Crisis team, Leeds and York Partnership"))
            #expect(page.says("University of Leeds has not accepted yet"))
            #expect(page.says("Mia Lund, born 9 March 2006 (20)"))
            #expect(page.says("Says &lt;b&gt;she&lt;/b&gt; cannot stay safe."))
            #expect(page.says("We phone her daily.") && page.says("0113 305 5000"))
            #expect(page.says("Not shared: plan for managing risk"))
            #expect(page.says("Check in with the student within 48 hours"))
            #expect(page.says("Acknowledge and take it"))
            #expect(page.says("Once it is acknowledged, you accept or decline this."))
            let sent = try await sides.nurse.get("/exchanges/\(id)")
            #expect(sent.says("Not answered yet") && !sent.says("you accept or decline this"))
            #expect(page.says("Sam Reed, first on Mon 23 Nov, 09:15"))
        }
    }

    @Test("each side is offered what it may do, and nothing else")
    func actions() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let (ours, theirs) = (
                try await sides.sam.get("/exchanges/\(id)"), try await sides.nurse.get("/exchanges/\(id)")
            )
            for noun in [
                "contact-attempts", "student-contact", "closure", "handing-on", "refusal", "assignment", "holding",
            ] {
                #expect(ours.says("/exchanges/\(id)/\(noun)"), "\(noun)")
                #expect(!theirs.says("/exchanges/\(id)/\(noun)"), "\(noun)")
            }
            for noun in ["entered-in-error", "calls"] {
                #expect(theirs.says("/exchanges/\(id)/\(noun)"), "\(noun)")
                #expect(!ours.says("/exchanges/\(id)/\(noun)"), "\(noun)")
            }
            #expect(!theirs.says("/recall\""))
        }
    }

    @Test("above everything else it leads to where staff write down that the student takes an agreement back")
    func takingBack() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let words = "Write down that the student takes back what they agreed to"
            let link = "href=\"/students/\(sides.student)#answers\">\(words)<"
            let lead = try await sides.site.visitor(.informationGovernanceLead, organisation: sides.trust)
            for visitor in [sides.nurse, sides.sam] {
                let page = try await visitor.get("/exchanges/\(id)")
                let above = page.body.components(separatedBy: "class=\"fb-columns\"").first
                #expect(above?.contains(link) == true)
            }
            let page = try await lead.get("/exchanges/\(id)")
            #expect(page.status == 200 && !page.says(link))
            let correct = [("correct-reason", "Another student was meant")]
            #expect(try await sides.nurse.post("/exchanges/\(id)/entered-in-error", correct).status == 303)
            #expect(try await !sides.nurse.get("/exchanges/\(id)").says(link))
        }
    }

    @Test("choosing who works on it and accepting to look out for the student say apart what they do, and do no more")
    func workerAndHolder() async throws {
        try await TwoSides.with { sides in
            let unread = try await sides.send()
            #expect(
                try await sides.sam.get("/exchanges/\(unread)").says(
                    "Neither button changes who looks out for the student."))
            let id = try await sides.acknowledged()
            let page = try await sides.sam.get("/exchanges/\(id)")
            #expect(page.says("Choose the case worker") && page.says("for that, your team has to accept"))
            #expect(page.says("Accept that your team looks out for the student"))
            #expect(page.says("Who of your team works on it is chosen apart"))
            let taken = try await sides.sam.post("/exchanges/\(id)/assignment", [("take-assignee", "")])
            #expect(taken.headers[.setCookie]?.contains("has%20not%20changed") == true)
            let state = try await sides.state(id)
            #expect(state.assigneeID != nil && !state.recipientHolds)
            let other = try await sides.acknowledged()
            _ = try await sides.sam.post("/exchanges/\(other)/holding")
            let held = try await sides.state(other)
            #expect(held.assigneeID == nil && held.presentTeamHolds)
            let looked = try await sides.sam.get("/exchanges/\(other)")
            #expect(!looked.says("Accept that your team") && looked.says("Choose the case worker"))
        }
    }

    @Test("the whole loop through the pages")
    func loop() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send(asking: [.holdSupport])
            _ = try await sides.sam.get("/exchanges/\(id)")
            let taken = try await sides.sam.post("/exchanges/\(id)/acknowledgement", [("acknowledge-taking", "yes")])
            #expect(taken.status == 303)
            let request = try #require(try await sides.state(id).requests.first).id
            _ = try await sides.sam.post("/exchanges/\(id)/requests/\(request)/answer", [("answer", "accept")])
            _ = try await sides.sam.post(
                "/exchanges/\(id)/contact-attempts", [("attempt-way", "telephone"), ("attempt-outcome", "noAnswer")])
            _ = try await sides.sam.post(
                "/exchanges/\(id)/student-contact", [("contact-way", "inPerson"), ("contact-words", "Met in halls")])
            let closed = try await sides.sam.post("/exchanges/\(id)/closure", [("close-outcome", "supportInPlace")])
            #expect(closed.location == "/exchanges/\(id)")
            let page = try await sides.nurse.get("/exchanges/\(id)")
            #expect(page.says("Closed: student contacted, support is in place"))
            #expect(page.says("Wellbeing, University of Leeds") && page.says("Sam Reed accepted on"))
            #expect(page.says("Met in halls"))
        }
    }

    @Test("handed on, the banner names who accepted and of which team, and the first team's clocks stay as they were")
    func handedOn() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            _ = try await sides.sam.post("/exchanges/\(id)/assignment", [("take-assignee", "")])
            _ = try await sides.sam.post("/exchanges/\(id)/holding")
            let form = try await sides.sam.get("/exchanges/\(id)")
            #expect(form.says("Case worker: Sam Reed"))
            #expect(form.says("Has Mia Lund agreed that this team is told?") && form.says("It is no crisis service."))
            let fields = [("handOn-service", sides.disability.rawValue), ("handOn-reason", "Adjustments")]
            let unasked = try await sides.sam.post("/exchanges/\(id)/handing-on", fields)
            #expect(unasked.status == 422 && unasked.says("id=\"handOn-agreed-error\""))
            let done = try await sides.sam.post("/exchanges/\(id)/handing-on", fields + [("handOn-agreed", "yes")])
            #expect(done.status == 303)
            let page = try await sides.nurse.get("/exchanges/\(id)")
            #expect(page.says("Wellbeing, University of Leeds"))
            #expect(page.says("Sam Reed accepted on Mon 23 Nov, 09:15. Disability has not accepted yet."))
            #expect(page.says("Acknowledged, Wellbeing") && page.says("Acknowledged, Disability"))
            #expect(page.says("the student agreed that they are told"))
            #expect(!page.says("They were closed when you sent it"))
        }
    }

    @Test("who writes on what is closed is told that nobody works on it; the team has it in its inbox until it looks")
    func afterTheEnd() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let refusal = [("decline-declineReason", "notOurStudent"), ("decline-redirect", "Not known")]
            _ = try await sides.sam.post("/exchanges/\(id)/refusal", refusal)
            #expect(try await sides.nurse.get("/exchanges/\(id)").says("When it is urgent, telephone."))
            let sent = try await sides.nurse.post("/exchanges/\(id)/messages", [("message-message", "Back in A&E")])
            #expect(sent.status == 303 && sent.headers[.setCookie]?.contains("Telephone%20them") == true)
            #expect(try await sides.ana.get("/inbox").says("Closed, with a new message (1)"))
            #expect(try await sides.ana.get("/inbox?list=messages").says("/exchanges/\(id)"))
            #expect(try await sides.ana.get("/exchanges/\(id)").says("They wrote last"))
            #expect(try await !sides.ana.get("/inbox").says("Closed, with a new message (1)"))
            #expect(try await !sides.ana.get("/exchanges/\(id)").says("They wrote last"))
        }
    }

    @Test("when the student was reached may be written down later; a day to come is sent back with what was typed")
    func earlier() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            func fields(_ day: String, _ time: String) -> [(String, String)] {
                [
                    ("contact-way", "visit"), ("contact-when-day", day), ("contact-when-month", "11"),
                    ("contact-when-year", "2026"), ("contact-time", time),
                ]
            }
            let path = "/exchanges/\(id)/student-contact"
            let future = try await sides.sam.post(path, fields("24", "10:00"))
            #expect(future.status == 422 && future.says("is in the future") && future.says("value=\"10:00\""))
            #expect(try await sides.sam.post(path, fields("23", "")).status == 422)
            #expect(try await sides.sam.post(path, fields("23", "09:15")).status == 303)
            #expect(try await sides.sam.get("/exchanges/\(id)").says("09:15, written down on Mon 23 Nov, 09:15"))
        }
    }

    @Test("a form that is wrong comes back open, filled in, with the error beside its field")
    func returned() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let words = "Rang the flat <twice>"
            let page = try await sides.sam.post(
                "/exchanges/\(id)/contact-attempts", [("attempt-way", "telephone"), ("attempt-words", words)])
            #expect(page.status == 422)
            #expect(page.says("There is a problem") && page.says("href=\"#attempt-outcome\""))
            #expect(page.says("Rang the flat &lt;twice&gt;"))
            #expect(page.says("id=\"attempt-outcome-error\""))
        }
    }

    @Test("a request declined without a reason comes back with the error beside it")
    func declineRequest() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let request = try #require(try await sides.state(id).requests.first).id
            let page = try await sides.sam.post("/exchanges/\(id)/requests/\(request)/answer", [("answer", "decline")])
            #expect(page.status == 422)
            #expect(page.says("id=\"request-\(request)-reason-error\""))
        }
    }

    @Test("the second to acknowledge is told who was first, and keeps the page")
    func conflict() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            for visitor in [sides.sam, sides.ana] { _ = try await visitor.get("/exchanges/\(id)") }
            _ = try await sides.ana.post("/exchanges/\(id)/acknowledgement")
            let page = try await sides.sam.post("/exchanges/\(id)/acknowledgement")
            #expect(page.status == 409)
            #expect(page.says("Ana Costa acknowledged this at 09:15."))
        }
    }

    @Test("closing too early says what is missing and loses no word")
    func tooEarly() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let page = try await sides.sam.post(
                "/exchanges/\(id)/closure", [("close-outcome", "supportInPlace"), ("close-words", "All well")])
            #expect(page.status == 409)
            #expect(page.says("Accept or decline everything that was asked before you close: 1 still open."))
            #expect(page.says("All well") && !page.says("What you had typed"))
        }
    }

    @Test("a form sent twice does it once")
    func doubleClick() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let fields = [("attempt-way", "visit"), ("attempt-outcome", "notThere"), ("key", "one")]
            for _ in 0..<2 {
                let answer = try await sides.sam.post("/exchanges/\(id)/contact-attempts", fields)
                #expect(answer.status == 303)
            }
            for _ in 0..<2 {
                _ = try await sides.nurse.post(
                    "/exchanges/\(id)/messages", [("message-message", "Any news?"), ("key", "m")])
            }
            #expect(try await sides.state(id).attempts == 1)
            #expect(try await sides.sam.get("/exchanges/\(id)").body.components(separatedBy: "Any news?").count == 2)
        }
    }

    @Test("nobody answered: the sender is told so, with the number to phone and the form for the call")
    func unanswered() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send(.immediately)
            let account = try await sides.nurse.actor().account()
            sides.site.clock.advance(by: 2 * 3600)
            await sides.site.installation.rounds.sweeping.round()
            let nurse = try await sides.site.visitor(signedInAs: account)
            let page = try await nurse.get("/exchanges/\(id)")
            #expect(page.says("Nobody has answered") && page.says("0113 343 0000"))
            #expect(page.says("Still nothing: the sender was told to phone"))
            let nameless = try await nurse.post("/exchanges/\(id)/calls", [("call-answered", "yes")])
            #expect(nameless.status == 422 && nameless.says("id=\"call-spokeTo-error\""))
            _ = try await nurse.post(
                "/exchanges/\(id)/calls", [("call-answered", "yes"), ("call-spokeTo", "Sam Reed")])
            #expect(try await nurse.get("/exchanges/\(id)").says("Spoke to Sam Reed on the phone"))
        }
    }

    @Test("recalled, the recipient is shown that it was, and nothing of what it said")
    func recalled() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let done = try await sides.nurse.post(
                "/exchanges/\(id)/recall", [("recall-reason", "Mia Lund is elsewhere")])
            #expect(done.status == 303)
            let page = try await sides.sam.get("/exchanges/\(id)")
            #expect(page.status == 200 && page.says("has recalled this before anybody of the team read it"))
            #expect(!page.says("Lund") && !page.says("cannot stay safe"))
        }
    }

    @Test("another organisation, and another team of the same one, finds no such page and can do nothing")
    func denied() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let foreign = try await sides.site.visitor(
                .practitioner, organisation: OrganisationID(at: sides.site.clock.now))
            let other = try await sides.site.visitor(
                .practitioner, organisation: sides.university, service: sides.disability)
            for visitor in [foreign, other] {
                #expect(try await visitor.get("/exchanges/\(id)").status == 404)
                for action in ExchangeAction.allCases where Role.practitioner.permissions.contains(action.permission) {
                    #expect(try await visitor.post("/exchanges/\(id)/\(action.noun)").status == 404, "\(action)")
                }
            }
        }
    }

    @Test("a governance lead reads, is offered nothing, and is refused what they try")
    func governance() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let lead = try await sides.site.visitor(.informationGovernanceLead, organisation: sides.trust)
            let page = try await lead.get("/exchanges/\(id)")
            #expect(page.status == 200 && !page.says("action=\"/exchanges/"))
            for action in ExchangeAction.allCases {
                let form = [("close-outcome", "couldNotReach"), ("reopen-note", "x")]
                let status = try await lead.post("/exchanges/\(id)/\(action.noun)", form).status
                #expect([403, 422].contains(status), "\(action) \(status)")
            }
        }
    }
}
