import Database
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

@Suite("A student's answer about sharing, handed on by the record system of those who asked")
struct ConsentWriteTests {
    @Test("is kept in the clinician's name, found by the system, seen by the student, and counts as one from the page")
    func kept() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            try await trust.knowStudent()
            let made = try await trust.answered(by: world.nurse)
            let reply = try Reply(made)
            #expect(made.status == 201 && reply.value["status"]?.string == "active")
            let place = try #require(made.headers[.location]?.split(separator: "/fhir/R4/").last.map(String.init))
            let read = try await trust.read(place).value
            let told = read["provision"]?["actor"]?.items?.first
            let team = told?["extension"]?.items?.first?["valueReference"]?["reference"]?.string
            #expect(team == "HealthcareService/\(world.wellbeing)")
            let organisation = told?["reference"]?["reference"]?.string
            #expect(organisation == "Organization/\(world.university)")
            let named = "Consent?actor=HealthcareService/\(world.wellbeing)"
            #expect(try await trust.read(named).total == 1)
            #expect(try await trust.read("\(named)&actor=Organization/\(world.university)").total == 1)
            for actor in [
                "HealthcareService/\(world.disability),Organization/\(world.university)", "\(world.wellbeing)",
                "Organization/\(world.trust),HealthcareService/\(world.wellbeing)", "\(world.university)",
            ] {
                #expect(try await trust.read("Consent?actor=\(actor)").total == 1, "\(actor)")
            }
            let neither = "HealthcareService/\(world.disability),Organization/\(world.trust)"
            #expect(try await trust.read("Consent?actor=\(neither)").total == 0)
            #expect(try await trust.read("Consent?organization=\(world.trust)&category=INFA").total == 1)
            #expect(try await trust.read("Consent?organization=\(world.university)").total == 0)
            let both = "Consent?actor=Organization/\(world.trust)&actor=Organization/\(world.university)"
            #expect(try await trust.read(both).total == 0)
            let kept = try #require(try await trust.kept().first)
            #expect(kept.categories == [.contactHappened, .riskSummary] && kept.answer == .given)
            #expect(kept.route == .telephone && kept.capacity == .has && kept.by == .student)
            #expect(kept.reaffirmBy != nil && kept.withoutAsking == false && kept.exchangeID == nil)
            let student = try await world.site.visitor(.student, person: world.student)
            let log = try await student.get("/my-information/who-looked")
            #expect(log.says("Grace Osei") && log.says("wrote down that you agreed to sharing"))
        }
    }

    @Test("is found by its status, however it came to have it, exactly as it says itself")
    func statuses() async throws {
        try await ConnectedSystem.with { trust in
            let now = trust.site.clock.now
            try await trust.knowStudent()
            _ = try await trust.answered(by: trust.world.nurse)
            let changes: [SQL] = [
                "answer = 'given'", "answer = 'refused'", "withdrawn_at = \(now)", "invalidated_at = \(now)",
                "expires_at = \(now)", "expires_at = \(now + 1)", "reaffirm_by = \(now)",
                "reaffirm_by = \(now), reaffirmed_at = \(now)", "reaffirm_by = NULL", "answer = 'notAsked'",
                "answer = 'refused', invalidated_at = \(now)",
            ]
            let statuses = ["active", "inactive", "rejected", "entered-in-error"]
            var met: Set<String> = []
            for change in changes {
                try await trust.site.ground.engine.write { database in
                    try database.execute(
                        """
                        UPDATE consent SET answer = 'given', withdrawn_at = NULL, invalidated_at = NULL, expires_at = NULL,
                            reaffirmed_at = NULL
                        """)
                    try database.execute("UPDATE consent SET \(sql: change)")
                }
                let status = try #require(try await trust.read("Consent").resources().first?["status"]?.string)
                for other in statuses {
                    #expect(
                        try await trust.read("Consent?status=\(other)").total == (other == status ? 1 : 0), "\(change)")
                    #expect(
                        try await trust.read("Consent?status:not=\(other)").total == (other == status ? 0 : 1),
                        "\(change)")
                }
                met.insert(status)
            }
            #expect(met == Set(statuses))
            #expect(try await trust.fhir("Consent?status=given").status == 400)
        }
    }

    @Test("is the clinician's own to hand on, and of a patient of the team: nobody else's")
    func denied() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            try await trust.knowStudent()
            #expect(try await trust.answered(by: trust.trustManager).status == 403)
            #expect(try await trust.answered(by: world.sam).status == 422)
            #expect(try await trust.answered(by: nil).status == 422)
            let university = try await trust.university()
            #expect(try await university.answered(by: world.sam).status == 403)
            let ward = try await trust.newTeam(of: world.trust)
            let other = try await trust.another(of: world.trust, team: ward)
            let stranger = try await world.site.visitor(.clinician, organisation: world.trust, service: ward)
            let answer = try await other.answered(by: stranger)
            #expect(answer.status == 422 && answer.body.contains("Consent.patient"))
            #expect(try await trust.kept().isEmpty)
        }
    }

    @Test(
        "is refused, with its place, where the page would ask more or not let it through",
        arguments: [
            ("performer", "\"performer\":[{\"display\":\"Her mother\"}]"), ("policy", "\"policy\":[]"),
            ("policy", "\"policy\":[{\"uri\":\"https://footbridge.example/consent-words/0\"}]"),
            ("dateTime", "\"dateTime\":\"2026-11-20T10:00:00Z\""),
            ("dateTime", "\"dateTime\":\"2026-11-30T10:00:00Z\""),
            ("dateTime", "\"dateTime\":\"2026-11-23\""), ("status", "\"status\":\"draft\""),
            ("verification", "\"verification\":[{\"verified\":true}]"), ("extension", "\"extension\":[]"),
            ("scope", "\"scope\":{\"coding\":[{\"code\":\"treatment\"}]}"),
            ("provision.period.start", laterBeginning), ("extension", contradiction),
        ])
    func refused(element: String, change: String) async throws {
        try await ConnectedSystem.with { trust in
            try await trust.knowStudent()
            // FHIR itself knows no empty list.
            let isEmpty = change.hasSuffix(":[]")
            let answer = try await trust.answered(by: trust.world.nurse, change: isEmpty ? "\(element)?" : change)
            #expect(answer.status == 422 && answer.body.contains("Consent.\(element)"))
            #expect(try await trust.kept().isEmpty)
        }
    }

    private static let laterBeginning = """
        "provision":{"type":"permit","period":{"start":"2026-12-24T10:00:00Z"}}
        """

    /// That they could decide, and that they could not.
    private static let contradiction = """
        "extension":[{"url":"\(FHIRSystem.consentRoute)","valueCode":"telephone"},\
        {"url":"\(FHIRSystem.consentCapacity)","valueCode":"has"},\
        {"url":"\(FHIRSystem.consentCapacity)","valueCode":"lacks"},\
        {"url":"\(FHIRSystem.consentInCrisis)","valueBoolean":false}]
        """

    @Test("is refused for a team that would not be told, or that the student has not named as theirs")
    func recipient() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            _ = try await world.acknowledged()
            #expect(try await trust.answered(by: world.nurse).body.contains("Consent.provision.actor"))
            try await trust.knowStudent()
            for name in ["HealthcareService/\(world.disability)", "Organization/\(world.university)", "Location/1"] {
                let answer = try await trust.answered(by: world.nurse, to: name)
                #expect(answer.status == 422 && answer.body.contains("Consent.provision.actor"), "\(name)")
            }
            let nothing = try await trust.answered(by: world.nurse, telling: [])
            #expect(nothing.body.contains("Consent.provision.code"))
            #expect(try await trust.kept().isEmpty)
        }
    }

    @Test("does not come after what the student said since, and not twice")
    func newer() async throws {
        try await ConnectedSystem.with { trust in
            try await trust.knowStudent()
            #expect(try await trust.answered(by: trust.world.nurse).status == 201)
            #expect(try await trust.answered(by: trust.world.nurse).status == 409)
            let asked = ["If-None-Exist": "patient=Patient/\(trust.world.student)"]
            #expect(try await trust.answered(by: trust.world.nurse, headers: asked).status == 200)
            #expect(try await trust.kept().count == 1)
        }
    }

    @Test("counts from when it was said, so that a no is kept though a yes said before it was slower to arrive")
    func order() async throws {
        try await ConnectedSystem.with { trust in
            let nurse = trust.world.nurse
            try await trust.knowStudent()
            #expect(try await trust.answered(by: nurse, said: 120).status == 201)
            #expect(try await trust.answered(by: nurse, yes: false, said: 60).status == 201)
            #expect(try await trust.answered(by: nurse, yes: false, said: 60).status == 409)
            let early = try await trust.answered(by: nurse, said: 90)
            #expect(early.status == 409 && early.says("has answered about this university since"))
            let kept = try await trust.kept()
            #expect(kept.map(\.answer) == [.refused, .given])
            #expect(kept.map(\.recordedAt) == [60, 120].map { trust.site.clock.now - 60 * $0 })
        }
    }

    @Test("is kept as a no at its own moment, beside what the student said after it, be that a yes or another no")
    func refusals() async throws {
        try await ConnectedSystem.with { trust in
            let nurse = trust.world.nurse
            try await trust.knowStudent()
            #expect(try await trust.answered(by: nurse, said: 60).status == 201)
            #expect(try await trust.answered(by: nurse, yes: false, said: 90).status == 201)
            #expect(try await trust.answered(by: nurse, yes: false, said: 30).status == 201)
            #expect(try await trust.answered(by: nurse, yes: false, said: 45).status == 201)
            #expect(try await trust.kept().map(\.answer) == [.refused, .refused, .given, .refused])
        }
    }

    @Test("does not, as a no, undo the yes said after it; once that yes ends, no yes from before the no comes back")
    func outlived() async throws {
        try await ConnectedSystem.with { trust in
            let (world, nurse, now) = (trust.world, trust.world.nurse, trust.site.clock.now)
            try await trust.knowStudent()
            #expect(try await trust.answered(by: nurse, said: 300, change: Self.calm).status == 201)
            #expect(try await trust.answered(by: nurse, said: 60).status == 201)
            #expect(try await trust.answered(by: nurse, yes: false, said: 180).status == 201)
            var facts = SharingFacts(
                exchange: ExchangeID(at: now), sender: world.trust,
                recipient: SharingRecipient(organisation: world.university, service: world.wellbeing),
                recipientName: "", wanted: [.contactHappened], age: 20, consents: try await trust.kept(),
                decider: Decider(try await nurse.actor()))
            #expect(facts.consents.map(\.answer) == [.given, .refused, .given])
            #expect(facts.consents.map { $0.endsAt == nil } == [false, true, true])
            #expect(facts.standingRefusal(at: now) == nil)
            #expect(facts.standingRefusal(at: now + 3 * 86_400)?.id == facts.consents[1].id)
            facts.consents[0].invalidatedAt = now
            #expect(facts.standingRefusal(at: now)?.id == facts.consents[1].id)
        }
    }

    /// That it was not said in crisis, so that nothing ends it.
    private static let calm = """
        "extension":[{"url":"\(FHIRSystem.consentRoute)","valueCode":"telephone"},\
        {"url":"\(FHIRSystem.consentCapacity)","valueCode":"has"},\
        {"url":"\(FHIRSystem.consentInCrisis)","valueBoolean":false}]
        """

    @Test("is one, and both are told of the same, where two systems' threads hand it on at once")
    func atOnce() async throws {
        try await ConnectedSystem.with { trust in
            try await trust.knowStudent()
            let asked = ["If-None-Exist": "patient=Patient/\(trust.world.student)"]
            async let one = trust.answered(by: trust.world.nurse, headers: asked)
            async let other = trust.answered(by: trust.world.nurse, headers: asked)
            let answers = try await [one, other]
            #expect(answers.map(\.status).sorted() == [200, 201])
            #expect(Set(answers.map { $0.headers[.location] }).count == 1)
            #expect(try await trust.kept().count == 1)
        }
    }

    @Test("is taken back from the version that was seen, in a clinician's name, and recalls what nobody has read")
    func revoked() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            try await trust.knowStudent()
            let made = try await trust.answered(by: world.nurse)
            let place = try #require(made.headers[.location]?.split(separator: "/fhir/R4/").last.map(String.init))
            let sent = try await world.send()
            let consent = try #require(try await trust.kept().first).id
            try await world.site.ground.engine.write {
                try $0.execute("UPDATE sharing_decision SET consent_id = \(consent) WHERE exchange_id = \(sent)")
            }
            let steps = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"inactive\"}]"
            let kind = ["Content-Type": "application/json-patch+json"]
            let seen = ["If-Match": try #require(made.headers[.eTag])]
            let person = ["X-Provenance": try await trust.provenance(of: world.nurse)]
            let lead = try await world.site.visitor(.informationGovernanceLead, organisation: world.trust)
            let bystander = ["X-Provenance": try await trust.provenance(of: lead)]
            let all = kind.merging(seen) { $1 }
            #expect(try await trust.fhir(place, .patch, steps, headers: kind.merging(person) { $1 }).status == 428)
            #expect(try await trust.fhir(place, .patch, steps, headers: all).status == 422)
            #expect(try await trust.fhir(place, .patch, steps, headers: all.merging(bystander) { $1 }).status == 403)
            let old = all.merging(person) { $1 }.merging(["If-Match": "W/\"0\""]) { $1 }
            #expect(try await trust.fhir(place, .patch, steps, headers: old).status == 412)
            let colour = "[{\"op\":\"replace\",\"path\":\"/patient\",\"value\":\"inactive\"}]"
            #expect(try await trust.fhir(place, .patch, colour, headers: all.merging(person) { $1 }).status == 422)
            let elsewhere = try await world.site.organisation(.trust)
            let stranger = try await trust.another(of: elsewhere, team: try await trust.newTeam(of: elsewhere))
            #expect(try await stranger.fhir(place, .patch, steps, headers: all.merging(person) { $1 }).status == 404)
            let done = try await trust.fhir(place, .patch, steps, headers: all.merging(person) { $1 })
            #expect(done.status == 200)
            #expect(try Reply(done).value["status"]?.string == "inactive")
            #expect(try await world.state(sent).status == .recalled)
        }
    }
}
