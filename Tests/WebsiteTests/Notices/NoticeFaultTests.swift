import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("What goes wrong on the clinician's pages")
struct NoticeFaultTests {
    @Test("a wrong NHS number comes back as it was typed, with the message beside it and on top")
    func nhsNumber() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            let answer = try await clinic.fill("who", of: draft, [("nhsNumber", "943 476 591")])
            #expect(answer.status == 422)
            #expect(answer.says("value=\"943 476 591\""))
            #expect(answer.says("<a href=\"#nhsNumber\">An NHS number has 10 digits. You entered 9.</a>"))
            #expect(answer.says("id=\"nhsNumber-error\""))
            #expect(answer.says("<title>Error: "))
            let later = try await clinic.clinician.get("\(draft)/who")
            #expect(later.says("value=\"943 476 591\""))
        }
    }

    @Test("a page that answers a form says where it can be read again, so that Back leads there and not to a warning")
    func standsAt() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            let wrong = try await clinic.fill("who", of: draft, [("nhsNumber", "943 476 591")])
            #expect(wrong.says("data-stands-at=\"\(draft)/who\""))
            let read = try await clinic.clinician.get("\(draft)/who")
            #expect(!read.says("data-stands-at"))
            let sent = try await clinic.complete()
            _ = try await clinic.fill("check", of: sent, [])
            let exchange = try await clinic.sent()
            let action = try await clinic.clinician.post("\(exchange)/messages", [("message-message", "")])
            #expect(action.status == 422)
            #expect(action.says("data-stands-at=\"\(exchange)\""))
        }
    }

    @Test("what could not be taken in, and a step of signing in, can only be sent again, so they stand where they are")
    func standsNowhere() async throws {
        try await Clinic.with { clinic in
            let stray = try await clinic.clinician.post("/notices/junk/who", [])
            #expect(stray.status == 404)
            #expect(!stray.says("data-stands-at"))
            let signIn = try await clinic.site.stranger.post(
                "/sign-in", [("email", "a@example.ac.uk"), ("password", "x")])
            #expect(signIn.says("name=\"password\""))
            #expect(!signIn.says("data-stands-at"))
        }
    }

    @Test("31 February is told, and names of every script come back whole")
    func names() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            let fields = [
                ("givenName", "שרה <b>"), ("familyName", "😀\u{0}"), ("birthDate-day", "31"), ("birthDate-month", "2"),
                ("birthDate-year", "2004"),
            ]
            let answer = try await clinic.fill("who", of: draft, fields)
            #expect(answer.says("There is no 31 February 2004."))
            #expect(answer.says("שרה &lt;b&gt;"))
            #expect(answer.says("😀"))
        }
    }

    @Test("somebody known is offered and never taken silently; their decisions and open notices are shown")
    func known() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.complete()
            _ = try await clinic.fill("check", of: first, [])
            let draft = try await clinic.begin()
            let found = try await clinic.fill("who", of: draft, [("nhsNumber", "9434765919")])
            #expect(found.status == 200)
            #expect(found.says("Is this them?"))
            #expect(found.says("Presentation at A&amp;E, Leeds Teaching Hospitals to University of Leeds"))
            let unanswered = try await clinic.fill("who", of: draft, [("nhsNumber", "9434765919"), ("offered", "1")])
            #expect(unanswered.says("Choose whether this is them."))
            let person = try await clinic.person()
            let other = try await clinic.fill("who", of: draft, [("nhsNumber", "9434765919"), ("person", "new")])
            #expect(other.says("This NHS number belongs to the person shown."))
            let chosen = try await clinic.fill(
                "who", of: draft, [("nhsNumber", "9434765919"), ("person", person)])
            #expect(chosen.location == "\(draft)/student")
            let page = try await clinic.clinician.get("\(draft)/student")
            #expect(page.says("Ari Lind"))
        }
    }

    @Test("a draft is listed under the name of the person on record who was chosen, not the one that was typed")
    func listedName() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.complete()
            _ = try await clinic.fill("check", of: first, [])
            let draft = try await clinic.begin()
            let typed = [
                ("nhsNumber", "9434765919"), ("givenName", "Wrong"), ("familyName", "Person"), ("birthDate-day", "9"),
                ("birthDate-month", "3"), ("birthDate-year", "2004"),
            ]
            _ = try await clinic.fill("who", of: draft, typed)
            let before = try await clinic.clinician.get("/notices")
            #expect(before.says("<bdi>Wrong Person</bdi>"))
            let person = try await clinic.person()
            _ = try await clinic.fill("who", of: draft, typed + [("offered", "1"), ("person", person)])
            let list = try await clinic.clinician.get("/notices")
            #expect(list.says("the draft about Ari Lind") && !list.says("Wrong Person"))
        }
    }

    @Test("a person who was not found cannot be chosen by their id")
    func guessed() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.complete()
            _ = try await clinic.fill("check", of: first, [])
            let person = try await clinic.person()
            let draft = try await clinic.begin()
            let fields = [
                ("givenName", "Somebody"), ("familyName", "Else"), ("birthDate-day", "1"), ("birthDate-month", "1"),
                ("birthDate-year", "2000"), ("person", person),
            ]
            _ = try await clinic.fill("who", of: draft, fields)
            let page = try await clinic.clinician.get("\(draft)/student")
            #expect(page.says("Somebody Else"))
            #expect(!page.says("Ari Lind"))
        }
    }

    @Test("Enter finds where other letters were typed, whatever was chosen before, and goes on where they are the same")
    func enter() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let chosen = [("answer", "yes"), ("provider", clinic.university.rawValue), ("enter", "1")]
            let other = try await clinic.fill(
                "student", of: draft, chosen + [("search", "york"), ("searched", "leeds")])
            #expect(other.status == 200 && other.says("value=\"\(clinic.outside)\""))
            #expect(other.says("name=\"searched\" value=\"york\""))
            let same = try await clinic.fill("student", of: draft, chosen + [("search", "york"), ("searched", "york")])
            #expect(same.location == "\(draft)/consent")
        }
    }

    @Test("the university is found without JavaScript, and the page stays")
    func search() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let found = try await clinic.fill(
                "student", of: draft, [("answer", "yes"), ("search", "leeds"), ("find", "1")])
            #expect(found.status == 200)
            #expect(found.says("value=\"\(clinic.university)\""))
            let none = try await clinic.fill(
                "student", of: draft, [("answer", "yes"), ("search", "zzzzzz"), ("find", "1")])
            #expect(none.says("Nothing found."))
            let without = try await clinic.fill("student", of: draft, [("answer", "yes")])
            #expect(without.says("href=\"#search\""))
        }
    }

    @Test("a second tab is told, shown what is kept, and loses nothing")
    func twoTabs() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            let first = try await clinic.clinician.get("\(draft)/happened")
            let second = try await clinic.clinician.get("\(draft)/happened")
            let fields = Clinic.happened + [("urgency", "within7Days")]
            _ = try await clinic.clinician.post("\(draft)/happened", fields + [("seen", first.seen)])
            let mine = [("text-riskSummary", "What the second tab wrote."), ("kind", "presentation"), ("when", "now")]
            let told = try await clinic.clinician.post("\(draft)/happened", mine + [("seen", second.seen)])
            #expect(told.status == 409)
            #expect(told.says("You changed this on another page"))
            #expect(told.says("What the second tab wrote."))
            #expect(told.says("Says that life feels pointless."))
        }
    }

    @Test("what is typed in another tab after sending is shown again, with the way to the notice, and is not sent")
    func afterSending() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete()
            let old = try await clinic.clinician.get("\(draft)/happened")
            _ = try await clinic.fill("check", of: draft, [])
            let fields = [
                ("text-riskSummary", "What came to light later."), ("text-riskSummary:label", "Risk summary"),
                ("kind", "presentation"), ("when", "now"), ("seen", old.seen),
            ]
            let late = try await clinic.clinician.post("\(draft)/happened", fields)
            #expect(late.status == 409)
            #expect(late.says("This notice has gone already"))
            #expect(late.says("What came to light later.") && late.says("href=\"/exchanges/"))
            let sent = try await clinic.count("SELECT count(*) AS count FROM exchange")
            #expect(sent == 1)
            let colleague = try await clinic.site.visitor(
                .clinician, organisation: clinic.trust, service: clinic.liaison)
            let theirs = try await colleague.post("\(draft)/happened", fields)
            #expect(theirs.status == 404 && theirs.says("This draft is gone") && !theirs.says("/exchanges/"))
            let empty = try await colleague.post("\(draft)/happened", [("seen", old.seen)])
            #expect(empty.status == 404 && !empty.says("This draft is gone"))
        }
    }

    @Test("somebody whom a colleague has put on record meanwhile is offered where they can be chosen")
    func knownByNow() async throws {
        try await Clinic.with { clinic in
            let (first, second) = (try await clinic.complete(), try await clinic.complete())
            _ = try await clinic.fill("check", of: first, [])
            let answer = try await clinic.fill("check", of: second, [("callNote", "Rang twice")])
            #expect(answer.status == 422 && answer.says("href=\"#change\"") && answer.says("id=\"change\""))
            #expect(answer.says("A colleague was quicker") && answer.says("href=\"\(second)/who\""))
            let page = try await clinic.clinician.get("\(second)/who")
            #expect(page.says("Is this them?"))
        }
    }

    @Test("the last page leads back to each page on which something can be changed")
    func changing() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete()
            let page = try await clinic.clinician.get("\(draft)/check")
            for step in ["who", "student", "consent", "happened"] { #expect(page.says("href=\"\(draft)/\(step)\"")) }
            #expect(!page.says("\(draft)/reasons"))
        }
    }

    @Test("a page opened too early leads to the step that is missing")
    func early() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            for step in ["student", "consent", "reasons", "happened", "check"] {
                let answer = try await clinic.clinician.get("\(draft)/\(step)")
                #expect(answer.location == "\(draft)/who", "\(step)")
            }
        }
    }

    @Test("another clinician, another organisation and a stale link find nothing; other roles may not ask")
    func denials() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete()
            let colleague = try await clinic.site.visitor(
                .clinician, organisation: clinic.trust, service: clinic.liaison)
            let practitioner = try await clinic.site.visitor(
                .practitioner, organisation: clinic.university, service: clinic.wellbeing)
            for step in ["who", "student", "consent", "happened", "check", "end", "receipt", "student-copy", "letter"] {
                let theirs = try await colleague.get("\(draft)/\(step)")
                #expect(theirs.status == 404, "\(step)")
                #expect(!theirs.names("Ari"))
                let forbidden = try await practitioner.get("\(draft)/\(step)")
                #expect(forbidden.status == 403, "\(step)")
            }
            let sent = try await colleague.post("\(draft)/check", [("seen", "5.a")])
            #expect(sent.status == 404)
            let deleted = try await colleague.post("\(draft)/deletion")
            #expect(deleted.status == 404)
        }
    }

    @Test("a deleted draft is gone, and a first press on Delete says so before it does it")
    func deletion() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            let list = try await clinic.clinician.get("/notices")
            #expect(list.says("Ari Lind"))
            let fold = list.body.components(separatedBy: "<summary").last?.components(separatedBy: "</summary>")
            #expect(fold?.first?.contains("Delete<") == true)
            #expect(fold?.last?.contains("Nothing of it is kept") == true && fold?.last?.contains("Delete it<") == true)
            _ = try await clinic.clinician.post("\(draft)/deletion")
            let after = try await clinic.clinician.get("/notices")
            #expect(after.says("No drafts."))
        }
    }
}
