import Accounts
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("MESH on the pages")
struct MESHPagesTests {
    @Test("a manager names a mailbox, and it counts once the operator has confirmed it")
    func named() async throws {
        try await ConnectedSystem.with { system in
            let (path, systems) = ("/record-systems/\(system.id)", system.site.installation.fhir.systems)
            #expect(try await system.trustManager.post(path + "/mailbox", [("mailbox", " x26hc001 ")]).status == 303)
            #expect(try await system.trustManager.get(path).says("X26HC001, not confirmed by the operator yet"))
            #expect(try await systems.system(mailbox: "X26HC001") == nil)
            let operator_ = try await system.site.visitor(.operator)
            let page = try await operator_.get("/installation/mesh")
            #expect(page.says("X26HC001") && page.says("Emergency record") && page.says("No mailbox is set"))
            let confirmed = try await operator_.post(
                "/installation/mesh/senders/\(system.id)/confirmation", [("mailbox", "X26HC001")])
            #expect(confirmed.status == 303)
            #expect(try await systems.system(mailbox: "X26HC001")?.id == system.id)
            #expect(try await system.trustManager.post(path + "/mailbox", [("mailbox", "X26HC002")]).status == 303)
            #expect(try await systems.system(mailbox: "X26HC001") == nil)
            #expect(try await systems.system(mailbox: "X26HC002") == nil)
        }
    }

    @Test("an id that is none comes back, beside its field")
    func faults() async throws {
        try await ConnectedSystem.with { system in
            let path = "/record-systems/\(system.id)/mailbox"
            let page = try await system.trustManager.post(path, [("mailbox", "X26 HC/1")])
            #expect(page.status == 422 && page.says("value=\"X26 HC/1\"") && page.says("letters and digits"))
        }
    }

    @Test("nobody names a mailbox for another organisation's system, and only the operator confirms")
    func denied() async throws {
        try await ConnectedSystem.with { system in
            let (path, world) = ("/record-systems/\(system.id)/mailbox", system.world)
            #expect(try await world.manager.post(path, [("mailbox", "X26HC001")]).status == 404)
            #expect(try await world.nurse.post(path, [("mailbox", "X26HC001")]).status == 403)
            _ = try await system.trustManager.post(path, [("mailbox", "X26HC001")])
            let confirmation = "/installation/mesh/senders/\(system.id)/confirmation"
            for visitor in [system.trustManager, world.manager, world.nurse] {
                #expect(try await visitor.post(confirmation, [("mailbox", "X26HC001")]).status == 403)
                #expect(try await visitor.get("/installation/mesh").status == 403)
            }
            let systems = system.site.installation.fhir.systems
            #expect(try await systems.system(mailbox: "X26HC001") == nil)
        }
    }

    @Test("a mailbox is confirmed for one system, and as the operator saw it")
    func once() async throws {
        try await ConnectedSystem.with { system in
            let other = try await system.university()
            let operator_ = try await system.site.visitor(.operator)
            for one in [system, other] {
                _ = try await one.trustManager.post("/record-systems/\(one.id)/mailbox", [("mailbox", "X26HC001")])
            }
            let confirm = { (id: RecordSystemID, mailbox: String) in
                try await operator_.post(
                    "/installation/mesh/senders/\(id)/confirmation", [("mailbox", mailbox)]
                ).status
            }
            #expect(try await confirm(system.id, "X26HC009") == 404)
            #expect(try await confirm(system.id, "X26HC001") == 303)
            #expect(try await confirm(other.id, "X26HC001") == 409)
            _ = try await system.trustManager.post("/record-systems/\(system.id)/revocation")
            #expect(try await confirm(other.id, "X26HC001") == 303)
        }
    }

