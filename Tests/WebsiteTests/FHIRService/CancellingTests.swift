import Accounts
import Exchange
import Foundation
import JWTKit
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A record system that takes something back")
struct CancellingTests {
    @Test("drops what was held, and says so once")
    func held() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let (cancel, request) = (TestMessage.cancelling(TestMessage(), "cancelled"), UUID().uuidString)
            let answer = try await system.post(cancel.text, request: request)
            #expect(answer.status == 200 && answer.body.contains("\"dropped-unsent\""))
            #expect(try fhirFaults(answer) == [])
            #expect(try await !system.world.nurse.get("/notices").says("From your record system"))
            #expect(try await system.post(cancel.text, request: request).status == 409)
            #expect(try await system.post(cancel.text).body.contains("\"recognised\""))
        }
    }

    @Test("tells whoever had begun a notice from it, whose draft stays")
    func begun() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let nurse = system.world.nurse
            let path = try await system.waitingMessage()
            let draft = try #require(try await nurse.post(path).location)
            _ = try await system.post(TestMessage.cancelling(TestMessage(), "cancelled").text)
            #expect(try await system.told("incoming.cancelled") == 1)
            #expect(try await nurse.get(draft).says("value=\"Whitby\""))
        }
    }

    @Test("calls back what nobody has read")
    func unread() async throws {
        try await ConnectedSystem.deciding(.all) { system, mia in
            _ = try await system.post(TestMessage.aboutMia.text)
            let id = try await system.onlyExchange()
            let answer = try await system.post(TestMessage.cancelling(.aboutMia, "cancelled").text)
            #expect(answer.body.contains("\"recalled\"") && answer.body.contains("FB-"))
            #expect(try await system.world.state(id).status == .recalled)
            #expect(try await mia.get("/my-information").says("called back before anybody opened it"))
        }
    }

    @Test("calls back what was sent, and drops the correction of it that waits")
    func corrected() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var message = TestMessage.aboutMia
            _ = try await system.post(message.text)
            let id = try await system.onlyExchange()
            (message.id, message.reason) = (UUID().uuidString.lowercased(), "Feels hopeless, corrected")
            #expect(try await system.post(message.text).body.contains("\"already-told\""))
            let answer = try await system.post(TestMessage.cancelling(.aboutMia, "cancelled").text)
            #expect(answer.body.contains("\"recalled\"") && !answer.body.contains("dropped-unsent"))
            #expect(try await system.world.state(id).status == .recalled)
            #expect(try await !system.world.nurse.get("/notices").says("From your record system"))
        }
    }

    @Test("closes what was sent in error to the university, also where it was read")
    func mistake() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            let id = try await system.onlyExchange()
            _ = try await system.world.sam.get("/exchanges/\(id)")
            let answer = try await system.post(TestMessage.cancelling(.aboutMia, "entered-in-error").text)
            #expect(answer.body.contains("\"marked-as-mistake\""))
            #expect(try await system.world.state(id).status == .enteredInError)
            #expect(try await !system.world.sam.get("/exchanges/\(id)").says("Feels hopeless"))
        }
    }

    @Test("says so in the thread where it was read, and care goes on")
    func read() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            let id = try await system.onlyExchange()
            _ = try await system.world.sam.get("/exchanges/\(id)")
            let answer = try await system.post(TestMessage.cancelling(.aboutMia, "cancelled").text)
            #expect(answer.body.contains("\"told-both-sides\""))
            #expect(try await system.world.state(id).status == .opened)
            #expect(try await system.world.sam.get("/exchanges/\(id)").says("has cancelled the request behind this"))
            #expect(try await system.told("exchange.requestCancelled") == 1)
        }
    }

    @Test("does not find what it did not send, nor what another system did")
    func foreign() async throws {
        try await ConnectedSystem.with { system in
            let cancel = TestMessage.cancelling(TestMessage(), "entered-in-error").text
            #expect(try await system.post(cancel).status == 404)
            _ = try await system.post(TestMessage().text)
            let other = try await system.neighbour()
            #expect(try await other.post(cancel).status == 404)
            #expect(try await system.world.nurse.get("/notices").says("Nell Whitby"))
        }
    }

    @Test("before it has come is told so each time; what comes after all waits, and is dropped by the same request")
    func beforeOriginal() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let (cancel, request) = (TestMessage.cancelling(.aboutMia, "cancelled").text, UUID().uuidString)
            for _ in 0..<2 {
                let unknown = try await system.post(cancel, request: request)
                #expect(unknown.status == 404 && unknown.says("Should it come after all, it waits"))
                system.site.clock.advance(by: 1)
            }
            #expect(try await system.keptCancellations() == 1)
            let late = try await system.post(TestMessage.aboutMia.text)
            #expect(late.body.contains("\"held\"") && late.body.contains("\"taken-back\""))
            #expect(try await system.exchanges() == [])
            #expect(try await system.world.nurse.get("/notices").says("It had been taken back before this came"))
            system.site.clock.advance(by: 1)
            let dropped = try await system.post(cancel, request: request)
            #expect(dropped.status == 200 && dropped.body.contains("\"dropped-unsent\""))
            #expect(try await system.post(cancel, request: request).body.contains("duplicate"))
            #expect(try await !system.world.nurse.get("/notices").says("From your record system"))
            #expect(try await system.keptCancellations() == 1)
        }
    }

    @Test("before it has come is told to whoever decides, where it waits anyway, and holds nothing of another system")
    func beforeWhatWaits() async throws {
        try await ConnectedSystem.with { system in
            let cancel = TestMessage.cancelling(TestMessage(), "cancelled").text
            #expect(try await system.neighbour().post(cancel).status == 404)
            system.site.clock.advance(by: 1)
            _ = try await system.post(TestMessage().text)
            let words = "It had been taken back before this came"
            #expect(try await !system.world.nurse.get("/notices").says(words))
            var other = TestMessage()
            other.more = ", " + TestMessage.named("another")
            var cancelled = TestMessage.cancelling(other, "finished")
            cancelled.more = ", " + TestMessage.named("another", status: "cancelled")
            #expect(try await system.post(TestMessage.aboutTheNinth(cancelled)).status == 404)
            system.site.clock.advance(by: 1)
            let held = try await system.post(TestMessage.aboutTheNinth(other))
            #expect(held.body.contains("\"no-standing-instruction\""))
            #expect(try await system.world.nurse.get("/notices").says(words))
        }
    }

    @Test("has a person judge what changes or repeats that, and takes that back too when it says so once more")
    func saidAfterwards() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let cancel = TestMessage.cancelling(.aboutMia, "cancelled").text
            _ = try await system.post(TestMessage.aboutMia.text)
            #expect(try await system.post(cancel).body.contains("\"recalled\""))
            var update = TestMessage.cancelling(.aboutMia, "finished")
            (update.reason, update.start) = ("Feels better", "2026-11-23T07:40:00Z")
            for again in [update.text, TestMessage.aboutMia.text] {
                system.site.clock.advance(by: 1)
                let held = try await system.post(again)
                #expect(held.body.contains("\"held\"") && held.body.contains("\"taken-back\""))
                #expect(try await system.post(again).body.contains("\"recognised\""))
                system.site.clock.advance(by: 1)
                #expect(try await system.post(cancel).body.contains("\"dropped-unsent\""))
                #expect(try await system.post(cancel).body.contains("\"recognised\""))
                #expect(try await !system.world.nurse.get("/notices").says("From your record system"))
            }
            _ = try await system.onlyExchange()
        }
    }

    @Test("means one of its own kind where another has the same id, and finds what was kept before kinds were")
    func sameID() async throws {
        try await ConnectedSystem.with { system in
            let encounter = { (message: TestMessage) in
                message.text.replacing(
                    "\"resourceType\": \"Encounter\",", with: "\"resourceType\": \"Encounter\", \"id\": \"1\",")
            }
            _ = try await system.post(encounter(TestMessage()))
            var request = TestMessage.cancelling(TestMessage(), "finished")
            request.more = """
                , {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000009", "resource": {
                  "resourceType": "ServiceRequest", "id": "1", "status": "revoked", "intent": "order",
                  "subject": {"reference": "urn:uuid:5b2f0a50-0000-4000-8000-000000000003"}}}
                """
            #expect(try await system.post(TestMessage.aboutTheNinth(request)).status == 404)
            #expect(try await system.world.nurse.get("/notices").says("Nell Whitby"))
            try await system.site.ground.engine.write {
                try $0.execute("UPDATE incoming_message SET focus_hash = substr(focus_hash, 1, 64)")
            }
            system.site.clock.advance(by: 1)
            let own = try await system.post(encounter(.cancelling(TestMessage(), "cancelled")))
            #expect(own.body.contains("\"dropped-unsent\""))
        }
    }

    @Test("is told what to do instead where it wants another change")
    func otherChanges() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            var message = TestMessage.cancelling(TestMessage(), "cancelled")
            message.intent = "delete"
            let answer = try await system.post(message.text)
            #expect(answer.status == 422 && answer.body.contains("not-supported"))
        }
    }
}

