import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge

@Suite("The clinician's way")
struct NoticeWayTests {
    @Test("from start to receipt by consent, each page leads to the next")
    func whole() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            let who = try await clinic.fill("who", of: draft, Clinic.ari)
            #expect(who.location == "\(draft)/student")
            let student = try await clinic.fill(
                "student", of: draft,
                [("answer", "yes"), ("provider", clinic.university.rawValue), ("unsafeContact", "no letters home")])
            #expect(student.location == "\(draft)/consent")
            let asked = try await clinic.clinician.get("\(draft)/consent")
            #expect(asked.says("May we tell Student Wellbeing at the University of Leeds, and what?"))
            let consent = try await clinic.fill(
                "consent", of: draft,
                [("answer", "given"), ("categories", "contactHappened"), ("categories", "riskSummary")])
            #expect(consent.location == "\(draft)/happened")
            let page = try await clinic.clinician.get("\(draft)/happened")
            #expect(page.says("Student Wellbeing, University of Leeds will read this"))
            #expect(page.says("text-riskSummary"))
            #expect(!page.says("text-medication"))
            let happened = try await clinic.fill(
                "happened", of: draft, Clinic.happened + [("urgency", "within48Hours")])
            #expect(happened.location == "\(draft)/check")
            let check = try await clinic.clinician.get("\(draft)/check")
            for words in [
                "Ari Lind, born 9 March 2004", "Says that life feels pointless.",
                "Presentation at A&amp;E, A&amp;E liaison",
                "Sam Reed, Wellbeing lead", "23 November 2026", "They did not agree to this.", "no letters home",
                "Check in with the student within 48 hours", "Send to Student Wellbeing, University of Leeds",
            ] { #expect(check.says(words), "missing: \(words)") }
            let sent = try await clinic.fill("check", of: draft, [])
            #expect(sent.location == "\(draft)/receipt")
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            #expect(receipt.status == 200)
            #expect(receipt.says("FB-"))
            #expect(receipt.says("They acknowledge by"))
            let copy = try await clinic.clinician.get("\(draft)/student-copy")
            #expect(copy.says("What was shared about you"))
            #expect(copy.says("Says that life feels pointless."))
            #expect(copy.says("Your medicines"))
            #expect(copy.says("sign in to Footbridge at <b>http"))
            #expect(copy.says("or Student Wellbeing, University of Leeds, 0113 343 0000."))
        }
    }

    @Test("pressed twice, Send leads to the same receipt, and going back leads there too")
    func twice() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete()
            let page = try await clinic.clinician.get("\(draft)/check")
            let first = try await clinic.clinician.post("\(draft)/check", [("seen", page.seen)])
            let second = try await clinic.clinician.post("\(draft)/check", [("seen", page.seen)])
            #expect(first.location == second.location)
            let back = try await clinic.clinician.get("\(draft)/happened")
            #expect(back.location == "\(draft)/receipt")
            let count = try await clinic.count("SELECT count(*) AS count FROM exchange")
            #expect(count == 1)
        }
    }

    @Test("ended on a page that was left open, after it was sent or handed to a lead, it is not said to be unshared")
    func endedTooLate() async throws {
        try await Clinic.with { clinic in
            let sent = try await clinic.complete()
            let page = try await clinic.clinician.get("\(sent)/check")
            _ = try await clinic.clinician.post("\(sent)/check", [("seen", page.seen)])
            let late = try await clinic.clinician.post("\(sent)/end", [("seen", page.seen)])
            #expect(late.location == "\(sent)/receipt")
            #expect(try await !clinic.clinician.get("\(sent)/receipt").says("nothing was shared"))
            #expect(try await clinic.count("SELECT count(*) AS count FROM unshared_contact") == 0)
        }
        try await Clinic.with { clinic in
            let asked = try await clinic.consented()
            _ = try await clinic.fill("consent", of: asked, [("answer", "refused")])
            let end = try await clinic.clinician.get("\(asked)/end")
            _ = try await clinic.fill("reasons", of: asked, Self.reasons)
            _ = try await clinic.fill("happened", of: asked, Clinic.happened + [("urgency", "within48Hours")])
            _ = try await clinic.fill("check", of: asked, [])
            let tooLate = try await clinic.clinician.post("\(asked)/end", [("seen", end.seen)])
            #expect(tooLate.location == "\(asked)/receipt")
            #expect(try await clinic.count("SELECT count(*) AS count FROM unshared_contact") == 0)
        }
    }

    @Test(
        "“no” ends well: something to give the student, nothing shared, counted",
        arguments: [
            "no", "prefersNotToSay", "couldNotBeAsked",
        ])
    func notAStudent(_ answer: String) async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let student = try await clinic.fill("student", of: draft, [("answer", answer)])
            #expect(student.location == "\(draft)/end")
            let end = try await clinic.clinician.get("\(draft)/end")
            #expect(end.says("Samaritans: 116 123"))
            let done = try await clinic.fill("end", of: draft, [])
            #expect(done.location == "/notices")
            let counted = try await clinic.count("SELECT count(*) AS count FROM unshared_contact")
            let known = try await clinic.count("SELECT count(*) AS count FROM person")
            #expect((counted, known) == (1, 0))
        }
    }

    @Test(
        "somebody who studies at a place that is not in the list, or not known, is given what there is; nothing is shared"
    )
    func unlisted() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let page = try await clinic.clinician.get("\(draft)/student")
            #expect(page.says("Not in this list, or not known which"))
            let searched = try await clinic.fill(
                "student", of: draft, [("answer", "yes"), ("search", "hogwarts"), ("find", "1")])
            #expect(searched.says("Nothing found.") && searched.says("value=\"unlisted\""))
            let student = try await clinic.fill("student", of: draft, [("answer", "yes"), ("provider", "unlisted")])
            #expect(student.location == "\(draft)/end")
            let end = try await clinic.clinician.get("\(draft)/end")
            #expect(end.says("University or college not in the list, or not known."))
            #expect(end.says("your draft waits for you, for 24 hours"))
            #expect(end.says("Every university has a wellbeing team."))
            _ = try await clinic.fill("end", of: draft, [])
            let counted = try await clinic.count(
                "SELECT count(*) AS count FROM unshared_contact WHERE reason = 'universityNotKnown'")
            #expect(counted == 1)
        }
    }

    @Test("a draft that ran out is not called a decision: whoever goes on with it is led to begin again, words and all")
    func ranOut() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let page = try await clinic.clinician.get("\(draft)/student")
            try await clinic.execute("UPDATE draft SET expires_at = \(clinic.site.clock.now)")
            await clinic.site.installation.rounds.sweeping.round()
            let typed = [("safeContact", "Text first"), ("safeContact:label", "Safe ways"), ("seen", page.seen)]
            let late = try await clinic.clinician.post("\(draft)/student", typed)
            #expect(late.status == 409 && late.says("This draft ran out, and nobody was told"))
            #expect(late.says("Text first") && late.says("href=\"/notices\">Begin again") && !late.names("Ari"))
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            #expect(receipt.says("This draft ran out, and nobody was told") && receipt.says("Begin a new notice"))
            #expect(!receipt.says("Print this for the student") && !receipt.says("This ended"))
        }
    }

    @Test("going back after ending without sharing says so, with the page to print, and to nobody else")
    func backAfterEnding() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let old = try await clinic.fill("student", of: draft, [("answer", "no")])
            #expect(old.location == "\(draft)/end")
            let end = try await clinic.clinician.get("\(draft)/end")
            _ = try await clinic.clinician.post("\(draft)/end", [("seen", end.seen)])
            for step in ["end", "student", "who"] {
                let back = try await clinic.clinician.get("\(draft)/\(step)")
                #expect(back.location == "\(draft)/receipt", "\(step)")
            }
            let ended = try await clinic.clinician.get("\(draft)/receipt")
            #expect(ended.says("This ended, nothing was shared") && ended.says("Samaritans: 116 123"))
            #expect(!ended.names("Ari"))
            let late = try await clinic.clinician.post("\(draft)/student", [("answer", "yes"), ("seen", end.seen)])
            #expect(late.status == 409 && late.says("href=\"\(draft)/receipt\""))
            let twice = try await clinic.clinician.post("\(draft)/end", [("seen", end.seen)])
            #expect(twice.location == "/notices")
            let counted = try await clinic.count("SELECT count(*) AS count FROM unshared_contact")
            #expect(counted == 1)
            let colleague = try await clinic.site.visitor(
                .clinician, organisation: clinic.trust, service: clinic.liaison)
            let theirs = try await colleague.get("\(draft)/receipt")
            #expect(theirs.status == 404)
        }
    }

    @Test("a yes of somebody who cannot decide is not called no yes, and what was ticked is there on the next page")
    func yesWithoutCapacity() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            let yes = [
                ("answer", "given"), ("categories", "contactHappened"), ("categories", "riskSummary"),
                ("capacity", "lacks"),
            ]
            let asked = try await clinic.fill("consent", of: draft, yes)
            #expect(asked.location == "\(draft)/reasons")
            let reasons = try await clinic.clinician.get("\(draft)/reasons")
            #expect(reasons.says("They said yes") && !reasons.says("There is no yes"))
            for value in ["contactHappened", "riskSummary", "lacks"] {
                #expect(reasons.says("value=\"\(value)\" checked"), "\(value)")
            }
            #expect(!reasons.says("value=\"medication\" checked"))
        }
    }

    @Test("a refusal ends without sharing, unless every reason is given: then a lead is asked")
    func refusal() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            let refused = try await clinic.fill("consent", of: draft, [("answer", "refused")])
            #expect(refused.location == "\(draft)/end")
            let reasons = try await clinic.fill("reasons", of: draft, [("atRisk", "yes")])
            #expect(reasons.status == 422)
            #expect(reasons.says("href=\"#words-necessity\""))
            #expect(reasons.says("Enter why protecting them outweighs keeping this confidential."))
            let complete = try await clinic.fill("reasons", of: draft, Self.reasons)
            #expect(complete.location == "\(draft)/happened")
            _ = try await clinic.fill("happened", of: draft, Clinic.happened + [("urgency", "within48Hours")])
            let check = try await clinic.clinician.get("\(draft)/check")
            #expect(check.says("Ask our information governance lead"))
            #expect(check.says("Out of hours") && check.says("0113 343 9999"))
            let asked = try await clinic.fill("check", of: draft, [])
            let back = try await clinic.clinician.get("\(draft)/receipt")
            #expect(asked.location == back.location)
            let waiting = try await clinic.clinician.get(asked.location ?? "")
            #expect(waiting.says("Nothing has been sent yet"))
            let list = try await clinic.clinician.get("/notices")
            #expect(list.says("Waiting for a decision"))
        }
    }

    @Test("a lead's no reaches the clinician who asked, with its reason and what to do next; nobody else reads it")
    func leadDeclines() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            _ = try await clinic.fill("consent", of: draft, [("answer", "refused")])
            _ = try await clinic.fill("reasons", of: draft, Self.reasons)
            _ = try await clinic.fill("happened", of: draft, Clinic.happened + [("urgency", "within48Hours")])
            let page = try await clinic.fill("check", of: draft, []).location ?? ""
            let task = String(page.split(separator: "/").last ?? "")
            let lead = try await clinic.site.visitor(
                .informationGovernanceLead, organisation: clinic.trust, name: "Helen Whitaker")
            let no = [("choice", "doNotShare"), ("notSharedBecause", "Ask her again when she has slept.")]
            let decided = try await lead.post("/decisions/\(task)", no)
            #expect(decided.status == 303)
            let answer = try await clinic.clinician.get(page)
            for words in [
                "Helen Whitaker", "Ask her again when she has slept.", "01904 876 600", "Begin a new notice",
            ] { #expect(answer.says(words), "missing: \(words)") }
            let list = try await clinic.clinician.get("/notices")
            #expect(list.says("href=\"\(page)\""))
            #expect(list.says("your lead decided not to share"))
            let colleague = try await clinic.site.visitor(
                .clinician, organisation: clinic.trust, service: clinic.liaison, name: "Tom Okafor")
            let foreign = try await colleague.get(page)
            #expect(foreign.status == 404)
        }
    }

    @Test(
        "who asked a lead that does not decide in time is told so, and whom to phone; a colleague's list says nothing")
    func leadIsLate() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            _ = try await clinic.fill("consent", of: draft, [("answer", "refused")])
            _ = try await clinic.fill("reasons", of: draft, Self.reasons)
            _ = try await clinic.fill("happened", of: draft, Clinic.happened + [("urgency", "immediately")])
            let page = try await clinic.fill("check", of: draft, []).location ?? ""
            let inTime = try await clinic.clinician.get(page)
            #expect(!inTime.says("Nobody has decided in time") && inTime.says("01904 876 600"))
            #expect(inTime.says("you are told by e-mail and at the top of your list"))
            let before = try await clinic.clinician.get("/notices")
            #expect(!before.says("Waits for you"))

            let account = try #require(try await clinic.clinician.actor().accountID)
            clinic.site.clock.advance(by: 2 * 3_600)
            let clinician = try await clinic.site.visitor(signedInAs: account)
            let late = try await clinician.get(page)
            for words in ["Nothing has been sent yet", "Nobody has decided in time", "01904 876 600"] {
                #expect(late.says(words), "missing: \(words)")
            }
            let list = try await clinician.get("/notices")
            #expect(list.says("Waits for you") && list.says("nobody has decided, phone your lead"))
            #expect(list.says("href=\"\(page)\""))
            let colleague = try await clinic.site.visitor(
                .clinician, organisation: clinic.trust, service: clinic.liaison, name: "Tom Okafor")
            let theirs = try await colleague.get("/notices")
            #expect(!theirs.says("nobody has decided"))
        }
    }

    @Test("a call that is owed stands at the top of the clinician's list, and not of a colleague's")
    func owed() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete(to: clinic.outside)
            _ = try await clinic.fill("check", of: draft, [("call", "notYet")])
            let list = try await clinic.clinician.get("/notices")
            #expect(list.says("Waits for you"))
            #expect(list.says("not told yet, phone"))
            let colleague = try await clinic.site.visitor(
                .clinician, organisation: clinic.trust, service: clinic.liaison, name: "Tom Okafor")
            let theirs = try await colleague.get("/notices")
            #expect(!theirs.says("Waits for you"))
            _ = try await clinic.clinician.post("\(draft)/call", [("call", "reached"), ("spokeTo", "Jo Bell")])
            let done = try await clinic.clinician.get("/notices")
            #expect(!done.says("Waits for you"))
        }
    }

    @Test("a no is shown to whoever begins again, and what cannot be asked then goes to the lead")
    func noIsNotForgotten() async throws {
        try await Clinic.with { clinic in
            let first = try await clinic.consented()
            _ = try await clinic.fill("consent", of: first, [("answer", "refused")])
            let end = try await clinic.clinician.get("\(first)/end")
            #expect(end.says("Your colleagues see the no for 28 days"))
            _ = try await clinic.fill("end", of: first, [])
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let person = try await clinic.person()
            let who = try await clinic.clinician.get("\(draft)/who")
            #expect(who.says("said no at an earlier contact"))
            #expect(who.says("Student Wellbeing, University of Leeds: no, Mon 23 Nov"))
            _ = try await clinic.fill("who", of: draft, Clinic.ari + [("offered", "1"), ("person", person)])
            _ = try await clinic.fill(
                "student", of: draft, [("answer", "yes"), ("provider", clinic.university.rawValue)])
            let consent = try await clinic.clinician.get("\(draft)/consent")
            #expect(consent.says("They said no at an earlier contact"))
            #expect(consent.says("stands for 28 days, or until they say otherwise"))
            let silent = [("answer", "notAsked"), ("notAskedReason", "tooUnwell")]
            let asked = try await clinic.fill("consent", of: draft, silent)
            #expect(asked.location == "\(draft)/end")
            let still = try await clinic.clinician.get("\(draft)/end")
            #expect(still.says("That no still stands."))
            _ = try await clinic.fill("reasons", of: draft, Self.reasons)
            _ = try await clinic.fill("happened", of: draft, Clinic.happened + [("urgency", "within48Hours")])
            let check = try await clinic.clinician.get("\(draft)/check")
            #expect(check.says("Ask our information governance lead"))
        }
    }

    @Test(
        "nobody has to go on without a yes: it ends here, also with half the reasons written",
        arguments: [
            [("answer", "refused")], [("answer", "notAsked"), ("notAskedReason", "tooUnwell")],
        ])
    func endsWithoutAYes(_ answer: [(String, String)]) async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            _ = try await clinic.fill("consent", of: draft, answer)
            _ = try await clinic.fill("reasons", of: draft, [("atRisk", "yes")])
            let end = try await clinic.clinician.get("\(draft)/end")
            #expect(end.says("Nothing will be shared"))
            let done = try await clinic.fill("end", of: draft, [])
            #expect(done.location == "/notices")
            let decided = try await clinic.count(
                "SELECT count(*) AS count FROM sharing_decision WHERE outcome = 'notShared'")
            let sent = try await clinic.count("SELECT count(*) AS count FROM exchange")
            #expect((decided, sent) == (1, 0))
        }
    }

    @Test("with a yes there is nothing to end: the page leads on")
    func noEnd() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            let end = try await clinic.clinician.get("\(draft)/end")
            #expect(end.location == "\(draft)/happened")
        }
    }

    @Test("a university that has not joined: the number on the page, the call recorded, the letter printed")
    func notJoined() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete(to: clinic.outside)
            let check = try await clinic.clinician.get("\(draft)/check")
            #expect(check.says("York St John University is not on Footbridge"))
            #expect(check.says("Write it down, to tell York St John University by phone"))
            #expect(check.says("href=\"tel:01904876600\""))
            let unanswered = try await clinic.fill("check", of: draft, [])
            #expect(unanswered.status == 422)
            let sent = try await clinic.fill("check", of: draft, [("call", "notYet")])
            #expect(sent.location == "\(draft)/receipt")
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            #expect(receipt.says("Record the call"))
            #expect(receipt.says("Not told yet") && !receipt.says("They acknowledge by"))
            #expect(receipt.says("href=\"tel:01904876600\""))
            let early = try await clinic.clinician.get("\(draft)/student-copy")
            #expect(early.says("Nobody there has been told yet.") && !early.says(" told <b>York"))
            let ari = try await clinic.site.visitor(.student, person: PersonID(clinic.person()))
            let own = try await ari.get("/my-information")
            #expect(own.says("York St John University is going to be told") && own.says("Not told yet"))
            let nobody = try await clinic.clinician.post("\(draft)/call", [("call", "reached")])
            #expect(nobody.status == 422)
            let call = [("call", "reached"), ("spokeTo", "Jo Bell"), ("callKey", "k1")]
            let recorded = try await clinic.clinician.post("\(draft)/call", call)
            #expect(recorded.location == "\(draft)/receipt")
            let reached = try await clinic.clinician.get("\(draft)/receipt")
            #expect(reached.says("Reached by phone") && reached.says("Told by phone"))
            let copy = try await clinic.clinician.get("\(draft)/student-copy")
            #expect(copy.says(" told <b>York St John University</b>"))
            let followed = try await clinic.clinician.get(clinic.sent())
            #expect(followed.says("They accept to look out for the student") && !followed.says("your team looks out"))
            let letter = try await clinic.clinician.get("\(draft)/letter")
            #expect(letter.says("Confidential: Presentation at A&amp;E"))
            #expect(letter.says("Ari Lind, born 9 March 2004"))
            #expect(letter.body.components(separatedBy: "YO31 7EX").count == 2)
            #expect(!letter.says("has a copy"))
        }
    }

    @Test(
        "open now and closed before anybody has to have read it: the call is asked for, and the receipt has the number")
    func closesSoon() async throws {
        let soon = TestTime.mondayMorning + 7 * 3600
        try await Clinic.with(at: soon) { clinic in
            let draft = try await clinic.complete(urgency: "immediately")
            let check = try await clinic.clinician.get("\(draft)/check")
            #expect(check.says("Yes, until 17:00"))
            #expect(check.says("They close at 17:00"))
            let unasked = try await clinic.fill("check", of: draft, [])
            #expect(unasked.status == 422)
            _ = try await clinic.fill("check", of: draft, [("call", "notYet")])
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            #expect(receipt.says("Now phone") && receipt.says("0113 343 0000"))
        }
    }

    @Test("the receipt has the number to call, also where no call is owed")
    func number() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete()
            _ = try await clinic.fill("check", of: draft, [])
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            #expect(!receipt.says("Now phone") && receipt.says("0113 343 0000"))
        }
    }

    @Test("the number that answers at this hour comes first, as something to tap", arguments: [0.0, 14 * 3600.0])
    func answeringNow(later: TimeInterval) async throws {
        try await Clinic.with(at: TestTime.mondayMorning + later) { clinic in
            try await clinic.execute("UPDATE service SET out_of_hours_note = 'Campus security answers'")
            let draft = try await clinic.complete(urgency: "immediately")
            let sent = try await clinic.fill("check", of: draft, [("call", "notYet")])
            #expect(sent.location == "\(draft)/receipt")
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            let (day, night) = ("<a href=\"tel:01133430000\">", "<a href=\"tel:01133439999\">")
            #expect(receipt.says("Campus security answers"))
            let byDay = try #require(receipt.body.range(of: day)?.lowerBound)
            let byNight = try #require(receipt.body.range(of: night)?.lowerBound)
            #expect(later == 0 ? byDay < byNight : byNight < byDay)
        }
    }

    @Test("what was recalled no longer reads as sent, nor on the page for the student")
    func recalled() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.complete()
            _ = try await clinic.fill("check", of: draft, [])
            let receipt = try await clinic.clinician.get("\(draft)/receipt")
            let path = try #require(receipt.body.firstMatch(of: /\/exchanges\/[0-9a-f-]{36}/)).output
            let recalled = try await clinic.clinician.post("\(path)/recall", [("recall-reason", "Somebody else")])
            #expect(recalled.status == 303)
            let after = try await clinic.clinician.get("\(draft)/receipt")
            #expect(after.says("Recalled before anybody of the team read it") && !after.says("They acknowledge by"))
            let copy = try await clinic.clinician.get("\(draft)/student-copy")
            #expect(
                copy.says("They were told nothing.") && copy.says("meant to tell this to")
                    && !copy.says("What they were told"))
        }
    }

    @Test(
        "who did not say whether they study is no dead end where their university is known and somebody is in danger",
        arguments: ["prefersNotToSay", "couldNotBeAsked"])
    func unsaid(_ answer: String) async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.begin()
            _ = try await clinic.fill("who", of: draft, Clinic.ari)
            let student = try await clinic.fill(
                "student", of: draft, [("answer", answer), ("provider", clinic.university.rawValue)])
            #expect(student.location == "\(draft)/end")
            let end = try await clinic.clinician.get("\(draft)/end")
            #expect(end.says("go on, to Student Wellbeing, University of Leeds") && !end.says("That you asked"))
            let silent = [("answer", "notAsked"), ("notAskedReason", "tooUnwell")]
            let asked = try await clinic.fill("consent", of: draft, silent)
            #expect(asked.location == "\(draft)/reasons")
            let reasons = Self.reasons.filter { $0.0 != "capacity" } + [("capacity", "lacks")]
            let reasoned = try await clinic.fill("reasons", of: draft, reasons)
            #expect(reasoned.location == "\(draft)/happened")
            _ = try await clinic.fill("happened", of: draft, Clinic.happened + [("urgency", "within48Hours")])
            let sent = try await clinic.fill("check", of: draft, [])
            #expect(sent.location == "\(draft)/receipt")
        }
    }

    @Test("a notice tells at least that contact happened: leaving it out is asked about")
    func leastOfAll() async throws {
        try await Clinic.with { clinic in
            let draft = try await clinic.consented()
            let without = try await clinic.fill(
                "consent", of: draft, [("answer", "given"), ("categories", "riskSummary")])
            #expect(without.status == 422 && without.says("every notice tells that"))
        }
    }

    @Test("closed and it cannot wait: the out-of-hours number is on the page")
    func closed() async throws {
        try await Clinic.with(at: TestTime.fridayNight) { clinic in
            let draft = try await clinic.complete(urgency: "immediately")
            let check = try await clinic.clinician.get("\(draft)/check")
            #expect(check.says("0113 343 9999"))
            #expect(check.says("They are closed and it cannot wait."))
            #expect(check.says("No. They open Mon 23 Nov, 09:00."))
        }
    }

    static let reasons: [(String, String)] =
        [
            ("categories", "contactHappened"), ("categories", "riskSummary"), ("capacity", "has"), ("atRisk", "yes"),
            ("riskToOthers", "no"),
            ("noConsentBecause", "wouldPrejudiceProtection"), ("reviewOn-day", "30"), ("reviewOn-month", "11"),
            ("reviewOn-year", "2026"),
        ]
        + ["noConsent", "necessity", "protection", "publicInterest", "proportionality"].map {
            ("words-\($0)", "Because of tonight.")
        }
}
