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
}

extension ConnectedSystem {
    /// Another system of the same team.
    func neighbour() async throws -> ConnectedSystem {
        try await another(of: world.trust, team: world.crisisTeam)
    }

    /// How often the outbox was told of `topic`.
    func told(_ topic: String) async throws -> Int {
        try await site.ground.engine.read {
            try $0.count("SELECT count(*) AS count FROM outbox_entry WHERE topic = \(topic)")
        }
    }
}
