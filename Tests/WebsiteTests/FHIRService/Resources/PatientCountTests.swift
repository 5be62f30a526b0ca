import Database
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange
@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("Patients, counted and not shown")
struct PatientCountTests {
    private static let words = "asked how many students fit a search, and counted you"

    @Test("see that they were, by whatever they were looked for, once a day; who did not fit sees nothing")
    func counted() async throws {
        try await ConnectedSystem.with { trust in
            try await trust.giveNumber()
            _ = try await trust.world.acknowledged()
            let smith = try await trust.another(named: "Smith")
            for form in [
                "identifier=9434765919&_summary=count", "identifier=9434765919&_count=0",
                "family=lund&birthdate=2006-03-09&_summary=count", "_id=\(trust.world.student)&_count=0",
            ] {
                let before = try await trust.counts(of: trust.world.student)
                for _ in 1...2 { #expect(try Reply(try await trust.searched(form)).total == 1, "\(form)") }
                #expect(try await trust.counts(of: trust.world.student) == before + 1, "\(form)")
                trust.site.clock.advance(by: 86_400)
            }
            let mia = try await trust.world.site.visitor(.student, person: trust.world.student)
            #expect(try await mia.get("/my-information/who-looked").says(Self.words))
            let other = try await trust.world.site.visitor(.student, person: smith, name: "Ada Smith")
            #expect(try await !other.get("/my-information/who-looked").says(Self.words))
            #expect(try await trust.counts(of: smith) == 0)
        }
    }

    @Test("see it too where a page shows others alone")
    func beside() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            let lundy = try await trust.another(named: "Lundy")
            let both = [trust.world.student, lundy].sorted { $0.rawValue < $1.rawValue }
            let first = try Reply(try await trust.searched("family=lund&_count=1"))
            #expect(first.total == 2 && first.ids == [both[0].rawValue])
            let counts = { try await [trust.counts(of: both[0]), trust.counts(of: both[1])] }
            #expect(try await counts() == [0, 1])
            // The second page shows the other one, and says again how many there are.
            _ = try await trust.read(try #require(first.next))
            #expect(try await counts() == [1, 1])
        }
    }

    @Test("leave no more than the question where nobody was found, or everybody was meant")
    func nobody() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            for form in ["family=nobody&_count=0", "identifier=9990000018&_summary=count"] {
                let before = try await trust.entries()
                #expect(try Reply(try await trust.searched(form)).total == 0, "\(form)")
                #expect(try await trust.entries() == before + ["person.looked_up"], "\(form)")
            }
            let before = try await trust.entries()
            #expect(try await trust.read("Patient?_summary=count").total == 1)
            #expect(try await trust.entries() == before)
        }
    }

    @Test("are not counted by a system that is told nothing of them, which leaves nothing about them")
    func denied() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            try await trust.giveNumber()
            _ = try await world.send()
            let organisation = try await world.site.organisation()
            let foreign = try await trust.another(of: organisation, team: try await trust.newTeam(of: organisation))
            let ward = try await trust.another(of: world.trust, team: try await trust.newTeam(of: world.trust))
            for system in [university, foreign, ward] {
                for form in [
                    "identifier=9434765919&_count=0", "family=lund&_summary=count", "_id=\(world.student)&_count=0",
                ] {
                    #expect(try Reply(try await system.searched(form)).total == 0, "\(form)")
                }
                try await world.store.noteCounted([world.student], as: system.actor())
            }
            let practitioner = try await world.sam.actor()
            await #expect(throws: Forbidden.self) {
                try await world.store.noteCounted([world.student], as: practitioner)
            }
            #expect(try await trust.counts(of: world.student) == 0)
        }
    }

    @Test("are written down without what was asked")
    func nothingAsked() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            _ = try await trust.searched("family=lund&_count=0")
            let details = try await trust.site.ground.engine.read { database in
                try database.rows("SELECT detail FROM audit_entry WHERE action = 'person.counted'")
                    .map { row -> String in try row("detail") }
            }
            #expect(details == ["{}"])
        }
    }

    @Test("are not counted by who asks for two as if they were one")
    func twoInOne() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            let lundy = try await trust.another(named: "Lundy")
            let answer = try await trust.fhir("Patient/\(trust.world.student),\(lundy)")
            #expect(answer.status == 404)
            #expect(try await trust.counts(of: lundy) == 0)
        }
    }
}

extension ConnectedSystem {
    /// How often the record has that a system counted them.
    fileprivate func counts(of person: PersonID) async throws -> Int {
        try await site.ground.engine.read {
            try $0.count(
                "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'person.counted' AND person_id = \(person)")
        }
    }

    /// What the record has that systems did about people, the oldest first.
    fileprivate func entries() async throws -> [String] {
        try await site.ground.engine.read { database in
            try database.rows(
                "SELECT action FROM audit_entry WHERE role = 'recordSystem' AND subject_kind <> 'record_system' ORDER BY seq"
            ).map { try $0("action") }
        }
    }
}
