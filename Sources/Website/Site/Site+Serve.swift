import Accounts
import Audit
import Foundation
import Hummingbird
import NIOCore
import Vocabulary

extension Site {
    /// One request from the gate to the answer: limits, session, permission, form token, the feature, the page.
    func serve(_ route: Route, _ request: Request, _ context: SiteContext) async throws -> Response {
        let arrival = Arrival(request, context, settings)
        guard await limit.admits(arrival.address, at: clock.now) else { return try await tooMany(arrival) }
        var visit: Visit?
        do {
            let made = try await admit(arrival, request, context)
            visit = made
            if let answer = try await refuse(route, made) { return try await response(answer, made) }
            return try await response(route.handler(made), made.standing(at: pageAbove(made, route)))
        } catch {
            return try await explain(error, visit ?? arrival.visit(at: clock.now), route, context.logger)
        }
    }

    /// Reads the form and finds the session.
    private func admit(_ arrival: Arrival, _ request: Request, _ context: SiteContext) async throws -> Visit {
        let session = try await arrival.token.asyncFlatMap { try await sessions.session(token: $0) }
        var form = Form()
        if request.method == .post {
            form = try await read(request.body)
        }
        if let session, sessions.isStale(session), !arrival.isBackground { try await sessions.touch(session) }
        return arrival.visit(at: clock.now, session: session, form: form, parameters: context.parameters)
    }

    private func read(_ body: RequestBody) async throws -> Form {
        do {
            let bytes = try await body.collect(upTo: settings.largestForm)
            guard let form = Form(urlEncoded: String(buffer: bytes)) else { throw HTTPError(.badRequest) }
            return form
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
    }

    /// - Returns: what to answer instead of the page, when the visitor may not have it.
    private func refuse(_ route: Route, _ visit: Visit) async throws -> Answer? {
        if visit.method == .post, let answer = try await refuseForgery(route, visit) { return answer }
        guard route.access != .anyone else { return nil }
        if route.access == .monitoring {
            guard visit.isMonitoring else { throw NotFound("page") }
            return nil
        }
        guard let session = visit.session else { return try await askToSignIn(route, visit) }
        if route.access == .signingIn { return nil }
        switch session.stage {
        case .needsCode: return .seeOther("/sign-in/code")
        case .needsSecondFactor: return .seeOther("/second-step/set-up")
        case .needsRole: return .seeOther("/role")
        case .complete(let actor):
            if case .needs(let permission) = route.access { try actor.require(permission) }
            return nil
        }
    }

    /// A form must carry the token of the session that it was made for, in the role that it was made in, and come from our
    /// own pages.
    private func refuseForgery(_ route: Route, _ visit: Visit) async throws -> Answer? {
        guard visit.isFromOwnPages else { throw Forgery() }
        guard let session = visit.session else { return nil }
        let token = visit.form["formToken"]
        if token == session.formToken { return nil }
        // Signing in again while an old session lives is no forgery: the page it came from may be older.
        if route.access == .anyone { return nil }
        // A step of signing in is the same in any role.
        if route.access == .signingIn, session.made(formToken: token) { return nil }
        if let kept = keptForm(visit), route.access != .signingIn, kept.account != session.account.id {
            throw Forgery(isAnothers: true)
        }
        let opening = Opening(sessions: sessions, keys: keys)
        guard let answer = try await opening.carry(try sealedForm(route, visit), visit.token) else { throw Forgery() }
        return answer
    }

    /// Sends to the sign-in page; what was being typed goes along, sealed for the person who typed it.
    private func askToSignIn(_ route: Route, _ visit: Visit) async throws -> Answer {
        if visit.method != .post {
            return .seeOther("/sign-in" + (visit.path == "/home" ? "" : "?next=\(visit.path.urlEncoded)"))
        }
        guard let kept = try sealedForm(route, visit) else {
            return .seeOther("/sign-in", flash: "You are not signed in, so nothing of what you sent was stored.")
        }
        let page = SignInPage(
            kept: kept, people: try await people(), ways: SignInWays(all: try await providers.offered()))
        return .page("accounts/sign-in", page, title: "Sign in again")
    }

    /// What goes along until they have signed in: the form itself, or what a step of signing in carried already.
    private func sealedForm(_ route: Route, _ visit: Visit) throws -> String? {
        route.access == .signingIn ? visit.form["kept"] : try keptForm(visit)?.sealed(keys)
    }

    /// What was sent, as that of the person in whose session its page was made.
    private func keptForm(_ visit: Visit) -> KeptForm? {
        visit.form["formToken"].flatMap(sessions.origin(ofForm:)).map { origin in
            KeptForm(visit.form, from: origin, path: visit.path, page: table.page(above: visit.path))
        }
    }

    /// Where the page of a form that was taken in stands. What a step of signing in carries is in no page that can be read
    /// again, and what could not be taken in must be sent again.
    private func pageAbove(_ visit: Visit, _ route: Route) -> String? {
        guard visit.method == .post, case .needs = route.access else { return nil }
        return table.page(above: visit.path)
    }

    private func tooMany(_ arrival: Arrival) async throws -> Response {
        let page = ProblemPage(
            heading: "Too many requests", words: ["Wait a minute, then try again. Nothing was changed."],
            reference: arrival.requestID
        )
        let answer = Answer.page("site/problem", page, title: page.heading, status: .tooManyRequests)
        return try await response(answer, arrival.visit(at: clock.now))
    }
}

/// A form that did not come from this site's own pages for this session.
struct Forgery: Error {
    /// Whether it came from our pages, and somebody else had signed in there.
    var isAnothers = false
}

extension Visit {
    /// Browsers say where a request comes from; a browser that says nothing is judged by the form token alone.
    var isFromOwnPages: Bool { fetchSite == nil || fetchSite == "same-origin" || fetchSite == "none" }
}

extension Optional {
    func asyncFlatMap<T>(_ transform: (Wrapped) async throws -> T?) async rethrows -> T? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

extension String {
    /// Safe as a value in a query string.
    var urlEncoded: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
}
