import Exchange
import Foundation
import Students
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("My information")
struct MyInformationPagesTests {
    @Test("with nothing shared, the page says so and is kind")
    func nothing() async throws {
        try await StudentTown.open { town in
            let page = try await town.student.get("/my-information")
            #expect(page.status == 200)
            #expect(page.says("Nothing has been shared about you."))
            #expect(page.says("You are not in trouble"))
            #expect(page.says("116 123"))
        }
    }

    @Test("a notice shows what was told, to whom, by whom, why, and that nobody has opened it")
    func notice() async throws {
        try await StudentTown.open { town in
            _ = try await town.told()
            let page = try await town.student.get("/my-information")
            #expect(page.says("When you were at A&amp;E: Student Wellbeing, University of Leeds was told"))
            #expect(page.says("A&amp;E liaison team, Leeds Teaching Hospitals NHS Trust"))
            #expect(page.says("That the NHS saw you") && page.says("What people are worried about"))
            #expect(page.says("You agreed on 20 November 2026"))
            #expect(page.says("Nobody has opened it yet."))
        }
    }

    @Test("once somebody has read it, their name and the time are there; word for word is one click away")
    func read() async throws {
        try await StudentTown.open { town in
            let (exchange, _) = try await town.told()
            let maya = try await town.practitioner.actor()
            _ = try await town.site.exchanges.exchange(exchange, as: maya)
            let page = try await town.student.get("/my-information")
            #expect(page.says("Maya Cole, first on Fri 20 Nov, 23:40"))
            let words = try await town.student.get("/my-information/notices/\(exchange)")
            #expect(words.says("She fears that she cannot stay safe."))
            #expect(words.says("large print, read aloud, in Easy Read or in another language"))
            let log = try await town.student.get("/my-information/who-looked")
            #expect(log.says("Maya Cole opened a notice about you"))
            #expect(log.says("Practitioner, University of Leeds"))
        }
    }

    @Test("a university that reads nothing here has no readers: nobody is told until it was phoned, and then who was")
    func byPhone() async throws {
        try await StudentTown.open { town in
            let (now, university) = (town.site.clock.now, town.university)
            try await town.site.ground.engine.write { database in
                try database.execute("UPDATE service SET closed_at = \(now) WHERE organisation_id = \(university)")
                try database.execute("UPDATE organisation SET joined_at = NULL WHERE id = \(university)")
            }
            let (exchange, _) = try await town.told()
            let untold = try await town.student.get("/my-information")
            #expect(untold.says("University of Leeds is going to be told") && untold.says("What they will be told"))
            #expect(!untold.says("Who has read it") && !untold.says("Who was told"))
            let clinician = try await town.clinician.actor()
            let call = PhoneCall(answered: true, spokeTo: "Joan Miller")
            try await town.site.exchanges.recordCall(call, on: exchange, by: clinician)
            for path in ["", "/notices/\(exchange)"] {
                let page = try await town.student.get("/my-information" + path)
                #expect(page.says("Who was told") && page.says("Joan Miller, told on the phone, Fri 20 Nov"))
                #expect(!page.says("Who has read it"))
            }
        }
    }

    @Test("the sheet to print names neither the student nor what was written")
    func sheet() async throws {
        try await StudentTown.open { town in
            let (exchange, _) = try await town.told()
            let sheet = try await town.student.get("/my-information/notices/\(exchange)/print")
            #expect(sheet.status == 200)
            #expect(sheet.says("If you change your mind") && sheet.says("Student Wellbeing, University of Leeds"))
            #expect(!sheet.says("Lund") && !sheet.says("cannot stay safe"))
            let notice = try await town.student.get("/my-information/notices/\(exchange)")
            let line = "Student Wellbeing, University of Leeds, telephone <a href=\"tel:"
            #expect(notice.says(line) && sheet.says(line), "the sheet says whom to phone, as the page does")
        }
    }

