import Accounts
import Exchange
import FHIR
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("A message about a student who decided in advance")
struct SentByChoiceTests {
    @Test("goes to the university at once, with what was agreed to and nothing else; everybody sees how it came")
    func sent() async throws {
        try await ConnectedSystem.deciding([.contactHappened, .careTeam]) { system, mia in
            let answer = try await system.post(TestMessage.aboutMia.text)
            #expect(answer.status == 200 && answer.body.contains("\"code\":\"sent\""))
            #expect(try fhirFaults(answer) == [])
            let reference = try #require(answer.body.firstMatch(of: /FB-[0-9A-Z]{4}-[0-9A-Z]{2}/)).0
            let (world, id) = (system.world, try await system.onlyExchange())
            let page = try await world.sam.get("/exchanges/\(id)")
            #expect(page.says(String(reference)) && page.says("Dr Ola Byrne, through Emergency record"))
            #expect(
                page.says("Presentation at A&amp;E, Crisis team") && page.says("Check in with the student within 48"))
            #expect(!page.says("Feels hopeless"))
            #expect(try await !world.nurse.get("/notices").says("From your record system"))
            #expect(try await world.nurse.get("/exchanges/\(id)").says("Dr Ola Byrne, through Emergency record"))
            let notice = try await mia.get("/my-information/notices/\(id)")
            #expect(notice.says("because you had chosen not to be asked again"))
            let log = try await mia.get("/my-information/who-looked")
            #expect(log.says("Emergency record sent a notice about you"))
            #expect(log.says("Emergency record looked you up by NHS number"))
        }
    }

    @Test("tells what people are worried about where the student agreed to that")
    func words() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            #expect(try await system.world.sam.get("/exchanges/\(system.onlyExchange())").says("Feels hopeless"))
        }
    }

    @Test("is answered by the university, and the whole team hears of it, since no person sent it")
    func answered() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            let id = try await system.onlyExchange()
            _ = try await system.world.sam.get("/exchanges/\(id)")
            #expect(try await system.world.sam.post("/exchanges/\(id)/acknowledgement").status == 303)
            let payload: String? = try await system.site.ground.engine.read {
                try $0.row(
                    """
                    SELECT payload FROM outbox_entry WHERE topic = 'exchange.acknowledged'
                        AND recipient_account_id IS NULL
                    """)?("payload")
            }
            #expect(payload?.contains(system.world.crisisTeam.rawValue) == true)
        }
    }

    @Test(
        "is sent once: the request again is a duplicate, its content in a new envelope is recognised, and a corrected one waits"
    )
    func repeated() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var (message, request) = (TestMessage.aboutMia, UUID().uuidString)
            #expect(try await system.post(message.text, request: request).status == 200)
            #expect(try await system.post(message.text, request: request).status == 409)
            message.id = UUID().uuidString.lowercased()
            #expect(try await system.post(message.text).body.contains("\"recognised\""))
            message.reason = "Feels hopeless, corrected"
            #expect(try await system.post(message.text).body.contains("\"already-told\""))
            _ = try await system.onlyExchange()
        }
    }

    @Test("waits, and says why, where one thing is not clear or was not decided")
    func held() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var number = TestMessage.aboutMia
            number.nhsNumber = "9434765919"
            var birthDate = TestMessage.aboutMia
            birthDate.birthDate = "2006-03-10"
            var nobody = TestMessage.aboutMia
            nobody.author = nil
            var discharge = TestMessage.aboutMia
            discharge.event.1 = "discharge"
            let wanted = [
                (number, "student-unclear"), (birthDate, "student-unclear"), (nobody, "sender-not-named"),
                (discharge, "checklist-open"),
            ]
            for (message, reason) in wanted {
                let answer = try await system.post(message.text)
                #expect(answer.body.contains("\"held\"") && answer.body.contains("\"\(reason)\""))
                #expect(answer.body.contains("Nothing has gone to a university"))
            }
            #expect(try await system.exchanges() == [])
            #expect(try await system.world.nurse.get("/notices").says("A discharge has a checklist"))
        }
    }

    @Test("waits where they said no, wish to be asked, or took it back")
    func refused() async throws {
        for (answer, reason) in [("nothing", "refused"), ("ask", "asks-first"), ("end", "refused")] {
            try await ConnectedSystem.deciding(.all) { system, mia in
                let service = system.world.wellbeing.rawValue
                let path = "/my-information/in-advance"
                system.site.clock.advance(by: 60)
                switch answer {
                case "nothing": _ = try await mia.post(path, [("team", service), ("categories", "nothing")])
                case "ask":
                    let form = [("team", service), ("categories", "contactHappened"), ("asking", "ask")]
                    #expect(try await mia.post(path, form).status == 303)
                default:
                    let page = try await mia.get("/my-information")
                    let end = try #require(page.body.firstMatch(of: /\/my-information\/agreements\/[0-9a-f-]+\/end/)).0
                    #expect(try await mia.post(String(end)).status == 303)
                }
                let told = try await system.post(TestMessage.aboutMia.text)
                #expect(told.body.contains("\"held\"") && told.body.contains("\"\(reason)\""))
                #expect(try await system.exchanges() == [])
            }
        }
    }

    @Test("waits until a manager has decided that such messages go at once, and again when they take that back")
    func instructed() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let path = "/record-systems/\(system.id)"
            #expect(try await system.trustManager.get(path).says("value=\"at-once\" checked"))
            let back = [("sending", "person")]
            #expect(try await system.world.nurse.post("\(path)/instruction", back).status == 403)
            #expect(try await system.world.manager.post("\(path)/instruction", back).status == 404)
            #expect(try await system.trustManager.post("\(path)/instruction", back).status == 303)
            let answer = try await system.post(TestMessage.aboutMia.text)
            #expect(answer.body.contains("\"no-standing-instruction\""))
            let half = try await system.trustManager.post("\(path)/instruction", [("sending", "at-once")])
            #expect(half.status == 422 && half.says("Choose what is asked of the university"))
        }
    }

    @Test("leaves by the team that the student named, and waits where the message names another university")
    func university() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let (other, site) = (try await system.site.organisation(), system.site)
            try await site.ground.engine.write {
                try $0.execute("UPDATE organisation SET ukprn = '10099999' WHERE id = \(other)")
            }
            var message = TestMessage.aboutMia
            message.ukprn = "10099999"
            let answer = try await system.post(message.text)
            #expect(answer.body.contains("\"university-unclear\""))
            #expect(try await system.exchanges() == [])
        }
    }
}

