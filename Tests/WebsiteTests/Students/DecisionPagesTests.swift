import Foundation
import Students
import Testing
import Vocabulary

@testable import Website

@Suite("The decisions of an information governance lead")
struct DecisionPagesTests {
    private let complete = [
        ("choice", "share"), ("categories", "contactHappened"), ("categories", "riskSummary"), ("atRisk", "yes"),
        ("riskToOthers", "no"),
        ("necessity", "She has a plan"), ("protection", "She cannot keep herself safe"),
        ("noConsentBecause", "wouldPrejudiceProtection"), ("noConsent", "She said no, in fear"),
        ("publicInterest", "A life outweighs it"), ("proportionality", "One team, two lines"), ("reviewOn-day", "27"),
        ("reviewOn-month", "11"), ("reviewOn-year", "2026"),
    ]

    @Test("a case stands in the list with its clock, and in the navigation with its count")
    func list() async throws {
        try await StudentTown.open { town in
            #expect(try await town.lead.get("/decisions").says("Nothing waits for your decision."))
            _ = try await town.caseLaid()
            let page = try await town.lead.get("/decisions")
            #expect(page.says("May Student Wellbeing, University of Leeds be told about Mia Lund?"))
            #expect(page.says("Due in 60 minutes") && page.says("Asked by Asha Patel"))
            #expect(page.says("fb-nav__count"))
            town.site.clock.advance(by: 2 * 3_600)
            let later = try await town.site.visitor(.informationGovernanceLead, organisation: town.trust)
            #expect(try await later.get("/decisions").says("Overdue"))
        }
    }

    @Test("the case shows the facts, the student's words and the clinician's, and puts no words into the lead's mouth")
    func show() async throws {
        try await StudentTown.open { town in
            let id = try await town.caseLaid()
            let page = try await town.lead.get("/decisions/\(id)")
            #expect(page.says("They will throw me out if they know."))
            #expect(page.says("She lives alone in halls."))
            #expect(page.says("Asha Patel wrote: “She has bought the tablets.”"))
            #expect(page.says("Why the clinician would share it") && page.says("<dd>She has bought the tablets.</dd>"))
            #expect(page.says("Fri 20 Nov, 23:40: no"))
            #expect(page.says("A&amp;E liaison team, 0113 243 2799"))
            #expect(page.says("Your decision counts at once.") && page.says("They were asked and said no"))
            #expect(page.says(">She has bought the tablets.</textarea>") == false)
        }
    }

    @Test("the case says by when to decide, and once that has passed, when it was due and how late it is")
    func late() async throws {
        try await StudentTown.open { town in
            let id = try await town.caseLaid()
            let page = try await town.lead.get("/decisions/\(id)")
            #expect(page.says("Decide by Sat 21 Nov, 00:40 (in 60 minutes)."))
            #expect(!page.says("Nobody has decided in time"))
            town.site.clock.advance(by: 82 * 60)
            let lead = try await town.site.visitor(.informationGovernanceLead, organisation: town.trust)
            let late = try await lead.get("/decisions/\(id)")
            #expect(late.says("Nobody has decided in time"))
            #expect(late.says("This was due by <b>Sat 21 Nov, 00:40</b> and is 22 minutes late."))
            #expect(!late.says("Decide by"))
            #expect(try await lead.post("/decisions/\(id)", complete).status == 303)
            let decided = try await lead.get("/decisions/\(id)")
            #expect(!decided.says("Nobody has decided in time") && !decided.says("Decide by"))
        }
    }

    @Test("a limb without words comes back beside its field, with everything else as it was typed")
    func incomplete() async throws {
        try await StudentTown.open { town in
            let id = try await town.caseLaid()
            let form = complete.filter { $0.0 != "publicInterest" }
            let answer = try await town.lead.post("/decisions/\(id)", form)
            #expect(answer.status == 422)
            #expect(answer.says("id=\"publicInterest-error\"") && answer.says("There is a problem"))
            #expect(answer.says(">One team, two lines</textarea>") && answer.says("value=\"27\""))
            #expect(try await town.lead.post("/decisions/\(id)", []).says("Choose whether it is shared."))
            #expect(try await town.lead.post("/decisions/\(id)", [("choice", "doNotShare")]).status == 422)
        }
    }

    @Test("a decision is recorded once; the next lead reads who was first")
    func decide() async throws {
        try await StudentTown.open { town in
            let id = try await town.caseLaid()
            #expect(try await town.lead.post("/decisions/\(id)", complete).status == 303)
            let page = try await town.lead.get("/decisions/\(id)")
            #expect(page.says("Priya Shah decided that it is shared"))
            #expect(page.says("What was decided, and why") && page.says("One team, two lines"))
            #expect(page.says("27 November 2026") && page.says("Asked for, and not shared"))
            #expect(!page.says("You did not agree, so nothing is shared for now"))
            #expect(!page.says("Decide now, and send if shared"))
            let second = try await town.site.visitor(
                .informationGovernanceLead, organisation: town.trust, name: "Ivo Petrov")
            #expect(try await second.post("/decisions/\(id)", complete).status == 303)
            #expect(try await second.get("/decisions").says("Decided lately"))
        }
    }

    @Test("nobody but a lead of the sender sees or decides it")
    func denied() async throws {
        try await StudentTown.open { town in
            let id = try await town.caseLaid()
            let foreign = try await town.site.visitor(.informationGovernanceLead, organisation: town.university)
            #expect(try await foreign.get("/decisions/\(id)").status == 404)
            #expect(try await foreign.post("/decisions/\(id)", complete).status == 404)
            for visitor in [town.clinician, town.practitioner, town.student] {
                #expect(try await visitor.get("/decisions").status == 403)
                #expect(try await visitor.get("/decisions/\(id)").status == 403)
                #expect(try await visitor.post("/decisions/\(id)", complete).status == 403)
            }
        }
    }
}
