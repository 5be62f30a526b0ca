import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A subscription with an end")
struct SubscriptionEndTests {
    /// Five minutes from when the site begins.
    private static let soon = "\"end\":\"2026-11-23T10:20:00+01:00\""

    @Test("says when that is, to its system and to the manager, and is off from then on")
    func life() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace(Self.soon)
            let read = try await trust.read(place).value
            #expect(read["end"]?.string == "2026-11-23T09:20:00.000Z" && read["status"]?.string == "requested")
            let page = try await trust.trustManager.get("/endpoint")
            #expect(page.says("Goes on until") && page.says("Mon 23 Nov, 09:20") && !page.says("Ended by itself"))
            trust.site.clock.advance(by: 300)
            let over = try await trust.read(place).value
            #expect(over["status"]?.string == "off" && over["end"]?.string == read["end"]?.string)
            #expect(over["error"]?.string?.contains("ended by itself") == true)
            #expect(try await trust.read("Subscription?status=off").total == 1)
            #expect(try await trust.read("Subscription?status=requested").total == 0)
            let later = try await trust.trustManager.get("/endpoint")
            #expect(later.says("Ended by itself") && later.says("Mon 23 Nov, 09:20") && !later.says("Goes on until"))
        }
    }

    @Test("is put with another, or with none")
    func changed() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace(Self.soon)
            let moved = try Reply(try await trust.put(place) { $0["end"] = "2026-11-23T09:30:00Z" })
            #expect(moved.value["end"]?.string == "2026-11-23T09:30:00.000Z")
            let endless = try Reply(try await trust.put(place) { $0["end"] = nil })
            #expect(endless.value["status"]?.string == "requested" && endless.value["end"] == nil)
            trust.site.clock.advance(by: 900)
            #expect(try await trust.read(place).value["status"]?.string == "requested")
        }
    }

    @Test("stays off with the end that has come, and goes on again with a later one")
    func anew() async throws {
        try await ConnectedSystem.with { trust in
            let place = try await trust.subscriptionPlace(Self.soon)
            trust.site.clock.advance(by: 300)
            let kept = try await trust.put(place) { $0["reason"] = "To have known" }
            #expect(kept.status == 200)
            #expect(try Reply(kept).value["status"]?.string == "off")
            for change in [("status", "requested"), ("end", "2026-11-23T09:19:00Z")] {
                let refused = try await trust.put(place) { $0[change.0] = change.1 }
                #expect(refused.status == 422 && refused.body.contains("Subscription.end"), "\(change)")
            }
            let on = try await trust.put(place) {
                $0["status"] = "requested"
                $0["end"] = "2026-11-23T09:30:00Z"
            }
            #expect(try Reply(on).value["status"]?.string == "requested")
        }
    }

    @Test("is refused where it is no moment")
    func refused() async throws {
        try await ConnectedSystem.with { trust in
            for end in ["2027-01-01", "2027-01-01T00:00:00", "never"] {
                let answer = try await trust.subscribed("\"end\":\"\(end)\"")
                #expect(answer.status == 400 && answer.body.contains("Subscription.end"), "\(end)")
            }
            let kept = try await trust.read("Subscription")
            #expect(kept.total == 0)
        }
    }
}
