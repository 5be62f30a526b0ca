import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("The gate")
struct GateTests {
    @Test("an empty installation asks for its operator, once")
    func firstRun() async throws {
        try await TestSite.with { site in
            #expect(try await site.stranger.get("/sign-in").location == "/first-run")
            let fields = [
                ("name", "Ola Operator"), ("email", "ola@example.ac.uk"), ("password", "brisk otter lantern"),
            ]
            let made = try await site.stranger.post("/first-run", fields)
            #expect(made.location == "/second-step/set-up")
            #expect(try await site.stranger.get("/first-run").status == 404)
        }
    }

    @Test("a form that is wrong comes back filled in, with the error beside its field and a summary on top")
    func faultyForm() async throws {
        try await TestSite.with { site in
            let answer = try await site.stranger.post(
                "/first-run", [("name", "Ola"), ("email", "ola"), ("password", "short")])
            #expect(answer.status == 422)
            #expect(answer.says("There is a problem"))
            #expect(answer.says("value=\"ola\""))
            #expect(answer.says("id=\"email-error\"") && answer.says("id=\"password-error\""))
        }
    }

    @Test("a page that needs signing in sends strangers to the sign-in page, and remembers where they wanted to go")
    func strangers() async throws {
        try await TestSite.with { site in
            let answer = try await site.stranger.get("/staff")
            #expect(answer.status == 303)
            #expect(answer.location == "/sign-in?next=%2Fstaff")
        }
    }

    @Test("a form without its token is refused")
    func forgery() async throws {
        try await TestSite.with { site in
            let visitor = try await site.visitor(.operator)
            let answer = try await site.ask(.post, "/installation/audit-check", form: [], token: visitor.token)
            #expect(answer.status == 403)
            #expect(try await visitor.post("/installation/audit-check").status == 303)
        }
    }

    @Test("a form sent from another site is refused even with its token")
    func crossSite() async throws {
        try await TestSite.with { site in
            let visitor = try await site.visitor(.operator)
            let answer = try await site.ask(
                .post, "/sign-out", form: [], token: visitor.token, headers: [.fetchSite: "cross-site"]
            )
            #expect(answer.status == 403)
            #expect(try await visitor.get("/installation").status == 200)
        }
    }

    @Test("an address nobody knows is a plain page, signed in or not")
    func notFound() async throws {
        try await TestSite.with { site in
            for visitor in [site.stranger, try await site.visitor(.operator)] {
                let answer = try await visitor.get("/no-such-page")
                #expect(answer.status == 404)
                #expect(answer.says("Page not found"))
            }
        }
    }

    @Test("every page carries the headers that keep other sites out")
    func headers() async throws {
        try await TestSite.with { site in
            let answer = try await site.stranger.get("/accessibility")
            #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            #expect(answer.headers[.contentSecurityPolicy]?.contains("unsafe-inline") == false)
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test(
        "a full disk is told honestly, and nothing is acknowledged that is not stored",
        .enabled(if: testDialect == .sqlite))
    func fullDisk() async throws {
        try await TestSite.with { site in
            let manager = try await site.visitor(.serviceManager, organisation: try await site.organisation())
            try await site.installation.ground.engine.write { _ = try $0.rows("PRAGMA max_page_count = 1") }
            var (stored, refused) = (0, 0)
            for number in 0..<400 where refused < 3 {
                let form = [
                    ("email", "colleague\(number)@example.ac.uk"), ("role", "practitioner"), ("service", "all"),
                ]
                let answer = try await manager.post("/staff/invitations", form)
                if answer.status == 200 { stored += 1 } else { refused += 1 }
                if answer.status != 200 { #expect(answer.status == 503 && answer.says("Nothing was saved")) }
            }
            #expect(refused == 3)
            let kept = try await site.installation.ground.engine.read {
                try $0.count("SELECT count(*) AS count FROM invitation")
            }
            #expect(kept == stored)
        }
    }

    @Test("a form larger than is read is refused in plain words")
    func tooLarge() async throws {
        try await TestSite.with { site in
            let long = String(repeating: "a", count: 300 * 1024)
            let answer = try await site.stranger.post("/sign-in", [("email", long)])
            #expect(answer.status == 413)
            #expect(answer.says("larger than we accept"))
        }
    }

    @Test("an address that asks too often waits for the next minute, and nobody else does")
    func rate() async {
        let limit = RateLimit(most: 3)
        let now = TestTime.mondayMorning
        for _ in 0..<3 { #expect(await limit.admits("192.0.2.1", at: now)) }
        #expect(await !limit.admits("192.0.2.1", at: now))
        #expect(await limit.admits("192.0.2.2", at: now))
        #expect(await limit.admits("192.0.2.1", at: now + 60))
    }

    @Test("a request of the minute before does not begin the count anew; a clock that was set back does")
    func earlier() async {
        let limit = RateLimit(most: 3)
        let now = TestTime.mondayMorning
        #expect(await limit.admits("192.0.2.1", at: now + 60))
        #expect(await limit.admits("192.0.2.1", at: now))
        #expect(await limit.admits("192.0.2.1", at: now + 60))
        for moment in [now, now + 60] { #expect(await !limit.admits("192.0.2.1", at: moment)) }
        #expect(await limit.admits("192.0.2.1", at: now - 3600))
        #expect(await limit.admits("192.0.2.1", at: now + 120))
    }
}
