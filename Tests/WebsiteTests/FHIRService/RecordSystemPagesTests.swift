import Foundation
import JWTKit
import TestSupport
import Testing
import Vocabulary

@testable import Website

@Suite("Record systems")
struct RecordSystemPagesTests {
    @Test("a manager connects one, sees what whoever sets it up needs, gives it new keys, and shuts it out")
    func manager() async throws {
        try await ConnectedSystem.with { system in
            let manager = system.trustManager
            let form = [
                ("name", "Ward record"), ("service", system.world.crisisTeam.rawValue), ("scopes", "system/Bundle.c"),
                ("keys", ConnectedSystem.keySet(ES384PrivateKey())),
            ]
            let path = try #require(try await manager.post("/record-systems", form).location)
            let page = try await manager.get(path)
            #expect(page.says("/oauth/token") && page.says("system/Bundle.c") && page.says("Not yet"))
            let refused = try await manager.post(path + "/keys", [("keys", "junk")])
            #expect(refused.status == 422 && refused.says("Paste a JWK Set") && refused.says("junk"))
            let keys = [("keys", ConnectedSystem.keySet(ES384PrivateKey(), kid: "next"))]
            #expect(try await manager.post(path + "/keys", keys).status == 303)
            #expect(try await manager.get(path).says("next"))
            #expect(try await manager.post(path + "/revocation").status == 303)
            #expect(try await manager.get(path).says("Shut out"))
            #expect(try await manager.post(path + "/keys", keys).status == 404)
        }
    }

    @Test("a manager of the whole organisation moves one to another team, and reads before what that means")
    func move() async throws {
        try await ConnectedSystem.with { system in
            let (manager, path) = (system.trustManager, "/record-systems/\(system.id)")
            #expect(try await !manager.get(path).says("Move it to another team"))
            let opened = try await manager.post("/directory/new-service", [("name", "Liaison"), ("kind", "wellbeing")])
            let team = try #require(opened.location?.split(separator: "/").dropLast().last.map(String.init))
            let page = try await manager.get(path)
            #expect(page.says("Move it to another team") && page.says("What you decided in advance ends."))
            #expect(try await system.world.manager.post(path + "/team", [("service", team)]).status == 404)
            #expect(try await system.world.nurse.post(path + "/team", [("service", team)]).status == 403)
            let refused = try await manager.post(path + "/team", [("service", "")])
            #expect(refused.status == 422 && refused.says("Choose the other team that it is to work for."))
            #expect(try await manager.post(path + "/team", [("service", team)]).location == path)
            #expect(try await manager.get(path).says("<dt>Team</dt><dd>Liaison</dd>"))
        }
    }

    @Test("a form with faults comes back filled in, with each beside its field")
    func faults() async throws {
        try await ConnectedSystem.with { system in
            let page = try await system.trustManager.post("/record-systems", [("name", "Ward record"), ("keys", "{}")])
            #expect(page.status == 422 && page.says("value=\"Ward record\"") && page.says("Paste a JWK Set"))
            let foreign = [
                ("name", "Ward record"), ("service", system.world.wellbeing.rawValue), ("scopes", "system/Bundle.c"),
                ("keys", ConnectedSystem.keySet(ES384PrivateKey())),
            ]
            #expect(try await system.trustManager.post("/record-systems", foreign).says("Choose the team"))
        }
    }

    @Test("of a university are not allowed what only clinicians would ever see")
    func university() async throws {
        try await ConnectedSystem.with { system in
            let manager = system.world.manager
            let page = try await manager.get("/record-systems")
            #expect(page.says("system/Task.rs") && !page.says("system/Bundle.c") && !page.says("system/Consent.cu"))
            let form = [
                ("name", "Case record"), ("service", system.world.wellbeing.rawValue), ("scopes", "system/Bundle.c"),
                ("keys", ConnectedSystem.keySet(ES384PrivateKey())),
            ]
            let refused = try await manager.post("/record-systems", form)
            #expect(refused.status == 422 && refused.says("hands in no messages"))
            #expect(try await system.trustManager.get("/record-systems").says("system/Bundle.c"))
        }
    }

    @Test("are seen and changed by managers of the own organisation alone")
    func denied() async throws {
        try await ConnectedSystem.with { system in
            let paths = ["/record-systems/\(system.id)/keys", "/record-systems/\(system.id)/revocation"]
            #expect(try await system.world.nurse.get("/record-systems").status == 403)
            #expect(try await !system.world.manager.get("/record-systems").says("Emergency record"))
            #expect(try await system.world.manager.get("/record-systems/\(system.id)").status == 404)
            for path in paths {
                let keys = [("keys", ConnectedSystem.keySet(ES384PrivateKey()))]
                #expect(try await system.world.manager.post(path, keys).status == 404)
                #expect(try await system.world.nurse.post(path, keys).status == 403)
            }
            let token = try await system.token()
            #expect(!token.isEmpty)
        }
    }
}
