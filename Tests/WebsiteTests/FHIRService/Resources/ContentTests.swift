import Accounts
import Exchange
import FHIR
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("What was told in an exchange")
struct ContentTests {
    private static let types = ["ServiceRequest", "Patient", "Encounter", "Communication", "Provenance"]

    @Test("is fetched by the university's system once somebody of the team has opened it, and the student sees that")
    func opened() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let writer = try await world.sam.actor()
            try await world.store.write("She is with us.", in: id, key: "a", by: writer)
            let request = try await university.read("ServiceRequest/\(id)").value
            #expect(request["note"]?.items?.contains { $0["text"]?.string == "Seen at home." } == true)
            let kinds = request["note"]?.items?.compactMap { $0["extension"]?.items?.first?["valueCode"]?.string }
            #expect(kinds?.contains("explanation") == true)
            let patient = try await university.read("Patient/\(world.student)").value
            #expect(patient["name"]?.items?.first?["family"]?.string == "Lund" && patient["identifier"] == nil)
            #expect(try await university.read("Encounter/\(id)").value["class"]?["code"]?.string == "AMB")
            let thread = try await university.read("Communication?part-of=Task/\(id)")
            #expect(thread.resources().first?["payload"]?.items?.first?["contentString"]?.string == "She is with us.")
            let history = try await university.read("Provenance?target=Task/\(id)")
            let acts = history.resources().compactMap { $0["activity"]?["coding"]?.items?.first?["code"]?.string }
            #expect(acts.contains("acknowledged") && acts.contains("sent"))
            for type in Self.types {
                let found = try await university.read(type)
                #expect(try #require(found.total) == found.ids.count && !found.ids.isEmpty, "\(type)")
                #expect(try await university.read("\(type)/\(found.ids[0])").value["id"]?.string == found.ids[0])
            }
            let student = try await world.site.visitor(.student, person: world.student)
            #expect(try await student.get("/my-information/who-looked").says("fetched a notice about you"))
        }
    }

    @Test("is not there for it before, nor after it was marked as wrong, nor after consent was withdrawn")
    func closed() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let unopened = try await world.send()
            try await Self.expectNothing(about: unopened, university)
            let wrong = try await world.acknowledged()
            try await world.store.enterInError(wrong, reason: "Another Mia", by: try await world.nurse.actor())
            try await Self.expectNothing(about: wrong, university)
            let withdrawn = try await world.acknowledged()
            try await world.site.ground.engine.write { database in
                try database.execute(
                    """
                    INSERT INTO exchange_event (id, exchange_id, seq, kind, at, detail)
                    VALUES (\(ExchangeEventID(at: world.site.clock.now)), \(withdrawn), 99, 'consentWithdrawn',
                        \(world.site.clock.now), '{}')
                    """)
            }
            try await Self.expectNothing(about: withdrawn, university)
            #expect(try await trust.fhir("ServiceRequest/\(withdrawn)").status == 200)
        }
    }

    private static func expectNothing(about id: ExchangeID, _ system: ConnectedSystem) async throws {
        #expect(try await system.fhir("ServiceRequest/\(id)").status == 404)
        #expect(try await system.fhir("Encounter/\(id)").status == 404)
        #expect(try await system.fhir("Patient/\(system.world.student)").status == 404)
        for type in types { #expect(try await system.read(type).total == 0, "\(type)") }
        #expect(try await system.read("Task?patient=\(system.world.student)").total == 0)
        #expect(try await system.read("Task?_id=\(id)").total == 1)
    }

    @Test("is another version once the student says how not to be reached, though nothing happened to the exchange")
    func contactWays() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let tag = try #require(try await university.fhir("ServiceRequest/\(id)").headers[.eTag])
            let known = ["If-None-Match": tag]
            #expect(try await university.fhir("ServiceRequest/\(id)", headers: known).status == 304)
            let ground = world.site.ground
            let mia = try await world.site.visitor(.student, person: world.student)
            try await StudentsStore(engine: ground.engine, keys: ground.keys, clock: world.site.clock)
                .setContactWays(safe: nil, unsafe: "Never the house telephone", by: mia.actor())
            let fresh = try await university.fhir("ServiceRequest/\(id)", headers: known)
            #expect(fresh.status == 200 && fresh.says("Never the house telephone"))
        }
    }

    @Test("is not there for a team that has nothing to do with it, nor for another organisation")
    func foreign() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let id = try await world.acknowledged()
            let other = try await trust.another(of: world.university, team: world.disability)
            for path in ["Task/\(id)", "ServiceRequest/\(id)", "Encounter/\(id)", "Patient/\(world.student)"] {
                #expect(try await other.fhir(path).status == 404, "\(path)")
            }
            for type in Self.types + ["Task"] { #expect(try await other.read(type).total == 0, "\(type)") }
        }
    }

    @Test("goes on with a message in a person's name, once for a request, and never in a system's own")
    func written() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let role = try await university.role(of: world.sam)
            let message = { (task: ExchangeID, sender: String) in
                """
                {"resourceType":"Communication","status":"completed","partOf":[{"reference":"Task/\(task)"}],
                 "sender":{"reference":"\(sender)"},"payload":[{"contentString":"She is with us."}]}
                """
            }
            let once = ["X-Request-Id": UUID().uuidString]
            let first = try await university.fhir("Communication", .post, message(id, role), headers: once)
            let place = try #require(first.headers[.location])
            #expect(first.status == 201 && place.contains("/fhir/R4/Communication/"))
            _ = try Reply(first)
            let again = try await university.fhir("Communication", .post, message(id, role), headers: once)
            #expect(again.headers[.location] == place)
            #expect(try await trust.read("Communication").total == 1)
            #expect(try await world.nurse.get("/exchanges/\(id)").says("She is with us."))
            let refused: [(String, [String: String], Int)] = [
                (message(id, "Organization/\(world.university)"), once, 422), (message(id, role), [:], 400),
                (message(id, try await university.role(of: world.nurse)), once, 422),
                (message(try await world.send(), role), once, 422), ("{\"resourceType\":\"Communication\"}", once, 400),
            ]
            for (body, headers, status) in refused {
                #expect(try await university.fhir("Communication", .post, body, headers: headers).status == status)
            }
        }
    }

    @Test("shows the NHS number to the sender, who knew it, and not to the university")
    func number() async throws {
        try await ConnectedSystem.with { trust in
            let (world, keys) = (trust.world, trust.site.ground.keys)
            try await trust.site.ground.engine.write {
                try $0.execute(
                    """
                    UPDATE person SET nhs_number_sealed = \(keys.seal("9434765919", "person.nhs_number"))
                    WHERE id = \(world.student)
                    """)
            }
            _ = try await world.acknowledged()
            let path = "Patient/\(world.student)"
            #expect(try await trust.fhir(path).says("9434765919"))
            let university = try await trust.university()
            #expect(try await !university.fhir(path).says("9434765919"))
        }
    }

    @Test("rests on a consent that the side which asked can fetch, and the university cannot")
    func consent() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let recipient = SharingRecipient(organisation: world.university, service: world.wellbeing)
            let yes = NewConsent(to: recipient, for: nil, .given, categories: [.contactHappened])
            let (nurse, keys, now) = (try await world.nurse.actor(), world.site.ground.keys, world.site.clock.now)
            let consent = try await world.site.ground.engine.write { database in
                let kept = try StudentsStore.recordConsent(
                    yes, of: world.student, by: nurse, at: now, keys: keys, in: database)
                let unused = try StudentsStore.recordConsent(
                    yes, of: world.student, by: nurse, at: now, keys: keys, in: database)
                try database.execute(
                    "UPDATE sharing_decision SET consent_id = \(kept.id) WHERE exchange_id = \(id)")
                return (kept.id, unused.id)
            }
            let read = try await trust.read("Consent/\(consent.0)").value
            #expect(read["status"]?.string == "active" && read["provision"]?["type"]?.string == "permit")
            #expect(try await trust.read("Consent?patient=\(world.student)").ids == [consent.0.rawValue])
            #expect(try await trust.read("Consent?actor=Organization/\(world.trust)").total == 0)
            #expect(try await trust.fhir("Consent/\(consent.1)").status == 404)
            #expect(try await university.fhir("Consent/\(consent.0)").status == 404)
            #expect(try await university.read("Consent").total == 0)
            let student = try await world.site.visitor(.student, person: world.student)
            #expect(try await student.get("/my-information/who-looked").says("fetched what you agreed to share"))
        }
    }
}
