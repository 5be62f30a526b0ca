import Accounts
import Directory
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import OpenReferral
@testable import Website

@Suite("What is not in the open directory")
struct OpenDenialTests {
    @Test("is everything that nobody chose: other services, people, mailboxes, who deputises")
    func nothingPrivate() async throws {
        try await OpenWorld.with { world in
            let everything = try await world.everything()
            #expect(everything.contains("Student Wellbeing"))
            for word in [
                "Disability\"", "Disability,", "Priya", "Shah", "Sam Reed", "Head of Wellbeing", "wellbeing@", "Moira",
                world.hidden.rawValue,
            ] {
                #expect(!everything.contains(word), "\(word)")
            }
        }
    }

    @Test("is, over the whole demonstration, any person who has an account and any e-mail address")
    func demonstration() async throws {
        try await Walk.with { walk in
            let ground = walk.site.ground
            let people = try await ground.engine.read { database in
                try database.rows("SELECT name_sealed FROM account").map { row -> String in
                    try ground.keys.open(row("name_sealed"), "account.name")
                }
            }
            let store = DirectoryStore(engine: ground.engine, keys: ground.keys, clock: walk.site.clock)
            let open = try await store.openListings(OpenQuestion(), PageNumber(1, size: 100)).found
            #expect(open.count == 4 && people.count > 10)
            let services = open.map { "services/\($0.id)" }
            let pages = (["services.csv", ""] + services).map { "/open-directory/\($0)" }
            let objects = (["services", "service_at_locations"] + services).map { "/open-referral/v3/\($0)" }
            for path in pages + objects {
                let answer = try await walk.site.stranger.get(path)
                #expect(answer.status == 200 && !answer.says("@"), "\(path)")
                #expect(people.filter { answer.says($0) } == [], "\(path)")
            }
        }
    }

    @Test("answers as if it did not exist, signed in or not")
    func notFound() async throws {
        try await OpenWorld.with { world in
            for id in [world.hidden.rawValue, "junk", world.world.leeds.rawValue] {
                for path in [
                    "services/\(id)", "service_at_locations/\(id)", "taxonomies/\(id)", "taxonomy_terms/\(id)",
                ] {
                    let answer = try await world.ask(path)
                    #expect(answer.status == 404 && answer.headers[.accessControlAllowOrigin] == "*", "\(path)")
                }
                #expect(try await world.world.manager.get("/open-directory/services/\(id)").status == 404)
                #expect(try await world.site.stranger.get("/open-directory/services/\(id)").status == 404)
            }
        }
    }

    @Test(
        "answers a program in its own form where there is no such address",
        arguments: [
            "/open-referral", "/open-referral/v3/nope", "/open-referral/v3/services/1/more", "/open-referral/v2",
        ])
    func strays(path: String) async throws {
        try await OpenWorld.with { world in
            for method in [HTTPRequest.Method.get, .post, .options] {
                let answer = try await world.ask(path, method)
                #expect(answer.status == 404 && answer.headers[.contentType] == "application/json")
                #expect(answer.headers[.accessControlAllowOrigin] == "*")
                let problem = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: String]
                #expect(problem?["error"]?.hasSuffix("/openapi.json") == true)
            }
            let head = try await world.ask(path, .head)
            #expect(head.status == 404 && head.body.isEmpty)
        }
    }

    @Test("is gone at the next request once its manager takes it back, also for who has seen it")
    func takenBack() async throws {
        try await OpenWorld.with { world in
            let path = "/directory/services/\(world.world.service)/publication"
            let seen = try await world.ask("services")
            let tag = try #require(seen.headers[.eTag])
            #expect(try await world.ask("services", headers: [.ifNoneMatch: tag]).status == 304)
            let answer = try await world.world.manager.post(path, [("audience", "staff")])
            #expect(answer.status == 303)
            let after = try await world.ask("services", headers: [.ifNoneMatch: tag])
            #expect(after.status == 200 && after.says("\"empty\":true") && after.headers[.cacheControl] == "no-cache")
            #expect(try await world.everything().contains("Student Wellbeing") == false)
        }
    }

    @Test("cannot be written by anybody, and may be read from any page")
    func methods() async throws {
        try await OpenWorld.with { world in
            for endpoint in world.site.installation.openReferral.endpoints {
                let path = endpoint.path.replacing(":id", with: world.world.service.rawValue)
                let asked = try await world.ask(path, .options)
                #expect(asked.status == 204 && asked.headers[.allow] == "GET, HEAD, OPTIONS", "\(path)")
                #expect(asked.headers[.accessControlAllowOrigin] == "*")
                for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
                    #expect(try await world.ask(path, method).status == 405, "\(method) \(path)")
                }
                let (head, get) = (try await world.ask(path, .head), try await world.ask(path))
                #expect(head.body.isEmpty && head.status == get.status && head.headers[.eTag] == get.headers[.eTag])
            }
        }
    }

    @Test("is not given to an address that asks too often")
    func tooMany() async throws {
        try await TestSite.with(settings: ["FOOTBRIDGE_REQUESTS_PER_MINUTE": "10"]) { site in
            for status in Array(repeating: 200, count: 10) + [429] {
                let answer = try await site.send(.get, "/open-referral/v3/services")
                #expect(answer.status == status)
            }
            #expect(try await site.send(.get, "/open-referral/v3/services", from: "192.0.2.2").status == 200)
        }
    }
}

extension OpenWorld {
    /// All that the open directory says anywhere.
    func everything() async throws -> String {
        let id = world.service
        var text = ""
        for path in [
            "services", "services/\(id)", "service_at_locations", "taxonomies", "/open-directory/services.csv",
            "/open-directory",
            "/open-directory/services/\(id)",
        ] { text += try await ask(path).body }
        return text
    }
}
