import Accounts
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("How a record system hears of later events")
struct WordPagesTests {
    /// The settings of an installation that has a mailbox on MESH, which nobody asks in a test.
    static func withMESH(_ body: ([String: String]) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("secret\n".utf8).write(to: file)
        let named = ["PASSWORD_FILE", "SHARED_KEY_FILE", "CERTIFICATE", "KEY"].map {
            ("FOOTBRIDGE_MESH_\($0)", file.path)
        }
        let settings = ["FOOTBRIDGE_MESH": "https://mesh.example.nhs.uk", "FOOTBRIDGE_MESH_MAILBOX": "X26OT001"]
        try await body(settings.merging(named) { $1 })
    }

    @Test("stands on its page: not at all, by MESH once the operator has confirmed, over HTTPS where something listens")
    func page() async throws {
        try await Self.withMESH { settings in
            try await ConnectedSystem.with(settings: settings) { system in
                let (manager, path) = (system.trustManager, "/record-systems/\(system.id)")
                #expect(try await manager.get(path).says("no address where it is told, and no mailbox on MESH"))
                _ = try await manager.post(path + "/mailbox", [("mailbox", "X26HC001")])
                #expect(try await manager.get(path).says("By MESH, once the operator has confirmed its mailbox."))
                _ = try await system.site.visitor(.operator).post(
                    "/installation/mesh/senders/\(system.id)/confirmation", [("mailbox", "X26HC001")])
                #expect(try await manager.get(path).says("By MESH, in the mailbox X26HC001."))
                _ = try await manager.post("/endpoint", [("address", "https://hub.example.nhs.uk/in")])
                #expect(try await manager.get(path).says("Over HTTPS, at the address of your own system."))
                _ = try await manager.post(path + "/revocation")
                #expect(try await !manager.get(path).says("Hears of later events"))
            }
        }
    }

    @Test("by MESH is not offered where the installation has no mailbox; one that was named can be taken away")
    func withoutMESH() async throws {
        try await ConnectedSystem.with { system in
            let (manager, path) = (system.trustManager, "/record-systems/\(system.id)")
            let page = try await manager.get(path)
            #expect(page.says("This installation has no mailbox on MESH") && !page.says("name=\"mailbox\""))
            #expect(page.says("Not at all: it has no address where it is told."))
            _ = try await manager.post(path + "/mailbox", [("mailbox", "X26HC001")])
            #expect(try await manager.get(path).says("name=\"mailbox\""))
            _ = try await manager.post(path + "/mailbox", [("mailbox", "")])
            #expect(try await !manager.get(path).says("name=\"mailbox\""))
        }
    }

    @Test("by MESH: what the university and the student do is owed to the mailbox as it happens, in its order")
    func owed() async throws {
        try await Self.withMESH { settings in
            try await ConnectedSystem.deciding(.all, settings: settings) { system, mia in
                let systems = system.site.installation.fhir.systems
                try await systems.setMailbox("X26HC001", of: system.id, by: system.trustManager.actor())
                try await systems.confirm(
                    "X26HC001", of: system.id, by: system.site.visitor(.operator).actor())
                #expect(try await system.post(TestMessage.aboutMia.text).status == 200)
                let path = "/exchanges/\(try await system.onlyExchange())"
                #expect(try await system.world.sam.get(path).status == 200)
                #expect(try await system.world.sam.post(path + "/acknowledgement").status == 303)
                system.site.clock.advance(by: 60)
                let agreement = try await mia.get("/my-information").body
                    .firstMatch(of: /\/my-information\/agreements\/[0-9a-f-]+\/end/)
                #expect(try await mia.post(String(try #require(agreement).0)).status == 303)
                await system.site.installation.rounds.mailing.round()
                let topics: [String] = try await system.site.ground.engine.read { database in
                    try database.rows("SELECT topic FROM delivery WHERE endpoint = 2 ORDER BY id").map {
                        try $0("topic")
                    }
                }
                #expect(topics == ["exchange.acknowledged", "exchange.consentWithdrawn"])
            }
        }
    }
}
