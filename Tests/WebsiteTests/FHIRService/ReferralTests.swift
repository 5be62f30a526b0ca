import Exchange
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Website

@Suite("A referral, which does not say what happened")
struct ReferralTests {
    @Test("goes to the university at once, as what the manager said that those of this system are about")
    func sent() async throws {
        try await ConnectedSystem.deciding([.contactHappened, .careTeam]) { system, _ in
            #expect(try await system.choose("presentation").status == 303)
            let answer = try await system.post(TestMessage.referral())
            #expect(answer.status == 200 && answer.body.contains("\"code\":\"sent\""))
            #expect(try fhirFaults(answer) == [])
            let page = try await system.world.sam.get("/exchanges/\(system.onlyExchange())")
            #expect(page.says("Presentation at A&amp;E, Crisis team") && page.says("Dr Ola Byrne, through Emergency"))
            #expect(!page.says("Feels hopeless"))
        }
    }

    @Test("waits, and is shown as one that does not say it, until the manager has chosen, and again afterwards")
    func held() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            for choice in [nil, "each-time"] {
                #expect(try await system.choose("presentation").status == 303)
                #expect(try await system.choose(choice).status == 303)
                let answer = try await system.post(TestMessage.referral(id: choice ?? "none"))
                #expect(answer.body.contains("\"held\"") && answer.body.contains("\"event-unclear\""))
            }
            #expect(try await system.exchanges() == [])
            #expect(try await system.world.nurse.get("/notices").says("Does not say what happened"))
        }
    }

    @Test("waits without the student's own yes, and without a time: when it was written is not when it happened")
    func doubts() async throws {
        try await ConnectedSystem.deciding(.all) { system, mia in
            #expect(try await system.choose("crisisContact").status == 303)
            let untimed = try await system.post(TestMessage.referral(id: "untimed", encounter: false))
            #expect(untimed.status == 200 && untimed.body.contains("\"time-unclear\""))
            system.site.clock.advance(by: 60)
            let no = [("team", system.world.wellbeing.rawValue), ("categories", "nothing")]
            #expect(try await mia.post("/my-information/in-advance", no).status == 303)
            #expect(try await system.post(TestMessage.referral()).body.contains("\"refused\""))
            #expect(try await system.exchanges() == [])
        }
    }

    @Test("is taken back by an update of it that is revoked")
    func revoked() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            #expect(try await system.choose("admission").status == 303)
            _ = try await system.post(TestMessage.referral())
            let id = try await system.onlyExchange()
            let answer = try await system.post(TestMessage.referral(intent: "update", status: "revoked"))
            #expect(answer.body.contains("\"recalled\""))
            #expect(try await system.world.state(id).status == .recalled)
        }
    }

    @Test("lends its choice to a transfer, which says as little, and to nothing that says what happened")
    func others() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            #expect(try await system.choose("admission").status == 303)
            var message = TestMessage.aboutMia
            message.event.1 = "crisis-contact"
            #expect(try await system.post(message.text).body.contains("\"sent\""))
            let page = try await system.world.sam.get("/exchanges/\(system.onlyExchange())")
            #expect(page.says("Crisis contact, Crisis team") && !page.says("Admission, Crisis team"))
            message.event.1 = "discharge"
            #expect(try await system.post(message.text).body.contains("\"checklist-open\""))
            message.event = (
                "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event", "notification-transfer"
            )
            #expect(try await system.post(message.text).body.contains("\"already-told\""))
            message.start = "2026-11-22T23:40:00Z"
            #expect(try await system.post(message.text).body.contains("\"sent\""))
            #expect(try await system.exchanges().count == 2)
        }
    }

    @Test("is no news where it was taken back, is only drafted, or its encounter is somebody else's")
    func noNews() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            #expect(try await system.choose("presentation").status == 303)
            for status in ["revoked", "entered-in-error"] {
                #expect(try await system.post(TestMessage.referral(id: status, status: status)).status == 422)
            }
            let notDone = TestMessage.referral(id: "not").replacing(
                "\"intent\":", with: "\"doNotPerform\": true, \"intent\":")
            #expect(try await system.post(notDone).status == 422)
            let draft = try await system.post(TestMessage.referral(id: "draft", status: "draft"))
            #expect(draft.body.contains("\"time-unclear\""))
            let mia = "\"subject\": {\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000003\"}"
            let elsewhere = TestMessage.referral(id: "else").replacing(
                mia, with: "\"subject\": {\"reference\": \"Patient/another\"}", maxReplacements: 1)
            #expect(try await system.post(elsewhere).body.contains("\"time-unclear\""))
            #expect(try await system.exchanges() == [])
        }
    }
}

