import Hummingbird
import Synchronization
import Vocabulary

/// How many requests came, how they were answered and how long they took, by the pattern of their route: never by a path
/// with its ids, nor by who asked.
public final class RequestFigures: Sendable {
    struct Place: Hashable {
        let method: String
        let route: String
    }

    struct Outcome: Hashable {
        let place: Place
        /// `2xx`, `4xx` …
        let status: String
    }

    struct Kept {
        var answers: [Outcome: Int] = [:]
        var seconds: [Place: Histogram] = [:]
    }

    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private static let methods: Set = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    private let kept = Mutex(Kept())

    public init() {}

    var all: Kept { kept.withLock { $0 } }

    /// - Parameter route: the pattern; `nil` for what no route answered, so that strangers cannot make up new ones.
    func record(_ method: String, _ route: String?, status: Int, seconds: Double) {
        let place = Place(method: Self.methods.contains(method) ? method : "other", route: Self.pattern(route))
        kept.withLock { kept in
            kept.answers[Outcome(place: place, status: "\(status / 100)xx"), default: 0] += 1
            kept.seconds[place, default: Histogram(bounds: Self.bounds)].observe(seconds)
        }
    }

    /// A route's pattern begins with a slash; the router has a word of its own for what it did not find.
    private static func pattern(_ route: String?) -> String {
        guard let route, route.hasPrefix("/") else { return "none" }
        return route
    }
}

/// Counts and times each request.
struct RequestMetering: RouterMiddleware {
    let figures: RequestFigures

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        figures.record(
            request.method.rawValue, context.endpointPath, status: response.status.code,
            seconds: (ContinuousClock.now - began) / .seconds(1)
        )
        return response
    }
}
