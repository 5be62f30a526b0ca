import Accounts
import Foundation
import HTTPTypes
import OpenID
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

/// A site with a provider that the operator has registered and offers, and a manager whose organisation it belongs to.
private struct ProviderSite: Sendable {
    let site: TestSite
    let standIn: StandInProvider
    let operatorOfSite: TestVisitor
    let manager: TestVisitor
    let organisation: OrganisationID
    let path: String

    static func with(_ body: (ProviderSite) async throws -> Void) async throws {
        let made = Mutex<StandInProvider?>(nil)
        let network: (any Clock) -> any ProviderFetching = { clock in
            let standIn = StandInProvider(clock: clock)
            made.withLock { $0 = standIn }
            return standIn
        }
        try await TestSite.with(network: network) { site in
            let standIn = try #require(made.withLock { $0 })
            try await body(try await ProviderSite(site, standIn))
        }
    }

    private init(_ site: TestSite, _ standIn: StandInProvider) async throws {
        (self.site, self.standIn) = (site, standIn)
        organisation = try await site.organisation()
        operatorOfSite = try await site.visitor(.operator)
        manager = try await site.visitor(.serviceManager, organisation: organisation)
        let form = [
            ("kind", "organisation"), ("name", "University of Leeds"), ("issuer", standIn.issuer),
            ("clientID", "bridge"), ("organisation", organisation.rawValue),
        ]
        path = try #require(try await operatorOfSite.post("/providers", form).location)
        _ = try await operatorOfSite.post(path + "/offer")
    }

    var id: String { String(path.split(separator: "/").last ?? "") }

    func invitation() async throws -> String {
        let page = try await manager.post(
            "/staff/invitations", [("email", "ruth@leeds.example"), ("role", "practitioner"), ("service", "all")])
        let link = try #require(page.body.firstMatch(of: /invitations\/([\w-]+)/))
        return String(link.output.1)
    }

    /// Leaves with a form, lets the provider speak the truth about `subject`, and comes back.
    func goAndReturn(_ form: [(String, String)], subject: String = "s-1") async throws -> TestAnswer {
        let left = try await site.ask(.post, "/sign-in/providers/\(id)", form: form, token: nil)
        let cookie = try #require(left.headers[.setCookie]?.split(separator: ";").first.map(String.init))
        let address = try #require(left.body.firstMatch(of: /href="(https:\/\/sso[^"]+)"/)).output.1
        let parts = URLComponents(string: String(address).replacing("&amp;", with: "&"))
        let field = { (name: String) in parts?.queryItems?.first { $0.name == name }?.value ?? "" }
        standIn.say {
            $0.claims = standIn.honest(subject: subject, audience: "bridge", nonce: field("nonce"))
            $0.claims["amr"] = "[\"mfa\"]"
            $0.claims["name"] = "\"Ruth Alderson\""
        }
        return try await site.ask(
            .get, "/sign-in/providers/\(id)/return?code=c&state=\(field("state"))", token: nil,
            headers: [.cookie: cookie])
    }

    /// Of the session that an answer opened.
    func token(in answer: TestAnswer) throws -> String {
        let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("footbridge=") })
        return String(cookie.split(separator: ";")[0].dropFirst("footbridge=".count))
    }
}

@Suite("Sign-in providers, as pages")
struct ProviderPagesTests {
    @Test("whoever is invited joins with the provider of their organisation, and is signed in")
    func joins() async throws {
        try await ProviderSite.with { world in
            let token = try await world.invitation()
            let page = try await world.site.stranger.get("/invitations/\(token)")
            #expect(page.says("Join with University of Leeds") && page.says("name=\"password\""))
            let back = try await world.goAndReturn([("invitation", token)])
            #expect(back.status == 303 && back.location == "/home")
            #expect(back.headers[values: .setCookie].contains { $0.hasPrefix("footbridge=") })
            let again = try await world.goAndReturn([("next", "/inbox")])
            #expect(again.location == "/inbox")
            let staff = try await world.manager.get("/staff")
            #expect(staff.says("Ruth Alderson") && staff.says("Signs in at University of Leeds"))
        }
    }

