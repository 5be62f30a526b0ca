import TestSupport
import Testing
import Vocabulary

@testable import Website

@Suite("The page of an organisation's own system")
struct EndpointPagesTests {
    @Test("shows the token once, then what arrives and what waits, and ends it")
    func registered() async throws {
        try await TwoSides.with { world in
            let manager = world.manager
            #expect(try await manager.get("/endpoint").says("Your own system"))
            let answer = try await manager.post("/endpoint", [("address", "https://hub.example.ac.uk/in")])
            #expect(answer.status == 200 && answer.says("it is not shown again"))
            let page = try await manager.get("/endpoint")
            #expect(page.says("https://hub.example.ac.uk/in") && page.says("Nothing yet"))
            #expect(!page.says("it is not shown again"))
            #expect(try await manager.post("/endpoint/end").status == 303)
            #expect(try await !manager.get("/endpoint").says("hub.example"))
        }
    }

    @Test("says what is wrong with an address, and keeps what was typed")
    func faults() async throws {
        try await TwoSides.with { world in
            let page = try await world.manager.post("/endpoint", [("address", "http://hub.example.ac.uk/in")])
            #expect(page.status == 422 && page.says("begins with https://") && page.says("http://hub.example.ac.uk/in"))
            let inside = try await world.manager.post("/endpoint", [("address", "https://10.1.2.3/in")])
            #expect(inside.status == 422 && inside.says("inside a private network"))
        }
    }

    @Test("is the managers' alone")
    func denied() async throws {
        try await TwoSides.with { world in
            for visitor in [world.sam, world.nurse] {
                let page = try await visitor.get("/endpoint")
                #expect(page.status == 403)
                #expect(try await visitor.post("/endpoint", [("address", "https://a.example")]).status == 403)
                #expect(try await visitor.post("/endpoint/end").status == 403)
            }
            #expect(try await world.manager.post("/endpoint/end").status == 404)
        }
    }
}
