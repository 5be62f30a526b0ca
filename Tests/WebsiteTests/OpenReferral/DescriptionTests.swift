import Foundation
import HTTPTypes
import Testing

@testable import FHIRService
@testable import Footbridge
@testable import OpenReferral
@testable import Website

@Suite("The description of what machines may ask (openapi.json)")
struct DescriptionTests {
    @Test("is served, and names every route for machines that is not FHIR, and no other")
    func routes() async throws {
        try await TestSite.with { site in
            let answer = try await site.stranger.get("/openapi.json")
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/json")
            let document = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
            #expect(document?["openapi"] as? String == "3.1.0")
            let paths = document?["paths"] as? [String: [String: Any]] ?? [:]
            let described = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
            #expect(described == Self.routes(of: site.installation))
        }
    }

    /// What the router answers, without pages for people, FHIR, and what is told about a route rather than by it.
    private static func routes(of installation: Installation) -> Set<String> {
        let pages = installation.site.table.routes.filter { !forMachines.contains($0.path) }.map { written($0.path) }
        let fhir = installation.fhir.interactions.map { written($0.path) }
        let open = installation.openReferral.endpoints.map { written($0.path) }
        let all = installation.router().routes.filter { [.get, .post].contains($0.method) }
        return Set(
            all.filter { route in
                let path = "\(route.path)"
                let isRefusal = route.method == .post && open.contains(path)
                return !pages.contains(path) && !fhir.contains(path) && !isRefusal
            }.map { "\($0.method.rawValue) \($0.path)" })
    }

    /// Routes of the site that no person opens.
    private static let forMachines: Set = ["/health", "/ready", "/metrics", "/calendar/:secret"]

    /// `/services/:id` as OpenAPI and the router write it: `/services/{id}`.
    private static func written(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0)
        }.joined(separator: "/")
    }
}
