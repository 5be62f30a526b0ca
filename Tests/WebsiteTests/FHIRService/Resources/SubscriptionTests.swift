import Accounts
import Database
import Exchange
import FHIR
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A subscription of a record system")
struct SubscriptionTests {
    @Test("is made, read, found and deleted by the system itself, and its token is in no answer")
    func life() async throws {
        try await ConnectedSystem.with { trust in
            let made = try await trust.subscribed()
            #expect(made.status == 201)
            let place = try #require(made.headers[.location]?.split(separator: "/fhir/R4/").last.map(String.init))
            let read = try await trust.read(place)
            #expect(read.value["status"]?.string == "requested" && read.value["criteria"]?.string == "Task?")
            #expect(read.value["channel"]?["endpoint"]?.string == "https://hub.example.nhs.uk/in")
            #expect(read.value["channel"]?["payload"] == nil && read.value["meta"]?["profile"] == nil)
            for query in ["", "?url=https://hub.example.nhs.uk/in", "?status=requested", "?type=rest-hook"] {
                #expect(try await trust.read("Subscription\(query)").total == 1, "\(query)")
            }
            for query in ["?url=https://other.example", "?status=active", "?type=message"] {
                #expect(try await trust.read("Subscription\(query)").total == 0, "\(query)")
            }
            for answer in [made.body, try await trust.fhir("Subscription").body] {
                #expect(!answer.contains(ConnectedSystem.hookToken))
            }
            #expect(try await trust.fhir(place, .delete).status == 204)
            #expect(try await trust.fhir(place).status == 404)
            #expect(try await trust.fhir(place, .delete).status == 404)
        }
    }

