import Accounts
import Database
import FHIR
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("Every interaction, for a system of an organisation that has nothing to do with it")
struct ForeignWalkTests {
    /// What the directory says is for everybody.
    private static let open: Set = ["Organization", "HealthcareService", "Location", "Endpoint"]
    private static let tables = [
        "exchange", "message", "exchange_event", "person", "membership", "service", "organisation", "record_system",
        "endpoint", "consent",
    ]

    @Test("finds nothing, reads nothing and changes nothing, with every scope and every id there is")
    func foreign() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let id = try await world.acknowledged()
            let writer = try await world.sam.actor()
            try await world.store.write("Hello.", in: id, key: "a", by: writer)
            try await trust.subscribed()
            try await trust.knowStudent()
            try await trust.answered(by: world.nurse)
            let ids = try await Self.ids(world)
            let organisation = try await world.site.organisation()
            let stranger = try await trust.another(of: organisation, team: try await trust.newTeam(of: organisation))
            let token = try await stranger.token()
            let before = try await Self.counts(world)
            for interaction in stranger.site.installation.fhir.interactions where interaction.scope != nil {
                let type = interaction.path.split(separator: "/")[2]
                if Self.open.contains(String(type)) || type == "$process-message" { continue }
                for path in Self.paths(interaction, ids) {
                    let answer = try await stranger.call(interaction.method, path, "{}", token: token)
                    let isList = answer.status == 200 && !path.contains(where: { $0 == "-" }) || answer.status == 415
                    #expect(
                        isList || [400, 404].contains(answer.status), "\(interaction.method) \(path): \(answer.status)")
                    for word in ["Lund", "Mia", "Sam Reed", "Grace Osei", "Seen at home", "Hello."] {
                        #expect(!answer.names(word), "\(path) says \(word)")
                    }
                    if interaction.method == .get, answer.status == 200, type != "PractitionerRole" {
                        #expect(try Reply(answer).total == 0, "\(path)")
                    }
                }
            }
            #expect(try await Self.counts(world) == before)
        }
    }

    private static func paths(_ interaction: Interaction, _ ids: [String]) -> [String] {
        guard interaction.path.contains(":id") else { return [interaction.path] }
        return ids.map { interaction.path.replacing(":id", with: $0) }
    }

    private static func ids(_ world: TwoSides) async throws -> [String] {
        try await world.site.ground.engine.read { database in
            try tables.flatMap { table in
                try database.rows(SQL(stringLiteral: "SELECT id FROM \(table)")).map { try $0("id") as String }
            }
        }
    }

    private static func counts(_ world: TwoSides) async throws -> [Int] {
        try await world.site.ground.engine.read { database in
            try tables.map { try database.count(SQL(stringLiteral: "SELECT count(*) AS count FROM \($0)")) }
        }
    }
}
