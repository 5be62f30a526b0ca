import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Vocabulary

/// One line a request: which route, which answer, how long. Never a path with its ids, a query or a form.
struct AccessLog: RouterMiddleware {
    let clock: any Clock

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        context.logger.info(
            "request",
            metadata: [
                "request": "\(response.headers[.requestID] ?? context.requestID)", "method": "\(request.method)",
                "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)", "ms": "\((ContinuousClock.now - began) / .milliseconds(1))",
            ]
        )
        return response
    }
}

/// Headers that tell browsers to trust nothing but this site's own files.
struct SecurityHeaders: RouterMiddleware {
    let settings: SiteSettings

    /// The one form that ends on another site is that by which a student leaves.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
        connect-src 'self'; form-action 'self' \(SiteSettings.elsewhere); frame-ancestors 'none'; base-uri 'none'
        """

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.openerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(), microphone=(), geolocation=()"
        if settings.isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        return response
    }
}

/// What matches no route, or fails before one is reached, still gets a page in plain words; a program gets what the service
/// says that it asked.
struct StrayRequests: RouterMiddleware {
    let site: Site
    let services: [String: @Sendable (Request) -> Response]

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as HTTPError {
            if error.status == .notFound, let answer = service(at: request.uri.path) { return answer(request) }
            let problem: any Error = error.status == .notFound ? NotFound("page") : error
            let arrival = Arrival(request, context, site.settings)
            let session = try? await arrival.token.asyncFlatMap { try await site.sessions.session(token: $0) }
            let visit = arrival.visit(at: site.clock.now, session: session ?? nil)
            let nowhere = Route(method: request.method, path: "none", access: .anyone) { _ in throw NotFound("page") }
            return try await site.explain(problem, visit, nowhere, context.logger)
        }
    }

    private func service(at path: String) -> (@Sendable (Request) -> Response)? {
        services.first { path == $0.key || path.hasPrefix("\($0.key)/") }?.value
    }
}
