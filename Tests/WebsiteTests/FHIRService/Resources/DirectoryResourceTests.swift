import Accounts
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("The directory, for systems")
struct DirectoryResourceTests {
    @Test("finds services by name, organisation, kind and place, with the organisation if wanted")
    func services() async throws {
        try await ConnectedSystem.with { system in
            let (world, campus) = (system.world, CampusID(at: system.site.clock.now))
            try await world.site.ground.engine.write {
                try $0.execute(
                    """
                    INSERT INTO campus (id, organisation_id, location_code, name, place, latitude, longitude, nation)
                    VALUES (\(campus), \(world.university), 'A', 'City campus', 'Leeds', 53.8, -1.55, 'england')
                    """)
                try $0.execute("UPDATE service SET campus_id = \(campus) WHERE id = \(world.disability)")
                try $0.execute("INSERT INTO service_hours VALUES (\(world.disability), 'term', 6, 0, 1440)")
            }
            let expected: [(String, [ServiceID])] = [
                ("name=well", [world.wellbeing]), ("name:contains=BILI", [world.disability]), ("name:exact=well", []),
                ("name:exact=Wellbeing", [world.wellbeing]), ("name=%25", []),
                ("name=well&name:contains=being", [world.wellbeing]),
                ("organization=Organization/\(world.university)", [world.disability, world.wellbeing]),
                ("organization=\(world.trust)", [world.crisisTeam]),
                ("location=Location/\(campus)", [world.disability]),
                ("location:missing=true&organization=\(world.university)", [world.wellbeing]),
                ("service-type=wellbeing", [world.crisisTeam, world.disability, world.wellbeing]),
                ("service-type=ward", []),
                ("_id=\(world.wellbeing),\(world.crisisTeam)", [world.crisisTeam, world.wellbeing]),
                ("name=well,dis", [world.disability, world.wellbeing]), ("active=false", []),
                ("active=true&name=well", [world.wellbeing]), ("active:not=false&name=well", [world.wellbeing]),
                ("service-type:not=wellbeing", []),
                ("service-type:not=ward", [world.crisisTeam, world.disability, world.wellbeing]),
                ("_lastUpdated=lt1971&_sort=-name", [world.wellbeing, world.disability, world.crisisTeam]),
                ("_lastUpdated=ge1971", []),
            ]
            for (query, ids) in expected {
                let reply = try await system.read("HealthcareService?\(query)")
                #expect(reply.ids == ids.map(\.rawValue) && reply.total == ids.count, "\(query)")
            }
            let reply = try await system.read("HealthcareService?_include=HealthcareService:organization&_sort=-name")
            #expect(reply.ids.first == world.wellbeing.rawValue && reply.resources("include").count == 2)
            let placed = try await system.read("HealthcareService?name=dis&_include=HealthcareService:location")
            #expect(placed.resources("include").compactMap { $0["id"]?.string } == [campus.rawValue])
            for (query, total) in [
                ("address-city=leeds", 1), ("address:contains=eed", 1), ("address=york", 0), ("status=active", 1),
                ("status=suspended", 0),
            ] {
                #expect(try await system.read("Location?\(query)").total == total, "\(query)")
            }
            let owned = try await system.read("Location?_include=Location:organization").resources("include")
            #expect(owned.compactMap { $0["id"]?.string } == [world.university.rawValue])
            try await world.site.ground.engine.write {
                try $0.execute("UPDATE service SET updated_at = 5 WHERE id = \(world.disability)")
            }
            let changed = try await system.read("HealthcareService?_sort=-_lastUpdated&_count=1")
            #expect(changed.ids == [world.disability.rawValue])
            #expect(try await system.fhir("HealthcareService?active=perhaps").status == 400)
            let place = try await system.read("Location?organization=\(world.university)").resources().first
            #expect(place?["position"]?["latitude"]?.number == "53.8")
            #expect(try await system.read("Location/\(campus)").value["name"]?.string == "City campus")
            #expect(
                try await system.read("HealthcareService/\(world.disability)").value["availabilityExceptions"] != nil)
            #expect(try await system.fhir("HealthcareService?location:missing=perhaps").status == 400)
            #expect(try await system.fhir("HealthcareService/\(campus)").status == 404)
        }
    }

    @Test("names the people of the caller's own team, and nobody else")
    func people() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let adviser = try await world.site.visitor(
                .practitioner, organisation: world.university, service: world.disability, name: "Lou Kerr")
            let names = { (query: String) in
                try await university.read("PractitionerRole\(query)").resources()
                    .compactMap { $0["practitioner"]?["display"]?.string }
            }
            #expect(try await Set(names("")) == ["Sam Reed", "Ana Costa", "Priya Shah", "Kit Manager"])
            #expect(try await Set(names("?role=practitioner")) == ["Sam Reed", "Ana Costa"])
            #expect(try await names("?active=false").isEmpty)
            #expect(try await Set(names("?active=true&role:not=practitioner")) == ["Priya Shah", "Kit Manager"])
            let led = try await university.read(
                "PractitionerRole?role=practitioner&_include=PractitionerRole:service"
                    + "&_include=PractitionerRole:organization")
            #expect(
                Set(led.resources("include").compactMap { $0["id"]?.string })
                    == [world.wellbeing.rawValue, world.university.rawValue])
            #expect(try await Set(names("?service=HealthcareService/\(world.wellbeing)")) == ["Sam Reed", "Ana Costa"])
            #expect(try await names("?organization=\(world.trust)").isEmpty)
            for stranger in [adviser, world.nurse] {
                #expect(try await university.fhir(try await university.role(of: stranger)).status == 404)
            }
        }
    }

    @Test("says which teams can be told something here, and tells no mailbox, telephone or address of theirs")
    func endpoints() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            _ = try await world.manager.post("/endpoint", [("address", "https://secret.example.ac.uk/in")])
            let found = try await trust.read("Endpoint")
            #expect(found.ids == [world.wellbeing.rawValue])
            let kinds = found.resources().first?["payloadType"]?.items?.compactMap { $0["text"]?.string }
            #expect(kinds == ["Notices about students"])
            let text = try await trust.fhir("Endpoint").body
            for word in ["secret.example", "w@example.ac.uk", "343 0000"] { #expect(!text.contains(word)) }
            for (team, organisation, purpose) in [
                (world.disability, world.university, "referrals"), (world.disability, world.university, "transfers"),
                (world.crisisTeam, world.trust, "notices"),
            ] {
                let point = ContactPointID(at: trust.site.clock.now)
                try await world.site.ground.engine.write {
                    try $0.execute(
                        """
                        INSERT INTO contact_point (id, service_id, organisation_id, purpose, verify_every_days)
                        VALUES (\(point), \(team), \(organisation), \(purpose), 90)
                        """)
                }
            }
            #expect(try await trust.read("Endpoint").ids == [world.wellbeing.rawValue], "no message is a referral")
            #expect(try await trust.read("Endpoint?organization=\(world.trust)").total == 0)
            #expect(try await trust.read("Endpoint?status=active&connection-type=hl7-fhir-msg").total == 1)
            #expect(try await trust.read("Endpoint?connection-type=hl7-fhir-rest").total == 0)
            #expect(try await trust.fhir("Endpoint/\(world.disability)").status == 404)
            try await world.site.ground.engine.write {
                try $0.execute("UPDATE organisation SET left_at = 1 WHERE id = \(world.university)")
            }
            #expect(try await trust.read("Endpoint").total == 0)
        }
    }
}
