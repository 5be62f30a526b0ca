import Foundation
import Testing
import Vocabulary

@testable import Website

@Suite("The open directory’s pages")
struct OpenDirectoryPagesTests {
    @Test("anybody finds what is public, and the table of it")
    func list() async throws {
        try await OpenWorld.with { world in
            let page = try await world.site.stranger.get("/open-directory")
            #expect(page.says("1 service<") && page.says("Student Wellbeing") && page.says("University of Leeds"))
            #expect(page.says("/open-directory/services.csv") && !page.says("Disability"))
            #expect(page.says("Need somebody now?") && page.says("You need not sign in."))
            let nothing = try await world.site.stranger.get("/open-directory?q=zzz%3Cb%3E&page=-4")
            #expect(nothing.status == 200 && nothing.says("Nothing here") && !nothing.says("zzz<b>"))
            let service = try await world.site.stranger.get("/open-directory/services/\(world.world.service)")
            for words in [
                "Talks &amp; advice", "18 and over", "09:00 to 17:00", "tel:01133434107", "Nobody has verified",
                "Need somebody now?",
            ] {
                #expect(service.says(words), "\(words)")
            }
        }
    }

    @Test("a manager chooses, sees what becomes public and what is left out, and mends an age that cannot be")
    func publication() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/publication"
            let text = "/directory/services/\(world.service)/text"
            _ = try await world.manager.post(
                text, [("name", "Wellbeing"), ("kind", "wellbeing"), ("offer", "Talks"), ("waiting", "Ask Sam Reed")])
            let page = try await world.manager.get(path)
            #expect(page.says("What everybody would read") && page.says("Talks") && !page.says("Ask Sam Reed"))
            #expect(page.says("Left out") && page.says("How long people wait"))
            let wrong = try await world.manager.post(path, [("audience", "everybody"), ("youngest", "old")])
            #expect(wrong.status == 422 && wrong.says("id=\"youngest-error\"") && wrong.says("value=\"old\""))
            #expect(try await world.manager.post(path, []).status == 422)
            #expect(try await world.site.stranger.get("/open-directory").says("0 services"))
            let right = try await world.manager.post(path, [("audience", "everybody"), ("youngest", "18")])
            #expect(right.location == "/directory/services/\(world.service)")
            #expect(try await world.site.stranger.get("/open-directory").says("1 service<"))
            #expect(try await world.manager.get(right.location ?? "").says("Everybody may find this service."))
        }
    }

    @Test("nobody but those who keep a service may choose for it")
    func denied() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/publication"
            let choice = [("audience", "everybody")]
            let seen = try await world.priya.get(path)
            #expect(seen.status == 403)
            #expect(try await world.priya.post(path, choice).status == 403)
            #expect(try await world.stranger.get(path).status == 404)
            #expect(try await world.stranger.post(path, choice).status == 404)
            #expect(try await world.site.stranger.get(path).status == 303)
            #expect(try await world.priya.get("/directory/services/\(world.service)").says("publication") == false)
        }
    }
}
