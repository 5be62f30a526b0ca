import Exchange
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A search for what was told")
struct ContentSearchTests {
    @Test("finds it by subject, status, codes, times and whose it is, and nothing of what is not told")
    func found() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let (id, university) = (try await world.acknowledged(), try await trust.university())
            try await world.store.write("Hello.", in: id, key: "a", by: try await world.sam.actor())
            _ = try await world.send()
            let (student, mistaken) = ("Patient/\(world.student)", "Patient/\(world.university)")
            let expected: [(String, [(String, Bool)])] = [
                (
                    "ServiceRequest",
                    [
                        ("subject=\(student)", true), ("subject=\(mistaken)", false), ("status=active", true),
                        ("status=completed", false), ("status:not=completed,revoked", true), ("status=draft", false),
                        ("code=crisis-contact", true), ("code:not=crisis-contact", false), ("priority=urgent", true),
                        ("intent=order", true), ("performer=HealthcareService/\(world.wellbeing)", true),
                        ("performer=HealthcareService/\(world.disability),\(world.university)", true),
                        ("performer=\(world.disability)", false), ("_lastUpdated=2026&_sort=-_lastUpdated", true),
                    ]
                ),
                (
                    "Encounter",
                    [
                        ("subject=\(student)", true), ("status=finished", true), ("status:not=finished", false),
                        ("class=AMB", true), ("class=IMP,EMER", false), ("type=crisis-contact", true),
                        ("date=2026-11", true), ("date=ge2027", false), ("service-provider=\(world.trust)", true),
                        ("service-provider=\(world.university)", false),
                    ]
                ),
                (
                    "Communication",
                    [
                        ("subject=\(student)", true), ("subject=\(mistaken)", false), ("_lastUpdated=2026", true),
                        ("_lastUpdated=lt2026", false), ("subject=\(student)&patient=\(mistaken)", false),
                        ("_sort=-_lastUpdated", true),
                    ]
                ),
                (
                    "Provenance",
                    [
                        ("patient=\(student)", true), ("patient=\(mistaken)", false), ("_lastUpdated=2026", true),
                        ("_lastUpdated=lt2026", false),
                    ]
                ),
                (
                    "AuditEvent",
                    [
                        ("patient=\(student)", true), ("patient=\(mistaken)", false),
                        ("patient=\(student)&type=110110", true), ("patient=\(student)&type=rest", false),
                        ("patient=\(student)&subtype=exchange.acknowledged", true),
                        ("patient=\(student)&subtype=exchange.recalled", false),
                        ("patient=\(student)&_lastUpdated=lt2026", false),
                    ]
                ),
            ]
            let stranger = try await trust.another(of: world.university, team: world.disability)
            for (type, questions) in expected {
                for (question, isThere) in questions {
                    let path = "\(type)?\(question)"
                    #expect(try await (university.read(path).total ?? 0 > 0) == isThere, "\(path)")
                    #expect(try await stranger.read(path).total == 0, "\(path)")
                }
            }
            #expect(try await university.fhir("ServiceRequest?status=finished").status == 400)
            #expect(try await university.fhir("Encounter?status=completed").status == 400)
        }
    }

    @Test("does not find acts by whom they are about where that is not told")
    func untold() async throws {
        try await ConnectedSystem.with { trust in
            let id = try await trust.world.acknowledged()
            let (university, path) = (try await trust.university(), "AuditEvent?patient=\(trust.world.student)")
            #expect(try await university.read(path).total ?? 0 > 0)
            try await trust.world.store.enterInError(id, reason: "Another", by: try await trust.world.nurse.actor())
            #expect(try await university.read(path).total == 0)
            #expect(try await university.read("AuditEvent?entity=Task/\(id)").total ?? 0 > 0)
            #expect(try await trust.read(path).total ?? 0 > 0)
        }
    }

    @Test("brings what it refers to, as far as the token allows")
    func included() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let (id, university) = (try await world.acknowledged(), try await trust.university())
            try await world.store.write("Hello.", in: id, key: "a", by: try await world.sam.actor())
            let expected: [(String, Set<String>)] = [
                ("ServiceRequest?_include=ServiceRequest:subject", ["Patient"]),
                ("ServiceRequest?_include=ServiceRequest:requester", ["Organization"]),
                ("ServiceRequest?_include=ServiceRequest:performer", ["HealthcareService"]),
                (
                    "Encounter?_include=Encounter:patient&_include=Encounter:service-provider",
                    ["Patient", "Organization"]
                ),
                (
                    "Communication?_include=Communication:part-of&_include=Communication:sender",
                    ["Task", "Organization"]
                ),
                ("Provenance?_include=Provenance:target", ["Task"]),
                ("AuditEvent?entity=Task/\(id)&_include=AuditEvent:entity", ["Task"]),
            ]
            for (path, types) in expected {
                let beside = try await university.read(path).resources("include")
                #expect(Set(beside.compactMap { $0["resourceType"]?.string }) == types, "\(path)")
                #expect(!path.contains("_include=Encounter") || beside.count == 2)
            }
            let narrow = try await trust.university(scopes: [.contents, .encounters, .thread, .history, .record])
            for (path, _) in expected { #expect(try await narrow.fhir(path).status == 403, "\(path)") }
        }
    }
}