    @Test("ending an agreement says first what will happen, calls back what is unread, and can be done once")
    func withdraw() async throws {
        try await StudentTown.open { town in
            let (exchange, consent) = try await town.told()
            let path = "/my-information/agreements/\(consent.id)/end"
            let pages = ["", "/notices/\(exchange)", "/notices/\(exchange)/print"].map { "/my-information\($0)" }
            for page in pages { #expect(try await !town.student.get(page).says("Why, ")) }
            let question = try await town.student.get(path)
            #expect(question.says("What nobody has opened yet is called back."))
            #expect(try await town.student.post(path).location == "/my-information")
            let page = try await town.student.get("/my-information")
            #expect(page.says("Called back") && page.says("nobody there has seen it"))
            #expect(page.says("You ended it on Fri 20 Nov, 23:40."))
            for page in pages { #expect(try await town.student.get(page).says("Why, as it stood then<")) }
            #expect(try await town.student.post(path).status == 303)
        }
    }

    @Test("why something was told reads as what was so, once the student has ended what had been read")
    func whyItWas() async throws {
        try await StudentTown.open { town in
            let (exchange, consent) = try await town.told()
            _ = try await town.site.exchanges.exchange(exchange, as: try await town.practitioner.actor())
            _ = try await town.student.post("/my-information/agreements/\(consent.id)/end")
            for path in ["", "/notices/\(exchange)", "/notices/\(exchange)/print"] {
                let page = try await town.student.get("/my-information\(path)")
                #expect(page.says("Why, until you changed your mind<") && page.says("You agreed on"), "\(path)")
            }
        }
    }

    @Test("agreement given in crisis is asked about again, and one click confirms it")
    func reaffirm() async throws {
        try await StudentTown.open { town in
            let (_, consent) = try await town.told(inCrisis: true)
            let asked = try await town.student.get("/my-information")
            #expect(asked.says("Is this still all right with you?"))
            #expect(asked.says("the end of Saturday 21 November 2026"))
            let answer = try await town.student.post("/my-information/agreements/\(consent.id)/reaffirmation")
            #expect(answer.status == 303)
            #expect(!(try await town.student.get("/my-information").says("Is this still all right")))
        }
    }

    @Test(
        "a student decides in advance; what is missing or contradictory is told beside its field, and nothing is lost")
    func inAdvance() async throws {
        try await StudentTown.open { town in
            let path = "/my-information/in-advance"
            let blank = try await town.student.post(path, [("team", "")])
            #expect(blank.status == 422)
            #expect(blank.says("Choose the team.") && blank.says("Choose what they may be told"))
            let service = town.team.serviceID?.rawValue ?? ""
            let both = try await town.student.post(
                path, [("team", service), ("categories", "careTeam"), ("categories", "nothing")]
            )
            #expect(both.status == 422 && both.says("not both"))
            #expect(both.says("value=\"careTeam\" checked"))
            let silent = try await town.student.post(path, [("team", service), ("categories", "careTeam")])
            #expect(silent.status == 422 && silent.says("Choose whether they are told at once"))
            let hidden = try await town.student.post(
                path, [("team", service), ("categories", "careTeam"), ("asking", "ask")])
            #expect(hidden.status == 422 && hidden.says("That the NHS saw you"))
            let chosen = [("categories", "contactHappened"), ("categories", "careTeam")]
            let saved = try await town.student.post(path, [("team", service), ("asking", "ask")] + chosen)
            #expect(saved.status == 303)
            let page = try await town.student.get(path)
            #expect(page.says("Student Wellbeing, University of Leeds may be told"))
        }
    }

    @Test("how to be reached is kept, and a text that is too long comes back with the count")
    func contact() async throws {
        try await StudentTown.open { town in
            let path = "/my-information/contact"
            let long = try await town.student.post(path, [("safeContact", String(repeating: "x", count: 501))])
            #expect(long.status == 422 && long.says("it is 1 over"))
            #expect(try await town.student.post(path, [("unsafeContact", "No letters home")]).status == 303)
            #expect(try await town.student.get(path).says("No letters home"))
        }
    }

    @Test("a page for staff sends a student to what is theirs, and to nobody whom they do not have")
    func staffPage() async throws {
        try await StudentTown.open { town in
            let refused = try await town.student.get("/staff")
            #expect(refused.status == 403 && refused.says("This page is for staff."))
            #expect(refused.says("My information") && !refused.says("service manager"))
        }
    }

    @Test(
        "a later decision for the same team replaces the earlier, which is shown as that and can still be called back")
    func replaced() async throws {
        try await StudentTown.open { town in
            let (path, service) = ("/my-information/in-advance", town.team.serviceID?.rawValue ?? "")
            let yes = [
                ("team", service), ("categories", "contactHappened"), ("categories", "careTeam"), ("asking", "atOnce"),
            ]
            #expect(try await town.student.post(path, yes).status == 303)
            #expect(try await town.student.get("/my-information").says("for a year nobody has to ask you first"))
            town.site.clock.advance(by: 60)
            let no = [("team", service), ("categories", "nothing")]
            #expect(try await town.student.post(path, no).status == 303)
            let page = try await town.student.get("/my-information")
            #expect(!page.says("for a year nobody has to ask you first") && !page.says(">In force<"))
            #expect(page.says("What no longer counts") && page.says("Replaced on Fri 20 Nov, 23:41"))
            #expect(page.says("What they were told before stays readable for them.") && page.says("Stop that too"))
            #expect(page.says("Where somebody is in danger, a governance lead of an NHS organisation"))
            #expect(!(try await town.student.get(path).says("may be told</b>")))
        }
    }

    @Test("a no for one occasion counts as long as it is heard, and is past after that")
    func noOnce() async throws {
        try await StudentTown.open { town in
            let (actor, keys, now) = (try await town.clinician.actor(), town.site.ground.keys, town.site.clock.now)
            let mia = try await town.student.actor().account()
            let no = NewConsent(to: town.team, for: ExchangeID(at: now), .refused)
            _ = try await town.site.ground.engine.write {
                try StudentsStore.recordConsent(no, of: town.mia, by: actor, at: now, keys: keys, in: $0)
            }
            let heard = try await town.student.get("/my-information")
            #expect(heard.says("Student Wellbeing, University of Leeds is told nothing"))
            #expect(!heard.says("What no longer counts"))
            town.site.clock.advance(by: Consent.noIsHeardFor)
            let later = try await town.site.visitor(signedInAs: mia).get("/my-information")
            #expect(later.says("Student Wellbeing, University of Leeds was told nothing"))
            #expect(later.says("What no longer counts") && later.says("No answer of yours counts at the moment."))
        }
    }

    @Test(
        "what was asked is there with its answer, and that people wrote and phoned, but not their words by themselves")
    func askedAndTalked() async throws {
        try await StudentTown.open { town in
            let (exchange, _) = try await town.told()
            let (maya, asha) = (try await town.practitioner.actor(), try await town.clinician.actor())
            _ = try await town.site.exchanges.exchange(exchange, as: maya)
            try await town.site.exchanges.acknowledge(exchange, by: maya)
            try await town.site.exchanges.write("Her flatmate is ill as well.", in: exchange, key: "1", by: maya)
            let call = PhoneCall(answered: true, spokeTo: "Maya Cole", words: "Of her mother.")
            try await town.site.exchanges.recordCall(call, on: exchange, by: asha)
            let page = try await town.student.get("/my-information/notices/\(exchange)")
            #expect(page.says("Check in with you within 48 hours") && page.says("Not answered yet"))
            #expect(page.says("Maya Cole, University of Leeds, wrote a message on"))
            #expect(page.says("Asha Patel, Leeds Teaching Hospitals NHS Trust, told the other side by telephone"))
            #expect(!page.says("flatmate") && !page.says("mother") && page.says("You have a right to ask for them"))
            #expect(
                page.says(
                    "Student Wellbeing, University of Leeds, telephone <a href=\"tel:01132432799\">0113 243 2799</a>"))
            #expect(!page.says("information governance lead"))
        }
    }

    @Test("what was shared without agreement says whom to ask for the reasons")
    func governance() async throws {
        try await StudentTown.open { town in
            let (exchange, _) = try await town.told()
            try await town.site.ground.engine.write {
                try $0.execute("UPDATE sharing_decision SET basis = \(SharingBasis.safeguarding), consent_id = NULL")
            }
            for path in ["/my-information", "/my-information/notices/\(exchange)"] {
                let page = try await town.student.get(path)
                #expect(page.says("sk for the information governance lead"))
                #expect(
                    page.says(
                        "Leeds Teaching Hospitals NHS Trust, telephone <a href=\"tel:01132432799\">0113 243 2799</a>"))
            }
        }
    }