    @Test("the operator sees why something could not be taken, and not what it holds; tries it again or sets it aside")
    func kept() async throws {
        try await ConnectedSystem.with { system in
            let (site, id) = (system.site, MESHMessageID(at: system.site.clock.now))
            let sealed = try site.ground.keys.seal("Nell Whitby", "mesh_message.content")
            try await site.ground.engine.write { database in
                try database.execute(
                    """
                    INSERT INTO mesh_message (id, mesh_id, mailbox, workflow, received_at, content_sealed, code)
                    VALUES (\(id), 'M1', 'X26ZZ999', 'W', \(site.clock.now), \(sealed), 'unknown-sender')
                    """)
            }
            let operator_ = try await site.visitor(.operator)
            let page = try await operator_.get("/installation/mesh")
            #expect(page.says("X26ZZ999") && page.says("unknown-sender") && !page.says("Whitby"))
            #expect(page.says("workflow W (unknown-sender)"))
            try await site.ground.engine.write { try $0.execute("UPDATE mesh_message SET workflow = ''") }
            #expect(try await operator_.get("/installation/mesh").says("no workflow named (unknown-sender)"))
            let path = "/installation/mesh/kept/\(id)"
            #expect(try await system.trustManager.post(path + "/end").status == 403)
            #expect(try await operator_.post(path + "/attempt").status == 303)
            #expect(try await operator_.post(path + "/end").status == 404)
            #expect(try await !operator_.get("/installation/mesh").says("X26ZZ999"))
        }
    }
}

@Suite("A message that comes by another way than HTTP")
struct TakenMessageTests {
    @Test("is held by the same rules, answered as FHIR, and recognised whichever way it came first")
    func taken() async throws {
        try await ConnectedSystem.with { system in
            let (fhir, own) = (system.site.installation.fhir, try await known(system))
            let message = TestMessage()
            let taken = try await fhir.take(Data(message.text.utf8), named: "M1", from: own)
            let answer = String(decoding: taken.answer, as: UTF8.self)
            #expect(taken.fate == .taken && answer.contains("\"held\"") && answer.contains(message.id))
            #expect(!answer.contains("Whitby") && !answer.contains(message.nhsNumber!))
            #expect(try await system.post(message.text).body.contains("recognised"))
            let again = try await fhir.take(Data(message.text.utf8), named: "M2", from: own)
            #expect(String(decoding: again.answer, as: UTF8.self).contains("recognised"))
            #expect(taken.exchange == nil && taken.kept != nil && again.kept == taken.kept)
            #expect(try await system.world.nurse.get("/notices").says("Whitby"))
        }
    }

    @Test("and takes another back is answered under that one's name, so behind the answer to it")
    func cancelling() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            let (fhir, own) = (system.site.installation.fhir, try await known(system))
            let take = { (message: TestMessage, name: String) in
                try await fhir.take(Data(message.text.utf8), named: name, from: own)
            }
            let held = try await take(TestMessage(), "M1")
            let dropped = try await take(.cancelling(TestMessage(), "cancelled"), "M2")
            #expect(String(decoding: dropped.answer, as: UTF8.self).contains("dropped-unsent"))
            #expect(held.kept != nil && dropped.kept == held.kept && dropped.exchange == nil)
            let sent = try await take(.aboutMia, "M3")
            let recalled = try await take(.cancelling(.aboutMia, "cancelled"), "M4")
            #expect(String(decoding: recalled.answer, as: UTF8.self).contains("recalled"))
            #expect(sent.exchange != nil && recalled.exchange == sent.exchange)
        }
    }

    @Test("that is refused is answered with why, in a message; what is no message with what is wrong with it")
    func refused() async throws {
        try await ConnectedSystem.with { system in
            let (fhir, own) = (system.site.installation.fhir, try await known(system))
            var message = TestMessage()
            message.ukprn = "10099999"
            let refused = try await fhir.take(Data(message.text.utf8), named: "M1", from: own)
            let answer = String(decoding: refused.answer, as: UTF8.self)
            #expect(refused.fate == .refused && answer.contains("fatal-error") && answer.contains("UKPRN"))
            #expect(!answer.contains("Whitby"))
            for text in ["", "not JSON", "{\"resourceType\":\"Patient\"}", "<Bundle/>"] {
                let taken = try await fhir.take(Data(text.utf8), named: "M2", from: own)
                #expect(taken.fate == .noMessage, "\(text)")
                #expect(String(decoding: taken.answer, as: UTF8.self).contains("OperationOutcome"))
            }
        }
    }

    @Test("of a system that may not hand messages in is refused")
    func denied() async throws {
        try await ConnectedSystem.with(scopes: [.directory]) { system in
            let own = try await known(system)
            let taken = try await system.site.installation.fhir.take(
                Data(TestMessage().text.utf8), named: "M1", from: own)
            #expect(taken.fate == .refused && String(decoding: taken.answer, as: UTF8.self).contains("forbidden"))
            #expect(try await !system.world.nurse.get("/notices").says("Whitby"))
        }
    }

    private func known(_ system: ConnectedSystem) async throws -> RecordSystem {
        try #require(try await system.site.installation.fhir.systems.system(system.id))
    }
}
