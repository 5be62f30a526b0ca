import Exchange
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A message in the thread, written twice at once")
struct CommunicationTests {
    @Test("is one message under one request id, and both are told where it is")
    func oneRequest() async throws {
        try await Self.twice { _ in
            let request = UUID().uuidString
            return [["X-Request-Id": request], ["X-Request-Id": request]]
        } expecting: {
            $0 == [201, 201]
        }
    }

    @Test("is one message under two request ids where each asks for it only if there is none")
    func onCondition() async throws {
        try await Self.twice { id in
            (0..<2).map { _ in ["X-Request-Id": UUID().uuidString, "If-None-Exist": "part-of=Task/\(id)"] }
        } expecting: {
            $0 == [200, 201]
        }
    }

    @Test("is two messages under one request id where the words differ")
    func otherWords() async throws {
        try await ConnectedSystem.with { trust in
            let (id, nurse) = (try await trust.world.acknowledged(), trust.world.nurse)
            let headers = ["X-Request-Id": UUID().uuidString]
            for words in ["One.", "Two.", "Two."] {
                #expect(try await trust.wrote(words, in: id, by: nurse, headers: headers).status == 201)
            }
            #expect(try await trust.read("Communication?part-of=Task/\(id)").total == 2)
        }
    }

    @Test("is not written where one of that condition is there, where there are two, or for who may not look")
    func known() async throws {
        try await ConnectedSystem.with { trust in
            let (id, trustNurse) = (try await trust.world.acknowledged(), trust.world.nurse)
            let condition = { (id: ExchangeID) in
                ["X-Request-Id": UUID().uuidString, "If-None-Exist": "part-of=Task/\(id)"]
            }
            #expect(try await trust.wrote("One.", in: id, by: trustNurse, headers: condition(id)).status == 201)
            #expect(try await trust.wrote("Two.", in: id, by: trustNurse, headers: condition(id)).status == 200)
            let plain = ["X-Request-Id": UUID().uuidString]
            #expect(try await trust.wrote("Three.", in: id, by: trustNurse, headers: plain).status == 201)
            #expect(try await trust.wrote("Four.", in: id, by: trustNurse, headers: condition(id)).status == 412)
            #expect(try await trust.read("Communication?part-of=Task/\(id)").total == 2)
            let blind = try await trust.another(
                of: trust.organisation, team: trust.world.crisisTeam, scopes: [.writing, .exchanges])
            #expect(try await blind.wrote("Five.", in: id, by: trustNurse, headers: condition(id)).status == 403)
        }
    }

    @Test("is refused where it is about another patient than its task, or holds what would be lost")
    func misplaced() async throws {
        try await ConnectedSystem.with { trust in
            let (id, world) = (try await trust.world.acknowledged(), trust.world)
            let role = try await trust.role(of: world.nurse)
            let write = { (parts: String, subject: String, payload: String) in
                try await trust.fhir(
                    "Communication", .post,
                    """
                    {"resourceType":"Communication","status":"completed","partOf":[\(parts)],\(subject)
                     "sender":{"reference":"\(role)"},"payload":[{"contentString":"Hello."\(payload)}]}
                    """, headers: ["X-Request-Id": UUID().uuidString])
            }
            let task = "{\"reference\":\"Task/\(id)\"}"
            let subject = { (id: String) in "\"subject\":{\"reference\":\"Patient/\(id)\"}," }
            let strange = ",\"modifierExtension\":[{\"url\":\"https://a.example/not\",\"valueBoolean\":true}]"
            for (parts, about, payload, place) in [
                (task, subject(world.university.rawValue), "", "Communication.subject"),
                (task, "\"subject\":{\"display\":\"Mia\"},", "", "Communication.subject"),
                (task, "", strange, "Communication.payload[0].modifierExtension"),
                ("\(task),{\"reference\":\"Task/\(world.university)\"}", "", "", "Communication.partOf"),
                ("\(task),{\"reference\":\"CarePlan/1\"}", "", "", "Communication.partOf"),
            ] {
                let answer = try await write(parts, about, payload)
                #expect(answer.status == 422 && answer.says("\"\(place)\""), "\(place): \(answer.body)")
            }
            #expect(try await trust.read("Communication?part-of=Task/\(id)").total == 0)
            #expect(try await write(task, subject(world.student.rawValue), "").status == 201)
        }
    }

    private static func twice(
        _ headers: (ExchangeID) -> [[String: String]], expecting: ([Int]) -> Bool
    ) async throws {
        try await ConnectedSystem.with { trust in
            let (id, nurse) = (try await trust.world.acknowledged(), trust.world.nurse)
            let both = headers(id)
            async let one = trust.wrote("Hello.", in: id, by: nurse, headers: both[0])
            async let other = trust.wrote("Hello.", in: id, by: nurse, headers: both[1])
            let answers = try await [one, other]
            #expect(expecting(answers.map(\.status).sorted()))
            #expect(Set(answers.map { $0.headers[.location] }).count == 1)
            #expect(try await trust.read("Communication?part-of=Task/\(id)").total == 1)
        }
    }
}

extension ConnectedSystem {
    /// Writes to the other side.
    func wrote(
        _ words: String, in id: ExchangeID, by person: TestVisitor, headers: [String: String]
    ) async throws -> TestAnswer {
        let body = """
            {"resourceType":"Communication","status":"completed","partOf":[{"reference":"Task/\(id)"}],
             "sender":{"reference":"\(try await role(of: person))"},"payload":[{"contentString":"\(words)"}]}
            """
        return try await fhir("Communication", .post, body, headers: headers)
    }
}