extension TestMessage {
    /// The student between the two sides, seen an hour ago by a doctor.
    static var aboutMia: TestMessage {
        TestMessage(
            nhsNumber: "9990000018", family: "Lund", given: "Mia", birthDate: "2006-03-09",
            start: "2026-11-23T08:10:00Z", author: "Dr Ola Byrne")
    }
}

extension ConnectedSystem {
    /// A trust whose manager lets messages go at once, and a student who wants that: `categories` to their university.
    static func deciding(
        _ categories: Set<InformationCategory>, settings: [String: String] = [:],
        _ body: (ConnectedSystem, _ mia: TestVisitor) async throws -> Void
    ) async throws {
        try await with(settings: settings) { system in
            let (world, keys) = (system.world, system.site.ground.keys)
            let mia = try await system.site.visitor(.student, person: world.student, name: "Mia Lund")
            let (student, sam) = (try await mia.actor(), try await world.sam.actor())
            try await system.site.ground.engine.write { database in
                try database.execute(
                    """
                    UPDATE person SET nhs_number_index = \(keys.blindIndex("9990000018", "person.nhs_number")),
                        nhs_number_sealed = \(keys.seal("9990000018", "person.nhs_number")) WHERE id = \(world.student)
                    """)
                // Somebody there reads what arrives.
                try database.execute(
                    """
                    INSERT INTO contact_holder (id, contact_point_id, rank, account_id, name)
                    SELECT \(ContactHolderID(at: world.site.clock.now)), id, 0, \(sam.accountID), \(sam.name)
                    FROM contact_point WHERE service_id = \(world.wellbeing)
                    """)
                try StudentsStore.recordStatus(
                    StudentStatus(.yes, provider: world.university), of: world.student, by: student,
                    at: world.site.clock.now, keys: keys, in: database)
            }
            let chosen = categories.map { ("categories", $0.rawValue) }
            let form = [("team", world.wellbeing.rawValue), ("asking", "atOnce")] + chosen
            #expect(try await mia.post("/my-information/in-advance", form).status == 303)
            let instruction = [
                ("sending", "at-once"), ("urgency", "within48Hours"), ("request", "checkInWithin48Hours"),
            ]
            let saved = try await system.trustManager.post("/record-systems/\(system.id)/instruction", instruction)
            #expect(saved.status == 303)
            try await body(system, mia)
        }
    }

    func exchanges() async throws -> [ExchangeID] {
        try await site.ground.engine.read { try $0.rows("SELECT id FROM exchange").map { try $0("id") } }
    }

    func onlyExchange() async throws -> ExchangeID {
        let all = try await exchanges()
        #expect(all.count == 1)
        return try #require(all.first)
    }
}
