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
                ("status=accepted&code=discharge", []),
            ]
            for (query, ids) in expected {
                let reply = try await university.read("Task?\(query)")
                #expect(Set(reply.ids) == Set(ids.map(\.rawValue)) && reply.total == ids.count, "\(query)")
            }
            #expect(try await university.fhir("Task?status=finished").status == 400)
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
            let narrow = try await trust.university(scopes: [.exchanges])
            #expect(try await narrow.fhir("Task?_include=Task:patient").status == 403)
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
