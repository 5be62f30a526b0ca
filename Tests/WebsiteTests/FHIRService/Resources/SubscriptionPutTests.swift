import Accounts
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A subscription that is put anew")
struct SubscriptionPutTests {
    @Test("is switched off and on, and moved, from the version that was read")
    func life() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace()
            let off = try await trust.put(place) { $0["status"] = "off" }
            #expect(try Reply(off).value["status"]?.string == "off" && off.status == 200)
            let unseen = try await trust.put(place, version: "W/\"0\"") { $0["status"] = "requested" }
            #expect(unseen.status == 412)
            #expect(try await trust.put(place, version: nil) { $0["status"] = "requested" }.status == 428)
            let on = try await trust.put(place) { $0["status"] = "requested" }
            #expect(try Reply(on).value["status"]?.string == "requested")
            let criteria = "Task?requester=Organization/\(trust.organisation)"
            let moved = try await trust.put(place) {
                $0["criteria"] = criteria
                $0["channel"] = Self.channel("https://other.example.nhs.uk/in", ConnectedSystem.hookToken)
            }
            let read = try Reply(moved).value
            #expect(read["criteria"]?.string == criteria)
            #expect(read["channel"]?["endpoint"]?.string == "https://other.example.nhs.uk/in")
            #expect(!moved.body.contains(ConnectedSystem.hookToken))
            #expect(try await trust.read("Subscription").total == 1)
        }
    }

    @Test("is no other system's to change, nor one's that may only read")
    func denied() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace()
            let seen = try await trust.fhir(place)
            let sibling = try await trust.another(of: trust.organisation, team: trust.world.crisisTeam)
            let headers = ["If-Match": seen.headers[.eTag] ?? ""]
            for other in [sibling, try await trust.university()] {
                #expect(try await other.fhir(place, .put, seen.body, headers: headers).status == 404)
            }
            let reader = try await trust.another(
                of: trust.organisation, team: trust.world.crisisTeam, scopes: [.subscriptions, .exchanges])
            #expect(try await reader.fhir(place, .put, seen.body, headers: headers).status == 403)
            #expect(try await trust.fhir(place).headers[.eTag] == seen.headers[.eTag])
            let absent = "Subscription/\(UUID().uuidString.lowercased())"
            #expect(try await trust.fhir(absent, .put, seen.body, headers: headers).status == 404)
        }
    }

    @Test("says where it asks for what is not done here")
    func refused() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace()
            let wrong: [(String, Int, (inout [String: Any]) -> Void)] = [
                ("Subscription.status", 422, { $0["status"] = "active" }),
                ("Subscription.criteria", 422, { $0["criteria"] = "Patient?" }),
                ("Subscription.end", 422, { $0["end"] = "2026-11-23T09:00:00Z" }),
                ("Subscription.id", 400, { $0["id"] = "another" }),
                ("Subscription.channel.header", 422, { $0["channel"] = Self.channel("https://other.example", nil) }),
                (
                    "Subscription.channel.endpoint", 422,
                    { $0["channel"] = Self.channel("http://other.example", ConnectedSystem.hookToken) }
                ),
            ]
            let version = try await trust.fhir(place).headers[.eTag]
            for (element, status, change) in wrong {
                let answer = try await trust.put(place, change)
                #expect(answer.status == status && answer.body.contains(element), "\(element)")
            }
            #expect(try await trust.fhir(place).headers[.eTag] == version)
        }
    }

    @Test("does not become the same as another")
    func same() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace()
            let other = "\"criteria\":\"Task?requester=Organization/\(trust.organisation)\""
            #expect(try await trust.subscribed(other).status == 201)
            let answer = try await trust.put(place) {
                $0["criteria"] = "Task?requester=Organization/\(trust.organisation)"
            }
            #expect(answer.status == 409)
        }
    }

    @Test("may be changed under the name that the scope had before")
    func formerScope() {
        #expect(SystemScope.read("system/Subscription.cd system/Task.rs") == [.subscribing, .exchanges])
    }

    static func channel(_ address: String, _ token: String?) -> [String: Any] {
        var channel: [String: Any] = ["type": "rest-hook", "endpoint": address]
        if let token { channel["header"] = ["Authorization: Bearer \(token)"] }
        return channel
    }
}

extension ConnectedSystem {
    /// Subscribes to all tasks.
    /// - Parameter change: an element in place of, or beside, the usual ones.
    /// - Returns: `Subscription/…`
    func subscriptionPlace(_ change: String = "") async throws -> String {
        let made = try await subscribed(change)
        return try #require(made.headers[.location]?.split(separator: "/fhir/R4/").last.map(String.init))
    }

    /// Puts what was read, changed.
    /// - Parameter version: what to say was read; `nil` to say nothing.
    func put(
        _ place: String, version: String? = "", _ change: (inout [String: Any]) -> Void
    ) async throws -> TestAnswer {
        let seen = try await fhir(place)
        var body = try JSONSerialization.jsonObject(with: Data(seen.body.utf8)) as? [String: Any] ?? [:]
        change(&body)
        let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
        let named = version == "" ? seen.headers[.eTag] : version
        return try await fhir(place, .put, text, headers: named.map { ["If-Match": $0] } ?? [:])
    }
}