    @Test("what the student did reads as theirs, for them and for staff, and no word is cut in two")
    func ownActs() async throws {
        try await StudentTown.open { town in
            _ = try await town.told()
            let service = town.team.serviceID?.rawValue ?? ""
            _ = try await town.student.post(
                "/my-information/in-advance", [("team", service), ("categories", "nothing")])
            _ = try await town.student.post("/my-information/contact", [("unsafeContact", "No letters home")])
            _ = try await town.clinician.get("/students/\(town.mia)")
            let mine = try await town.student.get("/my-information/who-looked")
            #expect(mine.says("You said no to sharing") && mine.says("You said what is, and is not, a safe way"))
            #expect(mine.says("Asha Patel wrote down that you agreed to sharing"))
            #expect(!mine.says("Mia Lund said") && !mine.says("wrote down an answer about studying"))
            let theirs = try await town.lead.get("/students/\(town.mia)/access-log")
            #expect(theirs.says("opened the student’s record") && !theirs.says("studentr"))
        }
    }

    @Test("a student is told that no e-mails come, and staff when")
    func mail() async throws {
        try await StudentTown.open { town in
            let own = try await town.student.get("/account/e-mails")
            #expect(own.says("Footbridge sends students no e-mails") && !own.says("overdue item"))
            #expect(!(try await town.student.get("/account").says("When e-mails come to you")))
            #expect(try await town.practitioner.get("/account/e-mails").says("such as an overdue item"))
        }
    }

    @Test("another student finds none of it")
    func otherStudent() async throws {
        try await StudentTown.open { town in
            let (exchange, consent) = try await town.told()
            let (actor, keys) = (try await town.clinician.actor(), town.site.ground.keys)
            let new = NewPerson(
                nhsNumber: nil, givenName: "Ada", familyName: "Obi",
                birthDate: CalendarDate(year: 2004, month: 2, day: 1)!
            )
            let ada = try await town.site.ground.engine.write { [now = town.site.clock.now] in
                try StudentsStore.create(new, by: actor, at: now, keys: keys, in: $0).id
            }
            let other = try await town.site.visitor(.student, person: ada, name: "Ada Obi")
            #expect(try await other.get("/my-information/notices/\(exchange)").status == 404)
            #expect(try await other.get("/my-information/notices/\(exchange)/print").status == 404)
            #expect(try await other.get("/my-information/agreements/\(consent.id)/end").status == 404)
            #expect(try await other.post("/my-information/agreements/\(consent.id)/end").status == 404)
            #expect(try await other.post("/my-information/agreements/\(consent.id)/reaffirmation").status == 404)
        }
    }
}