extension TestMessage {
    static func cancelling(_ message: TestMessage, _ status: String) -> TestMessage {
        var cancelling = message
        (cancelling.id, cancelling.status, cancelling.intent) = (UUID().uuidString.lowercased(), status, "update")
        return cancelling
    }

    /// The message, about the last of its entries.
    fileprivate static func aboutTheNinth(_ message: TestMessage) -> String {
        message.text.replacing(
            "\"focus\": [{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"}]",
            with: "\"focus\": [{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000009\"}]")
    }

    /// An encounter of the same student that has a name of its own.
    fileprivate static func named(_ name: String, status: String = "finished") -> String {
        """
        {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000009", "resource": {"resourceType": "Encounter",
          "identifier": [{"system": "https://record.example.nhs.uk/encounter", "value": "\(name)"}],
          "status": "\(status)", "class": {"code": "EMER"}, "period": {"start": "2026-11-22T23:10:00Z"},
          "subject": {"reference": "urn:uuid:5b2f0a50-0000-4000-8000-000000000003"}}}
        """
    }
}

extension ConnectedSystem {
    /// Another system of the same team.
    func neighbour() async throws -> ConnectedSystem {
        try await another(of: world.trust, team: world.crisisTeam)
    }

    /// How many rows say that something was taken back.
    fileprivate func keptCancellations() async throws -> Int {
        try await site.ground.engine.read {
            try $0.count("SELECT count(*) AS count FROM incoming_message WHERE cancels IS NOT NULL")
        }
    }

    /// How often the outbox was told of `topic`.
    func told(_ topic: String) async throws -> Int {
        try await site.ground.engine.read {
            try $0.count("SELECT count(*) AS count FROM outbox_entry WHERE topic = \(topic)")
        }
    }
}
