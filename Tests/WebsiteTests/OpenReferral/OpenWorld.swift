import Directory
import Foundation
import HTTPTypes
import Vocabulary

@testable import Footbridge
@testable import Website

/// The directory's world with a service that its manager has made public, and one that is not.
struct OpenWorld {
    let world: DirectoryWorld
    let store: DirectoryStore
    let hidden: ServiceID
    let root = "/open-referral/v3"

    var site: TestSite { world.site }

    static func with(_ body: (OpenWorld) async throws -> Void) async throws {
        try await DirectoryWorld.with { world in
            let store = DirectoryStore(
                engine: world.site.ground.engine, keys: world.site.ground.keys, clock: world.site.clock)
            let keeper = try await world.manager.actor()
            let hidden = try await store.openService(ServiceText(kind: .disability, name: "Disability"), by: keeper)
            try await store.publishService(world.service, for: AgeRange(youngest: 18), by: keeper)
            try await body(OpenWorld(world: world, store: store, hidden: hidden))
        }
    }

    func ask(_ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:]) async throws -> TestAnswer
    {
        try await site.send(method, path.hasPrefix("/") ? path : "\(root)/\(path)", headers: headers)
    }

    /// A JSON answer's object.
    func object(_ path: String) async throws -> [String: Any] {
        let answer = try await ask(path)
        return try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any] ?? [:]
    }

    /// The things of a list.
    func contents(_ path: String) async throws -> [[String: Any]] {
        try await object(path)["contents"] as? [[String: Any]] ?? []
    }
}
