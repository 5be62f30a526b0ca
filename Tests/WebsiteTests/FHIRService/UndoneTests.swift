import FHIR
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary
@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("What the FHIR service does not do")
struct UndoneTests {
    @Test("is refused with what can be done there, and a sentence on how it is done instead")
    func walk() async throws {
        try await ConnectedSystem.with { trust in
            let (service, token) = (trust.site.installation.fhir, try await trust.token())
            let statement = try await trust.call(.get, "/fhir/R4/metadata", token: nil)
            for kind in service.resources {
                let interactions = service.interactions(of: kind)
                for (method, path) in Self.undone(kind, in: interactions) {
                    let answer = try await trust.call(
                        method, path.replacing(":id", with: trust.world.university.rawValue), "{}", token: token)
                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(try fhirFaults(answer) == [])
                    let outcome = try JSONText.read(Data(answer.body.utf8))
                    #expect(outcome["issue"]?.items?.first?["diagnostics"]?.string == kind.otherwise)
                    let allowed = (answer.headers[.allow] ?? "").split(separator: ", ").map(String.init)
                    let done = interactions.filter { $0.path == path }.map(\.method.rawValue)
                    #expect(Set(allowed) == Set(done + ["HEAD", "OPTIONS"]))
                    #expect(allowed.contains("GET") && !allowed.contains(method.rawValue))
                }
                let said = try JSONText.read(Data(statement.body.utf8))["rest"]?.items?.first?["resource"]?.items
                let own = said?.first { $0["type"]?.string == kind.type }
                #expect(own?["documentation"]?.string == kind.otherwise)
            }
        }
    }

    private static func undone(
        _ kind: ServedResource, in interactions: [Interaction]
    ) -> [(HTTPRequest.Method, String)] {
        let paths = [kind.address, "\(kind.address)/:id"]
        let tried = paths.flatMap { path in
            [HTTPRequest.Method.post, .put, .patch, .delete].map { ($0, path) }
        }
        return tried.filter { method, path in !interactions.contains { $0.method == method && $0.path == path } }
    }

    @Test(
        "is no page: a program can read what is answered at any address below the service’s",
        arguments: [
            ("GET", "Practitioner/1", 404, "What is: metadata, $process-message, Organization"),
            ("POST", "Foo", 404, "This is not served here"), ("GET", "Task/1/_history", 404, "with a Task here"),
            ("GET", "Task/1/_history/2", 404, "with a Task here"), ("POST", "Task/$count", 405, "A Task moves along"),
            ("GET", "$process-message", 405, "What is done here: POST, OPTIONS."),
            ("POST", "metadata", 405, "What is done here: GET, HEAD, OPTIONS."),
            ("GET", "Task/_search", 405, "What is done here: POST, OPTIONS."),
            ("TRACE", "Task", 405, "What is done here: GET, HEAD, OPTIONS."), ("POST", "", 404, "no batch"),
            ("POST", "/", 404, "no batch"), ("GET", "Patient/1/Task", 404, "no compartment"),
        ])
    func strays(method: String, path: String, status: Int, words: String) async throws {
        try await ConnectedSystem.with { trust in
            let id = UUID().uuidString
            let answer = try await trust.call(
                try #require(HTTPRequest.Method(method)), path.isEmpty ? "/fhir/R4" : "/fhir/R4/\(path)", "{}",
                token: nil, request: id)
            #expect(answer.status == status && answer.headers[.contentType] == "application/fhir+json; charset=utf-8")
            #expect(try fhirFaults(answer) == [])
            let issue = try JSONText.read(Data(answer.body.utf8))["issue"]?.items?.first
            #expect(issue?["code"]?.string == "not-supported")
            #expect(issue?["diagnostics"]?.string?.contains(words) == true, "\(answer.body)")
            #expect((answer.headers[.allow] == nil) == (status == 404))
            #expect(answer.headers[.init("X-Request-Id")!] == id)
        }
    }

    @Test("is told to who asks what can be done, and nothing but the head to who asks for that")
    func headsAndOptions() async throws {
        try await ConnectedSystem.with { trust in
            let token = try await trust.token()
            for (path, methods) in [
                ("Task", "GET, HEAD, OPTIONS"), ("Task/1", "GET, HEAD, PUT, PATCH, OPTIONS"),
                ("Subscription", "GET, HEAD, POST, OPTIONS"), ("metadata", "GET, HEAD, OPTIONS"),
            ] {
                let answer = try await trust.call(.options, "/fhir/R4/\(path)", token: nil)
                #expect(answer.status == 204 && answer.headers[.allow] == methods && answer.body.isEmpty, "\(path)")
            }
            #expect(try await trust.call(.options, "/fhir/R4/Foo", token: nil).status == 404)
            let known = "Organization/\(trust.organisation)"
            for (path, shown, status) in [
                ("metadata", nil, 200), (known, token, 200), (known, nil, 401), ("Organization/junk", token, 404),
                ("Foo", token, 404),
            ] {
                let head = try await trust.call(.head, "/fhir/R4/\(path)", token: shown)
                let get = try await trust.call(.get, "/fhir/R4/\(path)", token: shown)
                #expect(head.status == status && get.status == status && head.body.isEmpty, "\(path)")
                #expect(head.headers[.contentType] == get.headers[.contentType])
                #expect(head.headers[.eTag] == get.headers[.eTag])
            }
        }
    }

    @Test("is still a page where a person has gone astray")
    func pages() async throws {
        try await ConnectedSystem.with { trust in
            for path in ["/fhir", "/fhir/R4x", "/fhir/R5/Task", "/nowhere"] {
                let answer = try await trust.world.nurse.get(path)
                #expect(answer.status == 404 && answer.says("Page not found"), "\(path)")
            }
        }
    }

    @Test(
        "leaves one way in for what happened to a student",
        arguments: ["ServiceRequest", "Encounter", "Patient", "Task"])
    func wayIn(type: String) async throws {
        try await ConnectedSystem.with { trust in
            let answer = try await trust.fhir(type, .post, "{\"resourceType\":\"\(type)\"}")
            #expect(answer.status == 405 && answer.body.contains("POST /fhir/R4/$process-message"))
        }
    }
}
