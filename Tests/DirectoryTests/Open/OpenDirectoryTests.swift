import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Directory

@Suite("Services that everybody may find")
struct OpenDirectoryTests {
    @Test("are those alone whose manager chose it; taking it back takes effect at once")
    func chosen() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            #expect(try await world.all().isEmpty)
            await #expect(throws: NotFound("open service")) { try await world.store.openListing(id) }
            try await world.store.publishService(id, for: AgeRange(youngest: 18), by: world.manager)
            #expect(try await world.all() == ["Student Wellbeing"])
            #expect(try await world.store.openListing(id).service.ages.youngest == 18)
            try await world.store.unpublishService(id, by: world.manager)
            #expect(try await world.all().isEmpty)
            let actions = try await world.actions(on: id)
            #expect(actions.prefix(2) == ["service.unpublished", "service.published"])
        }
    }

    @Test("cannot be chosen by another organisation, another team, or somebody who keeps nothing")
    func denied() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            let other = try await world.wellbeing(named: "Disability")
            let elsewhere = Actor(
                accountID: world.manager.accountID, organisationID: world.leeds, serviceID: other,
                role: .serviceManager, name: "Elsewhere")
            let store = world.store
            for actor in [world.stranger, elsewhere] {
                await #expect(throws: NotFound.self) { try await store.publishService(id, for: .any, by: actor) }
                await #expect(throws: NotFound.self) { try await store.unpublishService(id, by: actor) }
                await #expect(throws: NotFound.self) { try await store.publicFace(of: id, by: actor) }
            }
            await #expect(throws: Forbidden.self) { try await store.publishService(id, for: .any, by: world.priya) }
            await #expect(throws: Forbidden.self) { try await store.unpublishService(id, by: world.priya) }
            await #expect(throws: Forbidden.self) { try await store.publicFace(of: id, by: world.priya) }
        }
    }

    @Test("are gone with the service, and with an organisation that left, closed or has not joined")
    func gone() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            try await world.store.publishService(id, for: .any, by: world.manager)
            let leeds = world.leeds
            for change: SQL in ["left_at = 1", "closed_on = '2026-01-01'", "joined_at = NULL"] {
                try await world.engine.write {
                    try $0.execute("UPDATE organisation SET \(sql: change) WHERE id = \(leeds)")
                }
                #expect(try await world.all().isEmpty, "\(change.text)")
                await #expect(throws: NotFound.self) { try await world.store.openListing(id) }
                try await world.engine.write {
                    try $0.execute(
                        """
                        UPDATE organisation SET left_at = NULL, closed_on = NULL, joined_at = 1 WHERE id = \(leeds)
                        """)
                }
                #expect(try await world.all().count == 1)
            }
            try await world.close(id, by: world.manager)
            #expect(try await world.all().isEmpty)
        }
    }

    @Test("say since when all their contact points are verified, and nothing where one never was")
    func assured() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            try await world.store.publishService(id, for: .any, by: world.manager)
            let bare = try await world.store.openListing(id).assurance
            #expect(bare.assuredOn == nil && bare.warning?.hasPrefix("Nobody has verified") == true)
            let (point, _) = try await world.contact(at: id)
            let fresh = try await world.store.openListing(id).assurance
            #expect(fresh == Assurance(assuredOn: day(2026, 11, 23), warning: nil))
            world.clock.advance(by: 91 * 86_400)
            let stale = try await world.store.openListing(id).assurance
            #expect(stale.assuredOn == day(2026, 11, 23))
            #expect(stale.warning?.hasPrefix("Not verified since 23 November 2026") == true)
            try await world.store.markBounced(point, by: .system)
            let bounced = try await world.store.openListing(id).assurance
            #expect(bounced.warning?.hasPrefix("Messages to this service have come back") == true)
            _ = try await world.store.openContactPoint(
                ContactPointText(purpose: .referrals, telephone: "0113 343 4107"), at: id, by: world.manager)
            #expect(try await world.store.openListing(id).assurance.assuredOn == nil)
        }
    }

    @Test("leave out what names a person, which no search finds either, and say so to the manager")
    func withheld() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            _ = try await world.contact(at: id)
            let text = ServiceText(
                kind: .wellbeing, name: "Ask Priya Shah", offer: "Talks", limits: "No therapy",
                howToRefer: "Write to sam.reed@leeds.example.ac.uk", telephone: "0113 343 4107")
            try await world.store.editService(id, text, seen: nil, by: world.manager)
            try await world.store.publishService(id, for: .any, by: world.manager)
            let listing = try await world.store.openListing(id)
            #expect(listing.service.name == "Student wellbeing" && listing.service.howToRefer == "")
            #expect(listing.service.offer == "Talks" && listing.service.telephone == "0113 343 4107")
            let face = try await world.store.publicFace(of: id, by: world.manager)
            #expect(face.withheld == ["Name of the service", "How to refer"])
            for name in ["Priya", "sam reed"] { #expect(try await world.all(name).isEmpty, "\(name)") }
            #expect(try await world.all("therapy").count == 1)
        }
    }

    @Test("are asked for in a few questions, however many there are")
    func questions() async throws {
        try await withDirectory { world in
            let engine = QuestionedEngine(world.engine)
            let store = DirectoryStore(engine: engine, keys: KeyRing(), clock: world.clock)
            func count() async throws -> Int {
                try await engine.statements {
                    _ = try await store.openPlaces(OpenQuestion(), PageNumber(1, size: 50))
                }.count
            }
            try await world.store.publishService(world.wellbeing(), for: .any, by: world.manager)
            let one = try await count()
            for number in 2...10 {
                let id = try await world.wellbeing(named: "Team \(number)")
                try await world.store.publishService(id, for: .any, by: world.manager)
            }
            #expect(try await count() == one)
        }
    }
}

extension DirectoryFixture {
    /// The names of what everybody finds.
    func all(_ search: String = "") async throws -> [String] {
        var question = OpenQuestion()
        question.search = search
        return try await store.openListings(question, PageNumber(1, size: 100)).found.map(\.service.name)
    }
}