    @Test("an unknown person is told what to do, and nothing of the token is on the page")
    func unknown() async throws {
        try await ProviderSite.with { world in
            let back = try await world.goAndReturn([])
            #expect(back.status == 403 && back.says("Ask the service manager of your organisation"))
            #expect(!back.says("Ruth") && !back.says("s-1"))
        }
    }

    @Test(
        "nobody is led to another site afterwards",
        arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "/\tx", "javascript:alert(1)", "/ok"])
    func redirects(next: String) async throws {
        try await ProviderSite.with { world in
            _ = try await world.goAndReturn([("invitation", try await world.invitation())])
            let back = try await world.goAndReturn([("next", next)])
            #expect(back.location == (next == "/ok" ? "/ok" : "/home"))
        }
    }

    @Test("an answer without its cookie, of another browser, or for an unknown provider opens nothing")
    func stale() async throws {
        try await ProviderSite.with { world in
            let path = "/sign-in/providers/\(world.id)/return?code=c&state=s"
            #expect(try await world.site.stranger.get(path).status == 400)
            let other: HTTPFields = [.cookie: "footbridge-sign-in=\(String(repeating: "a", count: 43))"]
            let answer = try await world.site.ask(.get, path, token: nil, headers: other)
            #expect(answer.status == 400 && answer.says("This sign-in is over"))
            #expect(answer.says("If you had typed something before"))
            let nobody = SignInProviderID(at: world.site.clock.now)
            #expect(try await world.site.stranger.get("/sign-in/providers/\(nobody)/return").status == 404)
            #expect(try await world.site.stranger.get("/sign-in/providers/\(nobody)/keys").status == 404)
        }
    }

    @Test("the sign-in page offers it once it is offered, and not when it is closed")
    func offered() async throws {
        try await ProviderSite.with { world in
            #expect(try await world.site.stranger.get("/sign-in").says("Sign in with University of Leeds"))
            #expect(try await world.operatorOfSite.post(world.path + "/closure").status == 303)
            #expect(try await !world.site.stranger.get("/sign-in").says("Sign in with University of Leeds"))
            let left = try await world.site.ask(.post, "/sign-in/providers/\(world.id)", form: [], token: nil)
            #expect(left.status == 404)
            #expect(try await world.operatorOfSite.get(world.path).says("Nobody can sign in there any more"))
            #expect(try await world.site.stranger.get("/sign-in/providers/\(world.id)/keys").status == 404)
        }
    }

    @Test("a calendar that was made after signing in there gets nothing more when it is closed")
    func calendar() async throws {
        try await ProviderSite.with { world in
            let joined = try await world.goAndReturn([("invitation", try await world.invitation())])
            let ruth = TestVisitor(site: world.site, token: try world.token(in: joined))
            let address = try await ruth.makeCalendar()
            #expect(try await world.site.stranger.get(address).status == 200)
            #expect(try await world.operatorOfSite.post(world.path + "/closure").status == 303)
            #expect(try await world.site.stranger.get(address).status == 404)
        }
    }

    @Test("what has to be mended stands on the page, and what cannot work is not offered")
    func mended() async throws {
        try await ProviderSite.with { world in
            world.standIn.document(["token_endpoint_auth_methods_supported": "[\"client_secret_post\"]"])
            let form = [
                ("kind", "nhsLogin"), ("name", "NHS login"), ("issuer", world.standIn.issuer), ("clientID", "bridge"),
            ]
            let path = try #require(try await world.operatorOfSite.post("/providers", form).location)
            #expect(try await world.operatorOfSite.get(path).says("lacks private_key_jwt"))
            _ = try await world.operatorOfSite.post(path + "/offer")
            #expect(try await !world.site.stranger.get("/sign-in").says("Sign in with NHS login"))
            world.standIn.document([:])
            _ = try await world.operatorOfSite.post(path + "/offer")
            #expect(try await world.site.stranger.get("/sign-in").says("Sign in with NHS login"))
        }
    }

    @Test("keys change over in two steps, and the public halves alone are published")
    func keys() async throws {
        try await ProviderSite.with { world in
            let published = { try await world.site.stranger.get("/sign-in/providers/\(world.id)/keys") }
            let first = try await published()
            #expect(first.says("\"kty\":\"RSA\"") && !first.says("\"d\""))
            #expect(try await world.operatorOfSite.post(world.path + "/next-key").status == 303)
            #expect(try await world.operatorOfSite.post(world.path + "/next-key").status == 409)
            #expect(try await published().body.split(separator: "kid").count == 3)
            #expect(try await world.operatorOfSite.post(world.path + "/change-over").status == 303)
            let last = try await published()
            #expect(last.body.split(separator: "kid").count == 2 && last.body != first.body)
        }
    }

    @Test("only the operator registers and sees them", arguments: [Role.serviceManager, .clinician, .student])
    func denied(role: Role) async throws {
        try await ProviderSite.with { world in
            let visitor = try await world.site.visitor(role, organisation: role == .student ? nil : world.organisation)
            for path in ["/providers", world.path] { #expect(try await visitor.get(path).status == 403) }
            for act in ["", "/offer", "/next-key", "/change-over", "/closure"] {
                let path = act.isEmpty ? "/providers" : world.path + act
                #expect(try await visitor.post(path).status == 403)
            }
        }
    }

    @Test("a form with faults comes back filled in, with each beside its field")
    func faults() async throws {
        try await ProviderSite.with { world in
            let form = [("name", "Leeds"), ("issuer", "http://sso.example.ac.uk")]
            let page = try await world.operatorOfSite.post("/providers", form)
            #expect(page.status == 422 && page.says("value=\"Leeds\""))
            for id in ["kind-error", "issuer-error", "clientID-error"] { #expect(page.says("id=\"\(id)\"")) }
        }
    }

    @Test("what somebody was typing when their session ended comes back to them")
    func kept() async throws {
        try await ProviderSite.with { world in
            let joined = try await world.goAndReturn([("invitation", try await world.invitation())])
            let token = try world.token(in: joined)
            let session = try #require(try await world.site.installation.sessions.session(token: token))
            let form = [("from", "kept words"), ("formToken", session.formToken)]
            world.site.clock.advance(by: 16 * 60)
            let lapsed = try await world.site.ask(.post, "/account/e-mails", form: form, token: token)
            #expect(lapsed.says("Sign in with University of Leeds") && lapsed.says("it waits here, sealed"))
            let sealed = try #require(lapsed.body.firstMatch(of: /name="kept" value="([^"]+)"/)).output.1
            let back = try await world.goAndReturn([
                ("kept", String(sealed).replacing("&#x3D;", with: "=").replacing("&#43;", with: "+"))
            ])
            #expect(back.says("kept words"))
            let unknown = try await world.goAndReturn([("kept", String(sealed))], subject: "s-2")
            #expect(unknown.status == 403 && unknown.says("What you typed before is no longer kept here"))
            let bare = try await world.goAndReturn([], subject: "s-2")
            #expect(bare.status == 403 && !bare.says("no longer kept here"))
        }
    }
}

@Suite("The ways to sign in")
struct SignInWaysTests {
    @Test("are a few buttons, or a search where there are many")
    func many() async throws {
        try await ProviderSite.with { world in
            for name in ["Aston", "Bath", "Cardiff", "Durham", "Exeter", "Falmouth", "Keele"] {
                let form = [
                    ("kind", "organisation"), ("name", name), ("issuer", world.standIn.issuer), ("clientID", "bridge"),
                    ("organisation", world.organisation.rawValue),
                ]
                let path = try #require(try await world.operatorOfSite.post("/providers", form).location)
                _ = try await world.operatorOfSite.post(path + "/offer")
            }
            let page = try await world.site.stranger.get("/sign-in")
            #expect(!page.says("Sign in with Bath") && page.says("Your university or organisation"))
            let found = try await world.site.stranger.get("/sign-in?with=bat")
            #expect(found.says("Sign in with Bath") && !found.says("Sign in with Cardiff"))
            #expect(try await world.site.stranger.get("/sign-in?with=oxford").says("No sign-in here begins like"))
        }
    }
}
