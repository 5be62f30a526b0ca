import Exchange
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A message that is odd, and legal")
struct OddMessageTests {
    @Test("tells of nobody where its reference could lead to two patients, and of the one whom an address names")
    func ambiguousPatient() throws {
        var message = TestMessage()
        message.more = Self.patient(at: "https://a.example", "Hers")
        let relative = message.text.replacing(Self.subject, with: Self.subject(of: "Patient/1"))
        #expect(try notice(relative).familyName == "Hers")
        message.more += Self.patient(at: "https://b.example", "His")
        let either = message.text.replacing(Self.subject, with: Self.subject(of: "Patient/1"))
        #expect(try problem(either).faults.map(\.expression) == [Message.headerPath + ".focus"])
        let his = message.text.replacing(Self.subject, with: Self.subject(of: "https://b.example/Patient/1"))
        #expect(try notice(his).familyName == "His")
    }

    @Test("is refused where it is about two patients or tells two things, and nothing of it is passed over")
    func severalFoci() async throws {
        let focus = "[{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"}]"
        let both = { (more: String) in focus.replacing("]", with: ", {\"reference\": \"\(more)\"}]") }
        var message = TestMessage()
        message.more = Self.patient(at: "https://a.example", "Other") + Self.encounter("1", of: "Patient/1")
        message.more += Self.encounter("2", of: "urn:uuid:5b2f0a50-0000-4000-8000-000000000003")
        for further in ["Encounter/1", "Encounter/2", "Encounter/3"] {
            let refusal = try problem(message.text.replacing(focus, with: both(further)))
            #expect(refusal.status == .unprocessableContent, "\(further)")
            #expect(refusal.faults.map(\.expression) == [Message.headerPath + ".focus[1]"], "\(further)")
        }
        let posted = message.text.replacing(focus, with: both("Encounter/1"))
        try await ConnectedSystem.with { system in
            let refused = try await system.post(posted)
            #expect(refused.status == 422 && refused.says("Send another message for this"))
            #expect(try await !system.world.nurse.get("/notices").says("Whitby"))
        }
    }

    @Test("may be about more that belongs to the same patient")
    func furtherFocus() throws {
        var message = TestMessage()
        message.more = """
            , {"fullUrl": "https://a.example/CarePlan/1", "resource": {"resourceType": "CarePlan", "id": "1",
              "status": "active", "intent": "plan", \(Self.subject)}}
            """
        let text = message.text.replacing(
            "[{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"}]",
            with:
                "[{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"}, {\"reference\": \"CarePlan/1\"}]")
        #expect(try notice(text).familyName == "Whitby")
    }

    @Test(
        "is about the patient under the NHS number that counts, wherever the old one stands",
        arguments: ["\"use\": \"old\"", "\"period\": {\"end\": \"2026-11-01\"}"])
    func oldNumber(_ mark: String) throws {
        let system = "\"system\": \"https://fhir.nhs.uk/Id/nhs-number\""
        let (old, new) = ("{\(system), \"value\": \"9990000018\", \(mark)}", "{\(system), \"value\": \"9434765919\"}")
        for numbers in [[old, new], [new, old]] {
            #expect(try notice(Self.identified(numbers)).nhsNumber == "9434765919")
        }
        #expect(try notice(Self.identified([old])).nhsNumber == nil)
        let two = [new, "{\(system), \"value\": \"9990000018\"}"]
        let faults = try problem(Self.identified(two)).faults
        #expect(faults.map { $0.expression?.hasSuffix("identifier[1].value") } == [true])
        #expect(
            try notice(Self.identified([new, "{\(system), \"value\": \"943 476 5919\"}"])).nhsNumber == "9434765919")
    }

    @Test("is in the name that the patient has, not in one that they had")
    func oldName() throws {
        let own = "\"name\": [{\"use\": \"official\", \"family\": \"Whitby\""
        let text = TestMessage().text.replacing(
            own, with: own.replacing("[", with: "[{\"use\": \"old\", \"family\": \"Former\", \"given\": [\"Nell\"]}, "))
        #expect(try notice(text.replacing("official", with: "nickname")).familyName == "Whitby")
        #expect(try notice(TestMessage().text.replacing("official", with: "old")).familyName == "Whitby")
    }

    @Test("loses none of the reasons, of the encounter and of the request, and says where there were more than fit")
    func reasons() throws {
        var message = TestMessage()
        message.more = """
            , {"fullUrl": "https://a.example/ServiceRequest/1", "resource": {"resourceType": "ServiceRequest", "id": "1",
              "status": "active", "intent": "order", "encounter": {"reference": "urn:uuid:5b2f0a50-0000-4000-8000-000000000002"},
              "reasonCode": [{"text": "Asks for help"}, {"text": "Feels hopeless"}], \(Self.subject)}}
            """
        let request = { (text: String) in
            text.replacing(
                "\"focus\": [{\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000002\"}]",
                with: "\"focus\": [{\"reference\": \"ServiceRequest/1\"}]")
        }
        #expect(try notice(request(message.text)).texts[.riskSummary] == "Feels hopeless\nAsks for help")
        message.reason = String(repeating: "w", count: 2_001)
        let long = try #require(try notice(message.text).texts[.riskSummary])
        #expect(long.count == 2_000 && long.hasSuffix("w … (There was more than fits here.)"))
        message.reason = String(repeating: "w", count: 2_000)
        #expect(try notice(message.text).texts[.riskSummary] == message.reason)
    }

    @Test("may have an identifier as long as it likes, by which it is known again")
    func longName() throws {
        let id = "\"id\": \"abc\""
        let named = { (name: String) in
            var message = TestMessage()
            message.id = "abc"
            let text = message.text.replacing(
                id, with: "\"identifier\": {\"system\": \"https://a.example\", \"value\": \"\(name)\"}")
            return try Message(try JSONText.read(Data(text.utf8))).ownName
        }
        let long = String(repeating: "n", count: 100_000)
        #expect(try named("short") == "short" && named(long) == named(long))
        #expect(try named(long) != named(long + "n") && (named(long) ?? long).utf8.count == 64)
    }

    @Test("says when somebody left by the end of the encounter alone")
    func dischargeWithoutEnd() throws {
        var message = TestMessage()
        message.event.1 = "discharge"
        #expect(try notice(message.text).happenedAt == nil)
        let start = "\"start\": \"\(message.start)\""
        let ended = message.text.replacing(start, with: "\(start), \"end\": \"2026-11-23T08:00:00Z\"")
        #expect(try notice(ended).happenedAt == FHIRTime.moment("2026-11-23T08:00:00Z"))
    }

    @Test(
        "never leaves by itself where it says that it may mean something else, and takes nothing back then",
        arguments: [
            (
                "\"status\": \"",
                "\"modifierExtension\": [{\"url\": \"https://a.example/not\", \"valueBoolean\": true}], "
            ),
            ("\"name\": [", "\"modifierExtension\": [{\"url\": \"https://a.example/not\", \"valueBoolean\": true}], "),
            ("\"type\": \"message\"", "\"implicitRules\": \"https://a.example/rules\", "),
            ("\"name\": [", "\"active\": false, "),
            ("\"name\": [", "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/2\"}}], "),
        ])
    func qualified(_ place: String, _ mark: String) async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let marked = { (message: TestMessage) in
                message.text.replacing(place, with: mark + place, maxReplacements: 1)
            }
            let answer = try await system.post(marked(.aboutMia))
            #expect(answer.status == 200 && answer.body.contains("\"meaning-qualified\""))
            #expect(try await system.exchanges() == [])
            #expect(try await system.world.nurse.get("/notices").says("look into your own record first"))
            let cancelled = try await system.post(marked(.cancelling(.aboutMia, "cancelled")))
            #expect(cancelled.status == (mark.contains("active") || mark.contains("link") ? 200 : 422))
        }
    }

    @Test("names its university by the reference itself too, and no more than one")
    func universities() async throws {
        let ukprn = { (number: String) in
            "\"identifier\": {\"system\": \"https://footbridge.example/Id/ukprn\", \"value\": \"\(number)\"}"
        }
        let receiver = { (number: String) in "\"endpoint\": \"https://a.example\", \"receiver\": {\(ukprn(number))}" }
        let own = "\"destination\": [{\"endpoint\": \"https://footbridge.example/fhir/R4\"}]"
        let one = TestMessage().text.replacing(own, with: "\"destination\": [{\(receiver("10099999"))}]")
        let two = TestMessage().text.replacing(
            own, with: "\"destination\": [{\(receiver("10099999"))}, {\(receiver("10088888"))}]")
        try await ConnectedSystem.with { system in
            let unknown = try await system.post(one)
            let place = "destination[0].receiver.identifier.value"
            #expect(unknown.status == 422 && unknown.body.contains(place) && unknown.says("No university has this"))
            let several = try await system.post(two)
            #expect(several.status == 422 && several.body.contains("destination[1].receiver.identifier.value"))
            #expect(several.says("one university"))
            let university = system.world.university
            try await system.site.ground.engine.write {
                try $0.execute("UPDATE organisation SET ukprn = '10099999' WHERE id = \(university)")
            }
            #expect(try await system.post(one).status == 200)
        }
    }
}

