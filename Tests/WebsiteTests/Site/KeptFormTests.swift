import Accounts
import Foundation
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("What was being typed when a session ended")
struct KeptFormTests {
    private static let path = "/installation/invitations"

    /// A form of `visitor`'s page, as it stands in a tab that is open.
    private func form(of visitor: TestVisitor) async throws -> [(String, String)] {
        let token = try #require(visitor.token)
        let session = try #require(try await visitor.site.installation.sessions.session(token: token))
        return [("email", "kept@example.ac.uk"), ("formToken", session.formToken)]
    }

    @Test("is kept in the sign-in page, sealed, whether the person was away or signed out in another tab")
    func ended() async throws {
        try await TestSite.with { site in
            let visitor = try await site.visitor(.operator)
            let form = try await form(of: visitor)
            site.clock.advance(by: 14 * 60)
            #expect(try await visitor.get("/installation").status == 200)
            site.clock.advance(by: 16 * 60)
            for cookie in [visitor.token, nil] {
                let lapsed = try await site.ask(.post, Self.path, form: form, token: cookie)
                #expect(lapsed.says("What you typed is kept") && lapsed.says("name=\"kept\""))
                #expect(!lapsed.says("kept@example.ac.uk"))
            }
            #expect(try await invitations(site) == 0)
        }
    }

    @Test("comes back at once to whoever has signed in again meanwhile, and is done only when they say so")
    func signedInAgain() async throws {
        try await TestSite.with { site in
            let before = try await site.visitor(.operator)
            let form = try await form(of: before)
            let account = try #require(try await before.actor().accountID)
            _ = try await before.post("/sign-out")
            let again = try await site.visitor(signedInAs: account)
            let back = try await site.ask(.post, Self.path, form: form, token: again.token)
            #expect(back.status == 200 && back.says("kept@example.ac.uk") && back.says("action=\"\(Self.path)\""))
            #expect(!back.says(form[1].1))
            #expect(try await invitations(site) == 0)
        }
    }

    @Test("goes by the role where several are held")
    func severalRoles() async throws {
        try await TestSite.with { site in
            let before = try await site.visitor(.operator)
            let form = try await form(of: before)
            let account = try #require(try await before.actor().accountID)
            let (now, organisation) = (site.clock.now, try await site.organisation())
            try await site.ground.engine.write { database in
                try AccountStore.grant(
                    .serviceManager, to: account, organisation: organisation, service: nil, by: .system, at: now,
                    in: database)
            }
            let again = try await site.visitor(signedInAs: account)
            let choice = try await site.ask(.post, Self.path, form: form, token: again.token)
            #expect(choice.says("Choose your role") && !choice.says("kept@example.ac.uk"))
            let sealed = try #require(choice.body.firstMatch(of: /name="kept" value="([^"]+)"/)).output.1
            let role = try #require(choice.body.firstMatch(of: /name="membership" value="([^"]+)"/)).output.1
            let kept = String(sealed).replacing("&#x3D;", with: "=").replacing("&#43;", with: "+")
            let back = try await again.post("/role", [("membership", String(role)), ("kept", kept)])
            #expect(back.says("kept@example.ac.uk"))
        }
    }

    @Test("is neither shown to nor sent by another person, in whose browser it is now")
    func another() async throws {
        try await TestSite.with { site in
            let form = try await form(of: try await site.visitor(.operator))
            let other = try await site.visitor(.operator)
            let answer = try await site.ask(.post, Self.path, form: form, token: other.token)
            #expect(answer.status == 403 && answer.says("Somebody else opened that page"))
            #expect(!answer.says("kept@example.ac.uk"))
            #expect(try await invitations(site) == 0)
        }
    }

    @Test("that it was not stored is told to a stranger, who is not led to an address that only takes forms")
    func stranger() async throws {
        try await TestSite.with { site in
            for token in ["", "junk", "YWJjZGVm"] {
                let answer = try await site.ask(
                    .post, Self.path, form: [("email", "x"), ("formToken", token)], token: nil)
                #expect(answer.status == 303 && answer.location == "/sign-in")
                #expect(answer.headers[values: .setCookie].contains { $0.contains("nothing%20of%20what") })
            }
        }
    }

    private func invitations(_ site: TestSite) async throws -> Int {
        try await site.ground.engine.read { try $0.count("SELECT count(*) AS count FROM invitation") }
    }
}