    @Test("is no other system's to read or end, not even of the same organisation, and a manager's to see and end")
    func scope() async throws {
        try await ConnectedSystem.with { trust in
            let place = try #require(
                try await trust.subscribed().headers[.location]?.split(separator: "/").last.map(String.init))
            let sibling = try await trust.another(of: trust.organisation, team: trust.world.crisisTeam)
            for other in [sibling, try await trust.university()] {
                #expect(try await other.read("Subscription").total == 0)
                #expect(try await other.fhir("Subscription/\(place)").status == 404)
                #expect(try await other.fhir("Subscription/\(place)", .delete).status == 404)
            }
            let end = "/endpoint/subscriptions/\(place)/end"
            #expect(try await trust.world.manager.post(end).status == 404)
            #expect(try await trust.world.nurse.post(end).status == 403)
            let page = try await trust.trustManager.get("/endpoint")
            #expect(page.says("https://hub.example.nhs.uk/in") && page.says("Emergency record"))
            #expect(page.says("All exchanges of its team: that something happened"))
            #expect(try await trust.trustManager.post(end).status == 303)
            #expect(try await trust.read("Subscription").total == 0)
        }
    }

    @Test("needs the scope to read tasks besides its own, and ends when the system is shut out")
    func shutOut() async throws {
        try await ConnectedSystem.with(scopes: [.subscriptions, .subscribing]) { blind in
            let refused = try await blind.subscribed()
            #expect(refused.status == 403)
        }
        try await ConnectedSystem.with { trust in
            #expect(try await trust.subscribed().status == 201)
            let manager = try await trust.trustManager.actor()
            try await trust.site.installation.fhir.systems.revoke(trust.id, by: manager)
            #expect(try await trust.trustManager.get("/endpoint").says("No record system has subscribed"))
        }
    }

    @Test(
        "says where it asks for what is not done here",
        arguments: [
            ("criteria", "\"criteria\":\"Patient?\""), ("criteria", "\"criteria\":\"Task?status=requested\""),
            ("criteria", "\"criteria\":\"Task?owner=HealthcareService/1\""), ("criteria", "\"criteria\":\"Task?a?b\""),
            ("end", "\"end\":\"2026-11-23T09:00:00Z\""), ("status", "\"status\":\"active\""),
            ("reason", "\"reason\":\"\(String(repeating: "long", count: 60))\""),
        ])
    func refused(element: String, change: String) async throws {
        try await ConnectedSystem.with { trust in
            let answer = try await trust.subscribed(change)
            #expect(answer.status == 422 && answer.body.contains("Subscription.\(element)"))
            #expect(try await trust.read("Subscription").total == 0)
        }
    }

    @Test(
        "takes an address as the page does, and one header that shows a token",
        arguments: [
            ("endpoint", "\"type\":\"rest-hook\",\"endpoint\":\"http://hub.example\",\"header\":[\"\(hook)\"]"),
            ("endpoint", "\"type\":\"rest-hook\",\"endpoint\":\"https://u:p@hub.example\",\"header\":[\"\(hook)\"]"),
            ("header", "\"type\":\"rest-hook\",\"endpoint\":\"https://hub.example\""),
            ("header", "\"type\":\"rest-hook\",\"endpoint\":\"https://hub.example\",\"header\":[\"X-Key: secret\"]"),
            (
                "header",
                "\"type\":\"rest-hook\",\"endpoint\":\"https://hub.example\",\"header\":[\"\(hook)\\r\\nHost: a\"]"
            ),
            ("type", "\"type\":\"email\",\"endpoint\":\"https://hub.example\",\"header\":[\"\(hook)\"]"),
            (
                "payload",
                "\"type\":\"rest-hook\",\"endpoint\":\"https://h.example\",\"header\":[\"\(hook)\"],\"payload\":\"text/plain\""
            ),
        ])
    func channels(element: String, channel: String) async throws {
        try await ConnectedSystem.with { trust in
            let answer = try await trust.subscribed("\"channel\":{\(channel)}")
            #expect(answer.status == 422 && answer.body.contains("Subscription.channel.\(element)"))
        }
    }

    private static let hook = "Authorization: Bearer \(ConnectedSystem.hookToken)"

    @Test("is not made, nor moved, to an address inside a private network unless the operator allows it")
    func inside() async throws {
        for (isAllowed, status) in [("false", 422), ("true", 201)] {
            try await ConnectedSystem.with(settings: ["FOOTBRIDGE_PRIVATE_ENDPOINTS": isAllowed]) { trust in
                for address in ["https://169.254.169.254/latest", "https://[::1]/", "https://2130706433/"] {
                    let channel =
                        "\"channel\":{\"type\":\"rest-hook\",\"endpoint\":\"\(address)\",\"header\":[\"\(Self.hook)\"]}"
                    let answer = try await trust.subscribed(channel)
                    #expect(answer.status == status, "\(address)")
                    #expect(answer.body.contains("Subscription.channel.endpoint") == (status == 422))
                }
                let place = try await trust.subscriptionPlace()
                let moved = try await trust.put(place) {
                    $0["channel"] = SubscriptionPutTests.channel("https://127.0.0.1/in", ConnectedSystem.hookToken)
                }
                #expect(moved.status == (status == 201 ? 200 : status))
            }
        }
    }

    @Test("is made once: what is there is refused, or found where the caller asks whether it is")
    func once() async throws {
        try await ConnectedSystem.with { trust in
            let first = try await trust.subscribed()
            #expect(try await trust.subscribed().status == 409)
            let asked = ["If-None-Exist": "url=https://hub.example.nhs.uk/in&_count=0"]
            let known = try await trust.subscribed(headers: asked)
            #expect(known.status == 200 && known.headers[.location] == first.headers[.location])
            let other = ["If-None-Exist": "Subscription?url=https://other.example"]
            let second = try await trust.subscribed(
                "\"criteria\":\"Task?requester=Organization/\(trust.organisation)\"", headers: other)
            #expect(second.status == 201)
            #expect(try await trust.subscribed(headers: asked).status == 412)
            for empty in ["", "colour=red"] {
                #expect(try await trust.subscribed(headers: ["If-None-Exist": empty]).status == 400)
            }
            #expect(try await trust.read("Subscription?_count=1").next != nil)
        }
    }

    @Test("is one where two that ask for it only if there is none are made at once, and both are told where it is")
    func atOnce() async throws {
        try await ConnectedSystem.with { trust in
            let asked = ["If-None-Exist": "url=https://hub.example.nhs.uk/in"]
            async let one = trust.subscribed(headers: asked)
            async let other = trust.subscribed(headers: asked)
            let answers = try await [one, other]
            #expect(answers.map(\.status).sorted() == [200, 201])
            #expect(Set(answers.map { $0.headers[.location] }).count == 1)
        }
    }
}

extension ConnectedSystem {
    static let hookToken = "0123456789abcdef-nobody-guesses"

    /// Subscribes to all tasks.
    /// - Parameter change: an element in place of, or beside, the usual ones.
    @discardableResult
    func subscribed(_ change: String = "", headers: [String: String] = [:]) async throws -> TestAnswer {
        var elements = [
            "\"status\":\"requested\"", "\"reason\":\"To show what waits\"", "\"criteria\":\"Task?\"",
            """
            "channel":{"type":"rest-hook","endpoint":"https://hub.example.nhs.uk/in",\
            "header":["Authorization: Bearer \(Self.hookToken)"]}
            """,
        ]
        if let name = change.split(separator: ":").first {
            elements = elements.filter { !$0.hasPrefix("\(name):") } + [change]
        }
        let body = "{\"resourceType\":\"Subscription\",\(elements.joined(separator: ","))}"
        return try await fhir("Subscription", .post, body, headers: headers)
    }
}