extension OddMessageTests {
    static let subject = "\"subject\": {\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000003\"}"

    static func subject(of reference: String) -> String { "\"subject\": {\"reference\": \"\(reference)\"}" }

    /// A message whose patient has these identifiers.
    private static func identified(_ identifiers: [String]) -> String {
        var message = TestMessage()
        message.nhsNumber = nil
        let list = identifiers.joined(separator: ", ")
        return message.text.replacing("\"name\": [{\"use\"", with: "\"identifier\": [\(list)], \"name\": [{\"use\"")
    }

    private static func patient(at address: String, _ family: String) -> String {
        """
        , {"fullUrl": "\(address)/Patient/1", "resource": {"resourceType": "Patient", "id": "1",
          "birthDate": "2006-04-03", "name": [{"family": "\(family)", "given": ["Nell"]}]}}
        """
    }

    private static func encounter(_ id: String, of patient: String) -> String {
        """
        , {"fullUrl": "https://a.example/Encounter/\(id)", "resource": {"resourceType": "Encounter", "id": "\(id)",
          "status": "finished", "class": {"code": "EMER"}, \(subject(of: patient))}}
        """
    }

    /// What travels from it into a draft.
    func notice(_ text: String) throws -> IncomingNotice {
        let message = try Message(try JSONText.read(Data(text.utf8)))
        try message.requireOneNews()
        return try message.notice(provider: nil, at: try #require(FHIRTime.moment("2026-11-23T09:15:00Z")))
    }

    private func problem(_ text: String) throws -> FHIRProblem {
        try #require(throws: FHIRProblem.self) { _ = try notice(text) }
    }
}