@Suite("The form on which a manager says what referrals are about")
struct UnsaidKindFormTests {
    @Test("keeps the choice and shows it again; without one a person decides")
    func kept() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let path = "/record-systems/\(system.id)"
            let before = try await system.trustManager.get(path)
            #expect(before.says("A message that does not say what happened"))
            #expect(before.says("value=\"each-time\" checked") && !before.says("value=\"presentation\" checked"))
            #expect(!before.says("value=\"discharge\""))
            #expect(try await system.choose("presentation").status == 303)
            #expect(try await system.trustManager.get(path).says("value=\"presentation\" checked"))
            #expect(try await system.trustManager.post("\(path)/instruction", [("sending", "person")]).status == 303)
            #expect(try await !system.trustManager.get(path).says("value=\"presentation\" checked"))
        }
    }

    @Test("comes back filled in where something is missing or is not offered, and changes nothing")
    func faults() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let path = "/record-systems/\(system.id)"
            let form = [("sending", "at-once"), ("urgency", "within48Hours"), ("unsaidKind", "admission")]
            let half = try await system.trustManager.post("\(path)/instruction", form)
            #expect(half.status == 422 && half.says("Choose what is asked of the university"))
            #expect(half.says("value=\"admission\" checked") && half.says("value=\"within48Hours\" checked"))
            let discharge = try await system.choose("discharge")
            #expect(discharge.status == 422 && discharge.says("This has a checklist that a person answers"))
            #expect(discharge.says("href=\"#unsaidKind\"") && discharge.says("value=\"within48Hours\" checked"))
            let unknown = try await system.choose("lunch")
            #expect(unknown.status == 422 && unknown.says("Choose what such a message is about"))
            #expect(try await system.trustManager.get(path).says("value=\"each-time\" checked"))
        }
    }
}

extension ConnectedSystem {
    /// Lets messages go at once, and says what those are about that do not say it; `nil`: says nothing of them.
    fileprivate func choose(_ kind: String?) async throws -> TestAnswer {
        let form = [("sending", "at-once"), ("urgency", "within48Hours"), ("request", "checkInWithin48Hours")]
        return try await trustManager.post(
            "/record-systems/\(id)/instruction", form + (kind.map { [("unsaidKind", $0)] } ?? []))
    }
}

extension TestMessage {
    /// As BaRS has it: a request by a doctor, with the encounter behind it.
    fileprivate static func referral(
        id: String = "first", intent: String = "new", status: String = "active", encounter: Bool = true
    ) -> String {
        var message = aboutMia
        message.event = ("https://fhir.nhs.uk/CodeSystem/message-events-bars", "servicerequest-request")
        (message.id, message.author, message.intent) = (UUID().uuidString.lowercased(), nil, intent)
        let meeting = "\"encounter\": {\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"},"
        message.more = """
            , {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000005", "resource": {"resourceType": "ServiceRequest",
                "identifier": [{"system": "https://record.example.nhs.uk/referral", "value": "\(id)"}],
                "status": "\(status)", "intent": "order", \(encounter ? meeting : "")
                "authoredOn": "\(message.start)", "occurrenceDateTime": "\(message.start)",
                "requester": {"reference": "Practitioner/1", "display": "Dr Ola Byrne"},
                "subject": {"reference": "urn:uuid:5b2f0a50-0000-4000-8000-000000000003"}}}
            """
        return message.text.replacing(
            "\"focus\": [{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"}]",
            with: "\"focus\": [{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000005\"}]")
    }
}
