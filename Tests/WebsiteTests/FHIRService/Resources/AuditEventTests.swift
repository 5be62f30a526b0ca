import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("The record of acts, for a system")
struct AuditEventTests {
    @Test("has what the own organisation did with the team's exchanges, in roles and codes, and nobody's name")
    func own() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let sent = try await trust.read("AuditEvent?entity=Task/\(id)&_sort=date")
            let told = try await university.read("AuditEvent?entity=Task/\(id)&_sort=date")
            #expect(Self.acts(sent).contains("exchange.sent") && !Self.acts(sent).contains("exchange.acknowledged"))
            #expect(Self.acts(told).contains("exchange.acknowledged") && !Self.acts(told).contains("exchange.sent"))
            let act = try #require(told.resources().last)
            let role = act["agent"]?.items?.first?["role"]?.items?.first?["coding"]?.items?.first?["code"]?.string
            #expect(role == "practitioner")
            let one = try await university.read("AuditEvent/\(told.ids[0])").value
            #expect(one["id"]?.string == told.ids[0])
            let all = try await university.fhir("AuditEvent?entity=Task/\(id)")
            for word in ["Sam", "Reed", "Mia", "Lund"] { #expect(!all.names(word)) }
            #expect(try await trust.fhir("AuditEvent/\(told.ids[0])").status == 404)
        }
    }

    @Test("is not there for a team that has nothing to do with it, and is asked about some exchanges at a time")
    func foreign() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let id = try await world.acknowledged()
            let other = try await trust.another(of: world.university, team: world.disability)
            #expect(try await other.read("AuditEvent?entity=Task/\(id)").total == 0)
            #expect(try await trust.fhir("AuditEvent").status == 400)
            #expect(try await trust.fhir("AuditEvent?date=2026").status == 400)
        }
    }

    @Test("has ids that stay, and tell nothing of how much there is")
    func opaque() async throws {
        try await ConnectedSystem.with { trust in
            let id = try await trust.world.acknowledged()
            let first = try await trust.read("AuditEvent?entity=Task/\(id)&_sort=date").ids
            let again = try await trust.read("AuditEvent?entity=Task/\(id)&_sort=date").ids
            #expect(again.starts(with: first) && !first.isEmpty)
            #expect(first.allSatisfy { $0.hasPrefix("\(id).") && $0.count == "\(id)".count + 21 })
            #expect(try await trust.read("AuditEvent?_id=\(first.joined(separator: ","))").total == first.count)
            for guess in ["1", "2", "\(id).1", "\(id)", "\(id).", "."] {
                #expect(try await trust.fhir("AuditEvent/\(guess)").status == 404, "\(guess)")
            }
        }
    }

    private static func acts(_ reply: Reply) -> [String] {
        reply.resources().compactMap { $0["subtype"]?.items?.first?["code"]?.string }
    }
}
