import Exchange
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A message that is like one before")
struct ChangedMessageTests {
    @Test("is not kept under an id that came with another content, and its system is told so")
    func anotherContent() async throws {
        try await ConnectedSystem.with { system in
            let request = UUID().uuidString
            #expect(try await system.post(TestMessage().text, request: request).status == 200)
            var other = TestMessage()
            (other.nhsNumber, other.family) = ("9990000018", "Other")
            let refused = try await system.post(other.text, request: request)
            #expect(refused.status == 409 && refused.body.contains("business-rule"))
            #expect(refused.says("nothing of this message was kept") && !refused.body.contains("duplicate"))
            #expect(try await !system.world.nurse.get("/notices").says("Other"))
            let later = try await system.post(other.text, request: UUID().uuidString)
            #expect(later.status == 200 && later.body.contains("\"held\""))
        }
    }

    @Test("is not lost where its system names all bundles alike and sends no id of the request")
    func sameBundle() async throws {
        try await ConnectedSystem.with { system in
            let first = TestMessage()
            var second = first
            second.family = "Other"
            #expect(try await system.post(first.text, request: nil).status == 200)
            #expect(try await system.post(first.text, request: nil).body.contains("duplicate"))
            let refused = try await system.post(second.text, request: nil)
            #expect(refused.status == 409 && !refused.body.contains("duplicate"))
            let mesh = try await system.taken(second)
            #expect(mesh.fate == .refused && String(decoding: mesh.answer, as: UTF8.self).contains("fatal-error"))
        }
    }

    @Test("is recognised under new names of its entries, and not where anything else differs")
    func renamed() async throws {
        try await ConnectedSystem.with { system in
            let message = TestMessage().text
            _ = try await system.post(message)
            let renamed = message.replacing("5b2f0a50-0000-4000-8000", with: "77777777-0000-4000-8000")
            #expect(try await system.post(renamed).body.contains("\"recognised\""))
            var other = TestMessage()
            other.reason = "Feels worse"
            #expect(try await system.post(other.text).body.contains("\"held\""))
        }
    }

