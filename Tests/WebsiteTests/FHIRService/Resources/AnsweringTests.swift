import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("What every resource of the FHIR service has in common")
struct AnsweringTests {
    @Test("comes as FHIR in JSON, asked for in any of its names, and in no other form")
    func negotiation() async throws {
        try await ConnectedSystem.with { system in
            let id = system.world.university
            for accept in [
                "application/fhir+json", "application/json;q=0.5", "text/html, */*;q=0.1",
                "application/fhir+json; fhirVersion=4.0", "application/fhir+json;FHIRVersion=\"4.0\";charset=utf-8",
                "application/fhir+json; fhirVersion=3.0, application/json",
            ] {
                let answer = try await system.fhir("Organization/\(id)", headers: ["Accept": accept])
                #expect(answer.status == 200)
            }
            for format in [
                "json", "application/fhir%2Bjson", "application/fhir+json",
                "application/fhir%2Bjson;%20fhirVersion=4.0",
            ] {
                #expect(
                    try await system.fhir("Organization/\(id)?_format=\(format)", headers: ["Accept": "text/html"])
                        .status == 200)
            }
            for (accept, query) in [
                ("application/fhir+xml", ""), ("application/json;q=0", ""), ("*/*", "?_format=xml"),
                ("application/json;q=0.000", ""), ("application/fhir+json; fhirVersion=3.0", ""),
                ("application/fhir+json;fhirVersion=\"5.0\", text/html", ""),
                ("*/*", "?_format=application/fhir%2Bjson;fhirVersion=3.0"),
            ] {
                #expect(try await system.fhir("Organization/\(id)\(query)", headers: ["Accept": accept]).status == 406)
            }
        }
    }

    @Test("has a version, and is not sent again to whoever has it")
    func versions() async throws {
        try await ConnectedSystem.with { system in
            let id = try await system.world.send()
            let first = try await system.fhir("Task/\(id)")
            let tag = try #require(first.headers[.eTag])
            #expect(tag.hasPrefix("W/\"") && first.headers[.lastModified]?.hasSuffix("GMT") == true)
            let again = try await system.fhir("Task/\(id)", headers: ["If-None-Match": "\"x\", \(tag)"])
            #expect(again.status == 304 && again.body.isEmpty && again.headers[.eTag] == tag)
            _ = try await system.world.sam.get("/exchanges/\(id)")
            let any = try await system.fhir("Task/\(id)", headers: ["If-None-Match": "*"])
            #expect(any.status == 304 && any.body.isEmpty && any.headers[.eTag] != nil)
            let absent = "Task/\(UUID().uuidString.lowercased())"
            #expect(try await system.fhir(absent, headers: ["If-None-Match": "*"]).status == 404)
            let changed = try await system.fhir("Task/\(id)", headers: ["If-None-Match": tag])
            #expect(changed.status == 200 && changed.headers[.eTag] != tag)
        }
    }

    @Test("is taken in no other version of FHIR, and not packed")
    func contentVersion() async throws {
        try await ConnectedSystem.with { system in
            for (version, status) in [("3.0", 415), ("4.0", 201)] {
                let kind = ["Content-Type": "application/fhir+json; charset=utf-8; fhirVersion=\(version)"]
                let answer = try await system.subscribed(headers: kind)
                #expect(answer.status == status)
            }
            let packed = try await system.subscribed(headers: ["Content-Encoding": "gzip"])
            #expect(packed.status == 415 && packed.says("unpacked"))
        }
    }

    @Test("carries the sender's own ids back")
    func mirrored() async throws {
        try await ConnectedSystem.with { system in
            let id = UUID().uuidString
            let answer = try await system.fhir("Task", headers: ["X-Request-Id": id, "X-Correlation-Id": id])
            #expect(answer.headers[.init("X-Request-Id")!] == id && answer.headers[.init("X-Correlation-Id")!] == id)
        }
    }

    @Test("refuses in strict handling what it does not know, and names it in lenient")
    func handling() async throws {
        try await ConnectedSystem.with { system in
            for path in [
                "Organization?colour=red", "Task?_sort=colour", "Organization/\(system.world.trust)?colour=red",
            ] {
                let refused = try await system.fhir(path)
                #expect(refused.status == 400 && refused.body.contains("colour is not known"))
                #expect(try await system.fhir(path, headers: ["Prefer": "handling=strict"]).status == 400)
                #expect(
                    try await system.fhir(path, headers: ["Prefer": "return=minimal, handling=lenient"]).status == 200)
            }
            let answer = try await system.fhir("Task?colour=red&%3Cb%3E=1", headers: ["Prefer": "handling=lenient"])
            let outcome = try #require(try Reply(answer).resources("outcome").first)
            #expect(outcome["resourceType"]?.string == "OperationOutcome")
            #expect(answer.body.contains("colour is not known") && !answer.body.contains("<b>"))
            let own = "Task?_count=1&colour=red&status=requested&_sort=colour&_include=Task:colour"
            #expect(
                try Reply(try await system.fhir(own, headers: ["Prefer": "handling=lenient"])).own
                    == "Task?_count=1&status=requested")
            let strict = try await system.fhir("Task?colour=red&%3Cb%3E=1&name=Lund")
            #expect(strict.status == 400 && !strict.body.contains("<b>") && !strict.body.contains("Lund"))
            #expect(strict.body.contains("colour is not known") && strict.body.contains("name is not known"))
        }
    }
}
