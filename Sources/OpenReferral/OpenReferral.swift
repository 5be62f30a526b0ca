import Directory
import Foundation
import Hummingbird
import Logging
import Vocabulary

/// The open directory for machines: Open Referral UK 3.0 (a profile of the Human Services Data Specification), and the same as a
/// table. Only services whose managers chose it are in it. Anybody may read; nobody can write.
public struct OpenReferral: Sendable {
    let directory: DirectoryStore
    let districts: PostcodeDistricts
    let clock: any Clock
    let publicAddress: URL
    let document: Data
    let limit: RateLimit
    let logger = Logger(label: "open-referral")

    /// Where all of its endpoints begin.
    public static let root = "\(family)/v3"
    /// Where those of every version would.
    public static let family = "/open-referral"

    /// Whoever asks to write is told that nobody can. QUERY (an HTTP draft) asks for no more than GET does, and is not known here.
    private static let refused: [HTTPRequest.Method] =
        [.post, .put, .patch, .delete, .trace] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    /// - Throws: where the postcodes or the description of the interface cannot be read.
    public init(directory: DirectoryStore, clock: any Clock, publicAddress: URL, limit: RateLimit) throws {
        (self.directory, self.clock, self.publicAddress) = (directory, clock, publicAddress)
        districts = try PostcodeDistricts.shipped()
        document = try Data(contentsOf: Self.resources.appending(path: "Document/openapi.json"))
        self.limit = limit
    }

    private static var resources: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }

    /// Every endpoint; each answers `GET`, `HEAD` and `OPTIONS`.
    var endpoints: [Endpoint] {
        let root = Self.root
        return [
            Endpoint(root, []) { _ in try OpenAnswer(json: details) },
            Endpoint("\(root)/services", Self.serviceParameters, services),
            Endpoint("\(root)/services/:id", [], service),
            Endpoint("\(root)/service_at_locations", Self.serviceParameters.union(["postcode", "proximity"]), places),
            Endpoint("\(root)/service_at_locations/:id", [], place),
            Endpoint("\(root)/taxonomies", Self.pageParameters, taxonomies),
            Endpoint("\(root)/taxonomies/:id", [], taxonomy),
            Endpoint("\(root)/taxonomy_terms", Self.pageParameters.union(["taxonomy_id"]), terms),
            Endpoint("\(root)/taxonomy_terms/:id", [], term),
            Endpoint("/open-directory/services.csv", [], sheet),
            Endpoint("/openapi.json", []) { _ in OpenAnswer(document, .json) },
        ]
    }

    private static let pageParameters: Set = ["page", "per_page"]
    private static let serviceParameters = pageParameters.union([
        "search", "area", "taxonomy_term_id", "taxonomy_id", "minimum_age", "maximum_age", "start_time", "end_time",
        "day",
    ])

    /// Adds the endpoints to a site's router.
    /// - Parameter address: the network address that a request came from.
    public func add<Context: RequestContext>(
        to router: Router<Context>, address: @escaping @Sendable (Request, Context) -> String
    ) {
        for endpoint in endpoints {
            let path = RouterPath(endpoint.path)
            for method in [HTTPRequest.Method.get, .head] {
                router.on(path, method: method) { request, context in
                    await answer(endpoint, request, context.parameters.get("id"), from: address(request, context))
                }
            }
            router.on(path, method: .options) { _, _ in OpenAnswer.methods(.noContent) }
            for method in Self.refused {
                router.on(path, method: method) { _, _ in OpenAnswer.methods(.methodNotAllowed) }
            }
        }
    }

    /// What is answered below these addresses where no endpoint is.
    public func stray(_ request: Request) -> Response {
        let words = "Nothing is served at this address. What is: \(publicAddress.appending(path: "openapi.json"))"
        return OpenAnswer(.notFound, Problem(error: words)).response(to: request)
    }

    /// What the standard asks of the root (`HSDS-UK-3.0`).
    private var details: Details {
        Details(
            version: "HSDS-UK-3.0", profile: "https://docs.openreferraluk.org/en/latest/",
            openapiUrl: publicAddress.appending(path: "openapi.json").absoluteString)
    }
}

/// One thing that can be asked for.
struct Endpoint: Sendable {
    let path: String
    /// The parameters it understands.
    let known: Set<String>
    let perform: @Sendable (OpenCall) async throws -> OpenAnswer

    init(
        _ path: String, _ known: Set<String>, _ perform: @escaping @Sendable (OpenCall) async throws -> OpenAnswer
    ) {
        (self.path, self.known, self.perform) = (path, known, perform)
    }
}
