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
        return [
            ("email", "kept@example.ac.uk"), ("email:label", "E-mail address"), ("key", "unseen-key"),
            ("formToken", session.formToken),
        ]
    }

    /// What a page carries on, sealed.
    private func kept(in page: TestAnswer) throws -> String {
        try String(#require(page.body.firstMatch(of: /name="kept" value="([^"]+)"/)).output.1)
    }

    /// Gives the visitor's account one more role; that ends their sessions.
    private func grant(_ role: Role, to visitor: TestVisitor) async throws -> AccountID {
        let account = try #require(try await visitor.actor().accountID)
        let (now, organisation) = (visitor.site.clock.now, try await visitor.site.organisation())
        try await visitor.site.ground.engine.write { database in
            try AccountStore.grant(
                role, to: account, organisation: organisation, service: nil, by: .system, at: now, in: database)
        }
        return account
    }

    /// The page can be sent as it stands: its token is that of the session as it is now.
    private func isReady(_ page: TestAnswer, for visitor: TestVisitor) async throws -> Bool {
        let session = try await visitor.token.asyncFlatMap {
            try await visitor.site.installation.sessions.session(token: $0)
        }
        return page.says("name=\"formToken\" value=\"\(try #require(session).formToken)\"")
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
            #expect(back.status == 200 && back.says("action=\"\(Self.path)\"") && back.says("Go on where I was"))
            #expect(back.says("<dt>E-mail address</dt><dd>kept@example.ac.uk</dd>"))
            #expect(back.says("href=\"/installation\">Do not go on"))
            #expect(!back.says("<dd>unseen-key</dd>") && !back.says(form[3].1))
            #expect(try await isReady(back, for: again))
            #expect(try await invitations(site) == 0)
        }
    }

    @Test("is called a button where nothing was typed, and the page says what for")
    func onlyAButton() async throws {
        try await TestSite.with { site in
            let before = try await site.visitor(.operator)
            let form = try await form(of: before)
            let account = try #require(try await before.actor().accountID)
            _ = try await before.post("/sign-out")
            let again = try await site.visitor(signedInAs: account)
            let pressed = [(":label", "Check the record"), ("email:label", "E-mail address"), ("email", " "), form[3]]
            let back = try await site.ask(.post, "/installation/audit-check", form: pressed, token: again.token)
            #expect(back.says("You pressed a button for: Check the record.") && back.says("Nothing has been done yet"))
            #expect(!back.says("What you typed before"))
        }
    }

    @Test("stays kept through a mistyped password, and the page goes on saying so")
    func mistyped() async throws {
        try await TestSite.with { site in
            let lapsed = try await site.ask(
                .post, Self.path, form: try await form(of: try await site.visitor(.operator)), token: nil)
            let form = [("email", "nobody@example.ac.uk"), ("password", "wrong"), ("kept", try kept(in: lapsed))]
            let again = try await site.stranger.post("/sign-in", form)
            #expect(again.status == 422 && again.says("What you typed is kept"))
            #expect(try kept(in: again) == kept(in: lapsed))
            let plain = try await site.stranger.post("/sign-in", Array(form.prefix(2)))
            #expect(plain.status == 422 && !plain.says("What you typed is kept"))
        }
    }

    @Test("goes on with a step of signing in that came too late; the code itself is not kept")
    func lateCode() async throws {
        try await TestSite.with { site in
            let form = try await form(of: try await site.visitor(.operator))
            let sealed = try kept(in: try await site.ask(.post, Self.path, form: form, token: nil))
            let late = try await site.ask(
                .post, "/sign-in/code", form: [("code", "123456"), ("kept", sealed), form[3]], token: nil)
            #expect(late.says("What you typed is kept") && late.says("name=\"kept\" value=\"\(sealed)\""))
            let bare = try await site.ask(.post, "/sign-in/code", form: [("code", "123456"), form[3]], token: nil)
            #expect(bare.status == 303 && bare.location == "/sign-in")
        }
    }

    @Test("is said to be gone where a second step has to be set up first")
    func secondStep() async throws {
        try await TestSite.with { site in
            let visitor = try await site.visitor(.operator)
            let session = try await site.installation.sessions.session(token: try #require(visitor.token))
            let lapsed = try await site.ask(.post, Self.path, form: try await form(of: visitor), token: nil)
            let signIn = [
                ("email", try #require(session).account.email), ("password", "three unrelated words"),
                ("kept", try kept(in: lapsed)),
            ]
            let answer = try await site.stranger.post("/sign-in", signIn)
            #expect(answer.location == "/second-step/set-up")
            #expect(answer.headers[values: .setCookie].contains { $0.contains("could%20not%20be%20kept") })
        }
    }

    @Test("comes back in the role it was made in, where several are held now")
    func severalRoles() async throws {
        try await TestSite.with { site in
            let before = try await site.visitor(.operator)
            let form = try await form(of: before)
            let again = try await site.visitor(signedInAs: try await grant(.serviceManager, to: before))
            let back = try await site.ask(.post, Self.path, form: form, token: again.token)
            #expect(back.says("You are signed in again") && back.says("<dd>kept@example.ac.uk</dd>"))
            #expect(back.says("in which you did this: \(Role.operator.title)"))
            #expect(try await again.actor().role == .operator)
            #expect(try await isReady(back, for: again))
        }
    }

    @Test("is not sent in another role that was picked in another tab meanwhile")
    func otherRole() async throws {
        try await TestSite.with { site in
            let account = try await grant(.serviceManager, to: try await site.visitor(.operator))
            let visitor = try await site.visitor(signedInAs: account)
            let sessions = site.installation.sessions
            let token = try #require(visitor.token)
            let session = try #require(try await sessions.session(token: token))
            let roles = [Role.operator, .serviceManager].compactMap { role in
                session.memberships.first { $0.role == role }?.id
            }
            try await sessions.pick(roles[0], in: session)
            let form = try await form(of: visitor)
            #expect(try await visitor.post("/role", [("membership", roles[1].rawValue)]).location == "/home")
            let back = try await site.ask(.post, Self.path, form: form, token: visitor.token)
            #expect(back.status == 200 && back.says("You did this in another role"))
            #expect(try await isReady(back, for: visitor))
            #expect(try await visitor.actor().role == .operator)
            #expect(try await invitations(site) == 0)
            let alive = try await site.ask(
                .post, "/session/sign-of-life", form: [("formToken", session.formToken)], token: visitor.token)
            #expect(alive.body == "ok\n")
        }
    }

    @Test("is shown, and cannot be sent, where the role it was made in is no longer held")
    func roleGone() async throws {
        try await TestSite.with { site in
            let before = try await site.visitor(.operator)
            let form = try await form(of: before)
            let account = try await grant(.serviceManager, to: before)
            try await site.ground.engine.write {
                try $0.execute(
                    "UPDATE membership SET ended_at = 1 WHERE account_id = \(account) AND role = 'operator'")
            }
            let again = try await site.visitor(signedInAs: account)
            let back = try await site.ask(.post, Self.path, form: form, token: again.token)
            #expect(back.says("This cannot be sent now") && back.says("<dd>kept@example.ac.uk</dd>"))
            #expect(!back.says("Go on where I was") && !back.says("action=\"\(Self.path)\""))
            #expect(try await again.actor().role == .serviceManager)
            #expect(try await invitations(site) == 0)
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
