import Foundation
import Students
import Testing
import Vocabulary

@testable import Website

@Suite("The record of a student")
struct StudentRecordPagesTests {
    @Test("the university that was told sees the exchange, why, and who has read it")
    func record() async throws {
        try await StudentTown.open { town in
            #expect(try await town.practitioner.get("/students/\(town.mia)").status == 404)
            let (exchange, _) = try await town.told()
            let page = try await town.practitioner.get("/students/\(town.mia)")
            #expect(page.status == 200)
            #expect(page.says("Mia Lund") && page.says("/exchanges/\(exchange)"))
            #expect(page.says("As the student reads it: You agreed on 20 November 2026"))
            #expect(page.says("Nobody yet"))
            #expect(!page.says("cannot stay safe"))
            #expect(!page.says("Who has looked at this record"))
        }
    }

    @Test("what the student takes back with a member of staff ends at once, and unread it is as if never sent")
    func withdraw() async throws {
        try await StudentTown.open { town in
            let (_, consent) = try await town.told()
            let path = "/students/\(town.mia)/agreements/\(consent.id)/end"
            let foreign = try await town.site.visitor(.practitioner, organisation: town.trust)
            #expect(
                try await foreign.post("/students/\(PersonID(at: .now))/agreements/\(consent.id)/end").status == 404)
            #expect(try await town.clinician.post(path).status == 303)
            #expect(try await town.clinician.get("/students/\(town.mia)").says("This has ended."))
            #expect(try await town.practitioner.get("/students/\(town.mia)").status == 404)
        }
    }

    @Test("that the student takes an agreement back is found at the top, by who may write it down, while there is one")
    func takingBack() async throws {
        try await StudentTown.open { town in
            let (_, consent) = try await town.told()
            let record = "/students/\(town.mia)"
            let page = try await town.practitioner.get(record)
            let above = page.body.components(separatedBy: ">Exchanges</h2>").first
            #expect(above?.contains("href=\"#answers\"") == true && page.says("id=\"answers\""))
            #expect(try await !town.lead.get(record).says("href=\"#answers\""))
            #expect(try await town.clinician.post("\(record)/agreements/\(consent.id)/end").status == 303)
            #expect(try await !town.clinician.get(record).says("href=\"#answers\""))
        }
    }

    @Test("an agreement given in crisis says when to ask again, and staff write down that the student still agrees")
    func reaffirm() async throws {
        try await StudentTown.open { town in
            let (_, consent) = try await town.told(inCrisis: true)
            let record = "/students/\(town.mia)"
            let before = try await town.practitioner.get(record)
            #expect(before.says("Ask again by the end of Saturday 21 November 2026"))
            #expect(try await town.practitioner.post("\(record)/agreements/\(consent.id)/reaffirmation").status == 303)
            #expect(!(try await town.practitioner.get(record).says("Ask again by")))
        }
    }

    @Test(
        "a decision by an agreement that was not confirmed says that it ended; one that was does not",
        arguments: [true, false])
    func ended(isConfirmed: Bool) async throws {
        try await StudentTown.open { town in
            let (_, consent) = try await town.told(inCrisis: true)
            if isConfirmed {
                _ = try await town.student.post("/my-information/agreements/\(consent.id)/reaffirmation")
            }
            let lead = try await town.lead.actor().account()
            town.site.clock.advance(by: 4 * 86_400)
            let page = try await town.site.visitor(signedInAs: lead).get("/students/\(town.mia)")
            #expect(page.says("Decisions of your organisation"))
            #expect(page.says("This agreement ended on Saturday 21 November 2026.") == !isConfirmed)
        }
    }

    @Test(
        "an answer recorded in error is declared void by the organisation that recorded it, with a reason, and by nobody else"
    )
    func void() async throws {
        try await StudentTown.open { town in
            let (_, consent) = try await town.told()
            let path = "/students/\(town.mia)/agreements/\(consent.id)/voiding"
            #expect(try await town.practitioner.post(path, [("reason", "wronglyEntered")]).status == 404)
            _ = try await town.clinician.post(path)
            #expect(try await town.clinician.get("/students/\(town.mia)").says("Said yes to"))
            #expect(try await town.clinician.post(path, [("reason", "wronglyEntered")]).status == 303)
            #expect(!(try await town.clinician.get("/students/\(town.mia)").says("Said yes to")))
        }
    }

    @Test("the lead of the sender reads the decisions and the log; reading is in the log too")
    func log() async throws {
        try await StudentTown.open { town in
            _ = try await town.told()
            let page = try await town.lead.get("/students/\(town.mia)")
            #expect(page.says("Decisions of your organisation") && page.says("The student agreed"))
            let log = try await town.lead.get("/students/\(town.mia)/access-log")
            #expect(log.says("Asha Patel sent a notice about the student"))
            #expect(
                try await town.student.get("/my-information/who-looked").says(
                    "Priya Shah looked at who has seen your record"))
        }
    }

    @Test("who decided is named with the article that the word takes")
    func article() {
        #expect(Role.informationGovernanceLead.titleWithArticle == "an information governance lead")
        #expect(Role.clinician.titleWithArticle == "a clinician")
    }

    @Test("nobody else reads the record or the log")
    func denied() async throws {
        try await StudentTown.open { town in
            _ = try await town.told()
            let elsewhere = try await town.site.visitor(.practitioner, organisation: OrganisationID(at: .now))
            #expect(try await elsewhere.get("/students/\(town.mia)").status == 404)
            let oper = try await town.site.visitor(.operator)
            for visitor in [oper, town.student] {
                #expect(try await visitor.get("/students/\(town.mia)").status == 403)
                #expect(try await visitor.get("/students/\(town.mia)/access-log").status == 403)
            }
            #expect(try await town.practitioner.get("/students/\(town.mia)/access-log").status == 403)
        }
    }
}