    @Test("takes the place of what waits, where it is said to be an update; who had begun from that is told")
    func update() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let nurse = system.world.nurse
            _ = try await nurse.post(try await system.waitingMessage())
            var update = TestMessage.cancelling(TestMessage(), "finished")
            update.reason = "Feels hopeless, and says so"
            let answer = try await system.post(update.text)
            #expect(answer.status == 200 && answer.body.contains("\"held\""))
            #expect(try await system.told("incoming.replaced") == 1)
            #expect(try await system.waiting() == 1)
        }
    }

    @Test("waits for a person where the university was told of it already, whatever was decided in advance")
    func updateOfTold() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            let id = try await system.onlyExchange()
            var update = TestMessage.cancelling(.aboutMia, "finished")
            (update.reason, update.start) = ("Changed", "2026-11-22T21:10:00Z")
            let answer = try await system.post(update.text)
            #expect(answer.body.contains("\"changes-told\"") && !answer.body.contains("patient-deceased"))
            update.id = UUID().uuidString.lowercased()
            let died = update.text.replacing("\"birthDate\":", with: "\"deceasedBoolean\": true, \"birthDate\":")
            let news = try await system.post(died)
            #expect(news.body.contains("\"changes-told\"") && news.body.contains("\"patient-deceased\""))
            #expect(try await system.world.nurse.get("/notices").says("It says that the student has died."))
            #expect(try await system.onlyExchange() == id)
        }
    }

    @Test(
        "waits for a person where one has begun from what it changes, or has set that aside, whatever was decided in advance",
        arguments: ["", "/set-aside"])
    func updateOfWhatIsInHand(_ act: String) async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var first = TestMessage.aboutMia
            first.author = nil
            #expect(try await system.post(first.text).body.contains("\"sender-not-named\""))
            let path = try await system.waitingMessage()
            #expect(try await system.world.nurse.post(path + act).status == 303)
            var update = TestMessage.cancelling(.aboutMia, "finished")
            #expect(try await system.post(update.text).body.contains("\"in-hand\""))
            (update.id, update.reason) = (UUID().uuidString.lowercased(), "Changed once more")
            #expect(try await system.post(update.text).body.contains("\"in-hand\""))
            #expect(try await system.exchanges().isEmpty)
            #expect(try await system.waiting() == 1)
        }
    }

    @Test(
        "waits beside what was said since, where it returns word for word to an earlier update; sent once more it is recognised"
    )
    func returning() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            var update = TestMessage.cancelling(TestMessage(), "finished")
            update.reason = "Feels worse"
            let worse = update.text
            update.reason = "Feels better"
            system.site.clock.advance(by: 1)
            #expect(try await system.post(worse).body.contains("\"held\""))
            #expect(try await system.post(worse).body.contains("\"recognised\""))
            system.site.clock.advance(by: 1)
            #expect(try await system.post(update.text).body.contains("\"held\""))
            #expect(try await system.waiting() == 1)
            system.site.clock.advance(by: 1)
            #expect(try await system.post(worse).body.contains("\"said-before\""))
            #expect(try await system.waiting() == 2)
            #expect(try await system.post(worse).body.contains("\"recognised\""))
            system.site.clock.advance(by: 1)
            let request = UUID().uuidString
            #expect(try await system.post(update.text, request: request).body.contains("\"said-before\""))
            #expect(try await system.post(update.text, request: request).body.contains("duplicate"))
            #expect(try await system.waiting() == 3)
        }
    }

    @Test("that comes late after an update is no news: only an update takes the place of another")
    func lateNews() async throws {
        try await ConnectedSystem.with { system in
            let first = TestMessage().text
            _ = try await system.post(first)
            var update = TestMessage.cancelling(TestMessage(), "finished")
            update.reason = "Feels worse"
            _ = try await system.post(update.text)
            #expect(try await system.post(first).body.contains("\"recognised\""))
            #expect(try await system.waiting() == 1)
        }
    }

    @Test("that went at once before what it changes has told the university: the original, which comes late, waits")
    func updateBeforeOriginal() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var update = TestMessage.cancelling(.aboutMia, "finished")
            update.reason = "Feels better"
            #expect(try await system.post(update.text).body.contains("\"sent\""))
            #expect(try await system.post(TestMessage.aboutMia.text).body.contains("\"already-told\""))
            _ = try await system.onlyExchange()
        }
    }

    @Test(
        "that comes late after a change of it waits, where that has told another time, or was taken back; what is news after it goes",
        arguments: [false, true])
    func originalOfAnotherTime(_ isTakenBack: Bool) async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var update = TestMessage.cancelling(.aboutMia, "finished")
            (update.reason, update.start) = ("Feels better", "2026-11-23T07:40:00Z")
            #expect(try await system.post(update.text).body.contains("\"sent\""))
            system.site.clock.advance(by: 1)
            if isTakenBack {
                let cancelling = TestMessage.cancelling(.aboutMia, "cancelled")
                #expect(try await system.post(cancelling.text).body.contains("\"recalled\""))
            }
            let told = try await system.exchanges().count
            system.site.clock.advance(by: 1)
            let late = try await system.post(TestMessage.aboutMia.text)
            #expect(late.body.contains("\"held\"") && late.body.contains("\"overtaken\""))
            #expect(try await system.exchanges().count == told)
            #expect(try await system.world.nurse.get("/notices").says("A change of this came before it"))
            system.site.clock.advance(by: 1)
            var news = TestMessage.aboutMia
            (news.event.1, news.start) = ("admission", "2026-11-23T08:30:00Z")
            #expect(try await system.post(news.text).body.contains("\"sent\""))
        }
    }

    @Test(
        "that comes late waits beside the change of it that a person has yet to judge, has begun from or set aside",
        arguments: [nil, "", "/set-aside"] as [String?])
    func originalOfWhatWaits(_ act: String?) async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var update = TestMessage.cancelling(.aboutMia, "finished")
            (update.reason, update.author) = ("Feels better", nil)
            #expect(try await system.post(update.text).body.contains("\"sender-not-named\""))
            if let act {
                let path = try await system.waitingMessage()
                #expect(try await system.world.nurse.post(path + act).status == 303)
            }
            system.site.clock.advance(by: 1)
            #expect(try await system.post(TestMessage.aboutMia.text).body.contains("\"overtaken\""))
            #expect(try await system.exchanges().isEmpty)
        }
    }

    @Test(
        "that comes late says so to whoever decides, where it would have waited anyway; in its turn it says nothing of it"
    )
    func originalThatWaits() async throws {
        let words = "A change of this came before it"
        try await ConnectedSystem.with { system in
            var update = TestMessage.cancelling(TestMessage(), "finished")
            update.reason = "Feels worse"
            _ = try await system.post(update.text)
            #expect(try await !system.world.nurse.get("/notices").says(words))
            system.site.clock.advance(by: 1)
            _ = try await system.post(TestMessage().text)
            #expect(try await system.world.nurse.get("/notices").says(words))
        }
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            system.site.clock.advance(by: 1)
            var update = TestMessage.cancelling(TestMessage(), "finished")
            update.reason = "Feels worse"
            _ = try await system.post(update.text)
            system.site.clock.advance(by: 1)
            var news = TestMessage()
            news.event.1 = "admission"
            _ = try await system.post(news.text)
            #expect(try await !system.world.nurse.get("/notices").says(words))
        }
    }

    @Test("leaves by itself where nobody has dealt with what it changes, and all is clear by then")
    func updateThatMakesClear() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            var first = TestMessage.aboutMia
            first.author = nil
            let held = try await system.post(first.text)
            let sent = try await system.post(TestMessage.cancelling(.aboutMia, "finished").text)
            #expect(held.body.contains("\"held\"") && sent.body.contains("\"sent\""))
            #expect(try await system.waiting() == 0)
        }
    }

    @Test("of another system changes nothing of what waits")
    func foreignUpdate() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            let other = try await system.neighbour()
            var update = TestMessage.cancelling(TestMessage(), "finished")
            update.reason = "Changed"
            #expect(try await other.post(update.text).status == 200)
            #expect(try await system.waiting() == 2)
        }
    }

    @Test("is no news where it is an answer")
    func answer() async throws {
        try await ConnectedSystem.with { system in
            let answer = TestMessage().text.replacing(
                "\"source\":",
                with: "\"response\": {\"identifier\": \"unknown\", \"code\": \"fatal-error\"}, \"source\":")
            let refused = try await system.post(answer)
            #expect(refused.status == 404 && refused.says("MessageHeader).response"))
            #expect(try await !system.world.nurse.get("/notices").says("Whitby"))
        }
    }

    @Test("never leaves by itself where it says that the student has died, and is refused with a birthday to come")
    func patient() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let died = TestMessage.aboutMia.text.replacing(
                "\"birthDate\":", with: "\"deceasedBoolean\": true, \"birthDate\":")
            #expect(try await system.post(died).body.contains("\"patient-deceased\""))
            var unborn = TestMessage()
            unborn.birthDate = "2090-01-01"
            let refused = try await system.post(unborn.text)
            #expect(refused.status == 422 && refused.says("birthDate"))
        }
    }
}

extension ConnectedSystem {
    /// How many messages wait for the nurse's team.
    fileprivate func waiting() async throws -> Int {
        let list = try await world.nurse.get("/notices").body
        return Set(list.matches(of: /\/notices\/from-messages\/[0-9a-f-]+/).map { String($0.0) }).count
    }

    /// The message as it is taken where it comes by MESH.
    func taken(_ message: TestMessage) async throws -> TakenMessage {
        let system = try #require(try await site.installation.fhir.systems.session(token: token())).system
        return try await site.installation.fhir.take(Data(message.text.utf8), named: "mesh", from: system)
    }
}
