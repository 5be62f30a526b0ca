import Accounts
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("A message of a record system")
struct ProcessMessageTests {
    @Test("waits for the team's decision, and nothing of it goes to a university; the answer says so")
    func held() async throws {
        try await ConnectedSystem.with { system in
            let request = UUID().uuidString
            let answer = try await system.post(TestMessage().text, request: request)
            #expect(answer.status == 200 && answer.body.contains("Nothing has gone to a university"))
            #expect(answer.headers[.init("X-Request-Id")!] == request)
            #expect(!answer.body.contains("Whitby") && !answer.body.contains("9434765919"))
            #expect(try fhirFaults(answer) == [])
            let exchanges = try await system.site.ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM exchange")
            }
            #expect(exchanges == 0)
            let page = try await system.world.nurse.get("/notices")
            #expect(
                page.says("From your record system") && page.says("Nell Whitby") && page.says("Presentation at A&amp;E")
            )
        }
    }

    @Test("becomes a draft with what it says in its place, and leaves the list when that is sent or set aside")
    func taken() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let nurse = system.world.nurse
            let path = try await system.waitingMessage()
            let who = try #require(try await nurse.post(path).location)
            let form = try await nurse.get(who)
            for typed in ["9434765919", "Nell", "Whitby", "2006"] { #expect(form.says("value=\"\(typed)\"")) }
            #expect(try await nurse.get("/notices").says("Grace Osei began"))
            let confirmed = try await nurse.get(path + "/set-aside")
            #expect(confirmed.says("Set this message aside?"))
            #expect(try await nurse.post(path + "/set-aside").status == 303)
            #expect(try await !nurse.get("/notices").says("From your record system"))
            let left = try await system.site.ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM incoming_message WHERE content_sealed IS NOT NULL")
            }
            #expect(left == 0)
        }
    }

    @Test("is another team's and another organisation's business to nobody")
    func foreign() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let path = try await system.waitingMessage()
            let site = system.site
            let elsewhere = try await site.visitor(
                .clinician, organisation: system.world.trust, service: ServiceID(at: site.clock.now))
            let stranger = try await site.visitor(
                .clinician, organisation: try await site.organisation(), service: system.world.crisisTeam)
            for visitor in [elsewhere, stranger] {
                #expect(try await !visitor.get("/notices").says("Whitby"))
                #expect(try await visitor.post(path).status == 404)
                #expect(try await visitor.get(path + "/set-aside").status == 404)
                #expect(try await visitor.post(path + "/set-aside").status == 404)
            }
            #expect(try await system.world.sam.post(path).status == 403)
        }
    }

    @Test("is kept once: the same request is a duplicate, the same content in a new envelope is recognised")
    func repeated() async throws {
        try await ConnectedSystem.with { system in
            let (message, request) = (TestMessage(), UUID().uuidString)
            #expect(try await system.post(message.text, request: request).status == 200)
            let again = try await system.post(message.text, request: request)
            #expect(again.status == 409 && again.body.contains("\"duplicate\""))
            var envelope = message
            envelope.id = UUID().uuidString.lowercased()
            let recognised = try await system.post(envelope.text)
            #expect(recognised.status == 200 && recognised.body.contains("nothing was done twice"))
            let kept = try await system.site.ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM incoming_message")
            }
            #expect(kept == 1)
        }
    }

    @Test("is kept once when ten arrive at the same moment")
    func storm() async throws {
        try await ConnectedSystem.with { system in
            let (token, text, request) = (try await system.token(), TestMessage().text, UUID().uuidString)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await system.call(
                            .post, "/fhir/R4/$process-message", text, token: token, request: request
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 9))
        }
    }

    @Test("names a university that is known, or is told what to mend")
    func university() async throws {
        try await ConnectedSystem.with { system in
            var message = TestMessage()
            message.ukprn = "10099999"
            let unknown = try await system.post(message.text)
            #expect(unknown.status == 422 && unknown.body.contains("No university has this UKPRN"))
            #expect(unknown.body.contains("identifier[0].value"))
            let id = system.world.university
            try await system.site.ground.engine.write {
                try $0.execute("UPDATE organisation SET ukprn = '10099999' WHERE id = \(id)")
            }
            #expect(try await system.post(message.text).status == 200)
            try await system.site.ground.engine.write {
                try $0.execute("UPDATE organisation SET closed_on = '2026-01-01' WHERE id = \(id)")
            }
            message.id = "other"
            message.reason = "Other"
            #expect(try await system.post(message.text).body.contains("has closed"))
        }
    }

    @Test("with faults is refused with all of them and where they are, and quotes nothing of it")
    func faults() async throws {
        try await ConnectedSystem.with { system in
            var message = TestMessage()
            message.birthDate = "2006-02-31"
            message.start = "yesterday"
            let structure = try await system.post(message.text)
            #expect(structure.status == 400)
            #expect(structure.body.contains("birthDate") && structure.body.contains("period.start"))
            #expect(!structure.body.contains("2006-02-31") && !structure.body.contains("Whitby"))
            message = TestMessage()
            message.nhsNumber = "9434765918"
            let number = try await system.post(message.text)
            #expect(number.status == 422 && number.body.contains("identifier[0].value"))
            #expect(!number.body.contains("9434765918"))
            message.nhsNumber = nil
            message.birthDate = "2006"
            #expect(try await system.post(message.text).status == 422)
            message = TestMessage()
            message.start = "2027-01-01T00:00:00Z"
            #expect(try await system.post(message.text).body.contains("future"))
        }
    }

    @Test("that is no message, of no known event, or no JSON, is refused in words")
    func strange() async throws {
        try await ConnectedSystem.with { system in
            let comma = try await system.post("{\"resourceType\": \"Bundle\",}")
            #expect(comma.status == 400 && comma.body.contains("line 1"))
            #expect(try await system.post("{\"resourceType\": \"Patient\"}").status == 422)
            var message = TestMessage()
            message.event = ("https://footbridge.example/CodeSystem/message-event", "lunch")
            #expect(try await system.post(message.text).body.contains("not-supported"))
            let token = try await system.token()
            let plain = try await system.call(
                .post, "/fhir/R4/$process-message", TestMessage().text, token: token, kind: "text/plain")
            #expect(plain.status == 415)
            #expect(try await system.post(TestMessage().text, request: "not-a-uuid").status == 400)
            let deep = String(repeating: "[", count: 10_000)
            #expect(try await system.post(deep).status == 400)
            #expect(try await system.post(String(repeating: " ", count: 2 << 20 + 1)).status == 413)
        }
    }

    @Test(
        "of the events of others is understood",
        arguments: [
            ("http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event", "notification-admit", "Admission"),
            (
                "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event", "notification-discharge",
                "Discharge"
            ),
            ("https://fhir.nhs.uk/CodeSystem/message-events-bars", "servicerequest-request", "Does not say"),
        ])
    func events(system code: String, event: String, title: String) async throws {
        try await ConnectedSystem.with { system in
            var message = TestMessage()
            message.event = (code, event)
            let answer = try await system.post(message.text)
            let page = try await system.world.nurse.get("/notices")
            #expect(answer.status == 200 && page.says(title))
        }
    }
}
