import Accounts
import Database
import Foundation
import Hummingbird
import Logging
import Vocabulary

/// The site: its features behind one gate that knows who is asking, what they may do, and how to say what went wrong.
public struct Site: Sendable {
    let features: [any Feature]
    public let table: RouteTable
    public let renderer: PageRenderer
    let sessions: SessionStore
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let settings: SiteSettings
    let limit: RateLimit
    let requests: RequestFigures
    let providers: ProviderStore
    let people: @Sendable () async throws -> [DemonstrationPerson]

    /// - Parameter people: who can be signed in as with one click; nobody outside the demonstration area.
    /// - Throws: where a template does not parse.
    public init(
        features: [any Feature], sessions: SessionStore, engine: any Engine, keys: KeyRing, clock: any Clock,
        settings: SiteSettings, limit: RateLimit, requests: RequestFigures = RequestFigures(),
        people: @escaping @Sendable () async throws -> [DemonstrationPerson] = { [] }
    ) async throws {
        var table = RouteTable()
        for feature in features { feature.routes(&table) }
        table.get("/", .anyone) { _ in .seeOther("/home") }
        table.get("/health", .anyone) { _ in .text("ok\n") }
        self.features = features
        self.table = table
        renderer = try await PageRenderer(templates: Self.resources.appending(path: "Templates"))
        (self.sessions, self.engine, self.keys, self.clock) = (sessions, engine, keys, clock)
        (self.settings, self.limit, self.requests, self.people) = (settings, limit, requests, people)
        providers = ProviderStore(engine: engine, keys: keys, clock: clock)
    }

    /// What ships with the site: `Templates` and `Assets`.
    static var resources: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }

    /// The network address that a request came from, for the services that stand beside the pages.
    public func address(of request: Request, in context: SiteContext) -> String {
        Arrival(request, context, settings).address
    }

    /// The site as Hummingbird runs it.
    /// - Parameter services: what answers instead of a page where nothing is, by the address below which it does: a program
    ///   cannot read a page.
    public func router(besides services: [String: @Sendable (Request) -> Response] = [:]) -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: AccessLog(clock: clock))
        router.add(middleware: RequestMetering(figures: requests))
        router.add(middleware: SecurityHeaders(settings: settings))
        router.add(middleware: StrayRequests(site: self, services: services))
        router.add(
            middleware: FileMiddleware<SiteContext, LocalFileSystem>(
                Self.resources.appending(path: "Assets").path, urlBasePath: "/assets",
                cacheControl: .init([(MediaType(type: .any), [.public, .maxAge(300)])])
            )
        )
        for route in table.routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await serve(route, request, context)
            }
        }
        return router
    }
}
