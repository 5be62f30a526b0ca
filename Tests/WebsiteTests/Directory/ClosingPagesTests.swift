import Foundation
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("Closing a team in the browser")
struct ClosingPagesTests {
    @Test("the manager reads what it leaves and who is told in its stead, and sees then what waits for it")
    func close() async throws {
        try await ConnectedSystem.with { system in
            let (manager, team) = (system.trustManager, system.world.crisisTeam)
            _ = try await system.post(TestMessage().text)
            let path = "/directory/services/\(team)/closing"
            let asked = try await manager.get(path)
            #expect(asked.says("1 message from its record system waiting for a decision"))
            #expect(asked.says("goes on doing so: Emergency record") && asked.says("Bo Manager"))
            #expect(asked.says("href=\"/directory/upkeep\">Keep the directory</a>"))
            #expect(!asked.says("open with it") && !asked.says("Whitby"))
            let unseen = try await manager.post(path)
            #expect(unseen.location == path)
            let mark = try #require(asked.body.firstMatch(of: /name="seen" value="([^"]*)"/)?.1)
            #expect(try await !manager.get("/record-systems").says("wait for a team that has closed"))
            #expect(try await manager.post(path, [("seen", String(mark))]).location == "/directory/upkeep")
            #expect(try await manager.get(path).status == 404)
            let stranded = try await manager.get("/record-systems")
            #expect(stranded.says("wait for a team that has closed"))
            #expect(stranded.says("(closed), from Emergency record") && stranded.says("Give them to this team"))
            #expect(!stranded.says("Whitby"))
            #expect(stranded.says("value=\"\(team)\" checked"))
            let from = ("from", team.rawValue)
            let unsaid = try await manager.post("/record-systems/stranded-messages")
            #expect(unsaid.status == 422 && unsaid.says("Choose whose messages you give."))
            let refused = try await manager.post("/record-systems/stranded-messages", [from])
            #expect(refused.status == 422 && refused.says("Choose the team that decides about them."))
            let foreign = [from, ("team", system.world.wellbeing.rawValue)]
            #expect(try await manager.post("/record-systems/stranded-messages", foreign).status == 422)
            #expect(try await system.world.manager.post("/record-systems/stranded-messages", foreign).status == 404)
            #expect(try await system.world.nurse.post("/record-systems/stranded-messages").status == 403)
        }
    }

    @Test("a team that would leave somebody without anybody stays, and the page says why")
    func nobody() async throws {
        try await ConnectedSystem.with { system in
            let (team, trust) = (system.world.crisisTeam, system.world.trust)
            try await system.site.ground.engine.write {
                try $0.execute(
                    "UPDATE membership SET service_id = \(team) WHERE organisation_id = \(trust) AND service_id IS NULL"
                )
            }
            let manager = system.trustManager
            let refused = try await manager.get("/directory/services/\(team)/closing")
            #expect(refused.location == "/directory/upkeep")
            #expect(refused.headers[.setCookie]?.removingPercentEncoding?.contains("cannot close yet") == true)
            _ = try await manager.post("/directory/services/\(team)/closing", [("seen", "0 0 0 0 Emergency record")])
            #expect(try await manager.get("/directory/services/\(team)").status == 200)
        }
    }
}
