import Exchange
import Testing
import Vocabulary

@testable import Website

@Suite("A form that comes too late")
struct TooLateActTests {
    private let decline = [("decline-declineReason", "notOurStudent"), ("decline-redirect", "Not known")]

    @Test("keeps the note of an attempt on what a colleague has ended, and says who did")
    func attempt() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            _ = try await sides.ana.post("/exchanges/\(id)/refusal", decline)
            let attempt = [
                ("attempt-way", "telephone"), ("attempt-outcome", "noAnswer"),
                ("attempt-words", "Rang <three> times"), ("attempt-words:label", "Note (optional)"),
            ]
            let page = try await sides.sam.post("/exchanges/\(id)/contact-attempts", attempt)
            #expect(page.status == 409 && page.says("It was declined. Reopen it first, with a note."))
            #expect(page.says("href=\"#refused\"") && page.says("id=\"refused\""))
            #expect(page.says("What you had typed") && page.says("Note (optional)"))
            #expect(page.says("Rang &lt;three&gt; times"))
            #expect(
                page.says("Meanwhile: Declined: ") && page.says("Ana Costa, University of Leeds, Mon 23 Nov, 09:15."))
            #expect(try await sides.state(id).attempts == 0)
            #expect(try await !sides.sam.get("/exchanges/\(id)").says("What you had typed"))
        }
    }

    @Test("keeps why a request was to be declined that a colleague has answered, and says who did")
    func request() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let request = try #require(try await sides.state(id).requests.first).id
            let path = "/exchanges/\(id)/requests/\(request)/answer"
            _ = try await sides.ana.post(path, [("answer", "accept")])
            let reason = "request-\(request)-reason"
            let page = try await sides.sam.post(
                path, [("answer", "decline"), (reason, "She moved out in May"), ("\(reason):label", "Why")])
            #expect(page.status == 409 && page.says("This request has been answered already."))
            #expect(page.says("What you had typed") && page.says("She moved out in May"))
            #expect(page.says("Meanwhile: Accepted: ") && page.says("Ana Costa, University of Leeds"))
        }
    }

    @Test("keeps the sender’s reason for a recall, and says who had opened it")
    func recall() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            _ = try await sides.sam.get("/exchanges/\(id)")
            let page = try await sides.nurse.post(
                "/exchanges/\(id)/recall", [("recall-reason", "The wrong Mia"), ("recall-reason:label", "Why")])
            #expect(page.status == 409 && page.says("cannot be recalled"))
            #expect(page.says("What you had typed") && page.says("The wrong Mia"))
            #expect(page.says("Meanwhile: Opened. Sam Reed, University of Leeds"))
        }
    }

    @Test("keeps a message on what the sender has marked as wrong, and shows nothing of what that said")
    func message() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let wrong = [("correct-reason", "Another Mia Lund")]
            #expect(try await sides.nurse.post("/exchanges/\(id)/entered-in-error", wrong).status == 303)
            let message = [("message-message", "She is with us"), ("message-message:label", "Your message")]
            let page = try await sides.sam.post("/exchanges/\(id)/messages", message)
            #expect(page.status == 409 && page.says("What you had typed") && page.says("She is with us"))
            #expect(page.says("Meanwhile: Marked as entered in error. Grace Osei"))
            #expect(!page.says("Lund") && !page.says("cannot stay safe"))
        }
    }

    @Test("shows nothing to another organisation, for which the exchange does not exist")
    func foreign() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let foreign = try await sides.site.visitor(
                .practitioner, organisation: OrganisationID(at: sides.site.clock.now))
            let message = [("message-message", "Hello"), ("message-message:label", "Your message")]
            let page = try await foreign.post("/exchanges/\(id)/messages", message)
            #expect(page.status == 404 && !page.says("Ana Costa") && !page.says("Sam Reed"))
        }
    }
}
