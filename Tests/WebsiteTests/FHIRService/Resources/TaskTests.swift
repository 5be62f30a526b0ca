import Accounts
import Exchange
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A task")
struct TaskTests {
    @Test("says how far an exchange has come, and nothing of the student before somebody of the team has opened it")
    func unopened() async throws {
        try await ConnectedSystem.with { trust in
            let id = try await trust.world.send()
            let university = try await trust.university()
            let theirs = try await university.read("Task/\(id)").value
            #expect(theirs["status"]?.string == "requested" && theirs["for"] == nil && theirs["focus"] == nil)
            #expect(theirs["input"] == nil)
            let ours = try await trust.read("Task/\(id)").value
            #expect(ours["for"] != nil && ours["focus"] != nil)
            _ = try await trust.world.sam.get("/exchanges/\(id)")
            let opened = try await university.read("Task/\(id)").value
            #expect(opened["status"]?.string == "received" && opened["for"] != nil)
        }
    }

    @Test("is found by status, code, owner, requester, priority, reference and student")
    func searched() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let (waiting, acknowledged) = (try await world.send(), try await world.acknowledged())
            let university = try await trust.university()
            let reference = try #require(
                try await university.read("Task/\(acknowledged)").value["identifier"]?.items?.first?["value"]?.string)
            let expected: [(String, Set<ExchangeID>)] = [
                ("", [waiting, acknowledged]), ("status=requested", [waiting]), ("status=accepted", [acknowledged]),
                ("status=accepted,requested", [waiting, acknowledged]), ("status=completed", []),
                ("status=in-progress,rejected,cancelled", []), ("code=crisis-contact", [waiting, acknowledged]),
                ("code=discharge", []), ("owner=HealthcareService/\(world.wellbeing)", [waiting, acknowledged]),
                ("owner=HealthcareService/\(world.disability)", []),
                ("owner=Organization/\(world.university)", [waiting, acknowledged]),
                ("requester=Organization/\(world.trust)", [waiting, acknowledged]),
                ("requester=Organization/\(world.university)", []), ("priority=urgent", [waiting, acknowledged]),
                ("priority=stat", []), ("identifier=\(reference)", [acknowledged]), ("_id=\(waiting)", [waiting]),
                ("identifier=https://footbridge.example/Id/exchange-reference%7C\(reference)", [acknowledged]),
                ("identifier=https://elsewhere.example%7C\(reference)", []),
                // Whom an exchange is about is not found out by asking.
                ("patient=\(world.student)", [acknowledged]), ("patient=Patient/\(world.university)", []),
                ("status=accepted&code=discharge", []), ("subject=Patient/\(world.student)", [acknowledged]),
                // A list of owners may name teams and organisations, and an id without a type is either's.
                (
                    "owner=HealthcareService/\(world.disability),Organization/\(world.university)",
                    [waiting, acknowledged]
                ),
                (
                    "owner=Organization/\(world.trust),HealthcareService/\(world.wellbeing)",
                    [waiting, acknowledged]
                ),
                ("owner=HealthcareService/\(world.disability),Organization/\(world.trust)", []),
                ("owner=\(world.wellbeing)", [waiting, acknowledged]), ("owner=\(world.disability)", []),
                ("owner=\(world.university)", [waiting, acknowledged]), ("owner=\(world.trust)", []),
                ("focus=ServiceRequest/\(acknowledged)", [acknowledged]), ("focus=ServiceRequest/\(waiting)", []),
                ("focus=Task/\(acknowledged)", []), ("intent=order", [waiting, acknowledged]), ("intent=plan", []),
                ("intent:not=plan", [waiting, acknowledged]), ("intent:not=order", []),
                ("status:not=requested", [acknowledged]), ("status:not=requested,accepted", []),
                ("status:not=completed", [waiting, acknowledged]), ("code:not=crisis-contact", []),
                ("priority:not=stat", [waiting, acknowledged]),
                ("status=http://hl7.org/fhir/task-status%7C", [waiting, acknowledged]),
                ("status=https://elsewhere.example%7Crequested", []),
                ("identifier=https://footbridge.example/Id/exchange-reference%7C", [waiting, acknowledged]),
                ("identifier=https://elsewhere.example%7C", []),
                ("_lastUpdated=2026&_sort=-_lastUpdated", [waiting, acknowledged]),
                ("business-status=waiting", [waiting]), ("business-status=acknowledged,opened", [acknowledged]),
                ("business-status=noActionNeeded", []),
                ("business-status:not=noActionNeeded", [waiting, acknowledged]),
                ("business-status:not=waiting", [acknowledged]),
                ("business-status=https://footbridge.example/CodeSystem/exchange-standing%7Cwaiting", [waiting]),
                (
                    "business-status=https://footbridge.example/CodeSystem/exchange-standing%7C",
                    [waiting, acknowledged]
                ),
                ("business-status=https://footbridge.example/CodeSystem/exchange-outcome%7Cwaiting", []),
            ]
            for (query, ids) in expected {
                let reply = try await university.read("Task?\(query)")
                #expect(Set(reply.ids) == Set(ids.map(\.rawValue)) && reply.total == ids.count, "\(query)")
            }
            for query in [
                "status=finished", "status:not=finished", "status:above=requested", "owner:not=a",
                "business-status=closed",
            ] {
                #expect(try await university.fhir("Task?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("brings with it what was told, whom it is about and the thread, as far as the token allows")
    func included() async throws {
        try await ConnectedSystem.with { trust in
            let id = try await trust.world.acknowledged()
            let writer = try await trust.world.sam.actor()
            try await trust.world.store.write("She is with us.", in: id, key: "a", by: writer)
            let university = try await trust.university()
            let all = try await university.read(
                "Task?_include=Task:patient&_include=Task:focus&_revinclude=Communication:part-of")
            let types = all.resources("include").compactMap { $0["resourceType"]?.string }
            #expect(types == ["Communication", "Patient", "ServiceRequest"] && all.total == 1)
            let others = try await university.read(
                "Task?_include=Task:owner&_include=Task:requester&_revinclude=Provenance:target")
            let beside = others.resources("include")
            let kinds = Set(beside.compactMap { $0["resourceType"]?.string })
            #expect(kinds == ["HealthcareService", "Organization", "Provenance"])
            #expect(beside.contains { $0["id"]?.string == trust.world.wellbeing.rawValue })
            #expect(beside.contains { $0["id"]?.string == trust.world.trust.rawValue })
            #expect(beside.contains { $0["target"]?.items?.first?["reference"]?.string == "Task/\(id)" })
            let narrow = try await trust.university(scopes: [.exchanges, .directory])
            for name in ["_include=Task:patient", "_include=Task:owner", "_revinclude=Provenance:target"] {
                #expect(try await narrow.fhir("Task?\(name)").status == 403, "\(name)")
            }
            #expect(try await narrow.fhir("Task?_include=Task:requester").status == 200)
            #expect(try await narrow.fhir("Task?_include=Task:colour").status == 400)
        }
    }

    @Test("comes with the newest of a long thread, and says how many are left")
    func longThread() async throws {
        try await ConnectedSystem.with { trust in
            let (world, keys) = (trust.world, trust.site.ground.keys)
            let (id, writer) = (try await world.acknowledged(), try await world.sam.actor())
            let path = "Task?_id=\(id)&_revinclude=Communication:part-of"
            try await world.site.ground.engine.write { database in
                for number in 0..<102 {
                    let at = world.site.clock.now + Double(number)
                    try database.execute(
                        """
                        INSERT INTO message (id, exchange_id, at, account_id, organisation_id, body_sealed, idempotency_key)
                        VALUES (\(MessageID(at: at)), \(id), \(at), \(writer.accountID), \(world.university),
                            \(keys.seal("Message \(number).", "message.body")), \("\(id) \(number)"))
                        """)
                }
            }
            let reply = try await trust.read(path)
            let words = reply.resources("include").compactMap { $0["payload"]?.items?.first?["contentString"]?.string }
            #expect(words.count == 100 && words.contains("Message 101.") && !words.contains("Message 1."))
            let outcome = try #require(reply.resources("outcome").first)
            #expect(outcome["issue"]?.items?.first?["diagnostics"]?.string?.contains("2 more") == true)
        }
    }
}
