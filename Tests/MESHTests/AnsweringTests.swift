import Accounts
import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import MESH

@Suite("An answer by MESH")
struct AnsweringTests {
    /// One answer that MESH has taken.
    private func withAnswer(_ body: (PostRoom, DeliveryStore) async throws -> Void) async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            try await room.round().go()
            try await body(room, DeliveryStore(engine: room.engine, clock: room.clock))
        }
    }

    @Test("is kept until it was collected, and not longer")
    func collected() async throws {
        try await withAnswer { room, _ in
            #expect(try await room.count("delivery", "content_sealed IS NOT NULL AND mesh_id = 'SENT1'") == 1)
            room.mesh.with { $0.fate = .collected }
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await room.count("delivery", "content_sealed IS NULL AND collected_at IS NOT NULL") == 1)
        }
    }

    @Test("of which MESH cannot say where it stands keeps neither the others nor the mailbox waiting")
    func untold() async throws {
        try await withAnswer { room, _ in
            room.mesh.put("M2", "another message")
            room.clock.advance(by: 301)
            try await room.round().go()
            room.mesh.with { state in
                state.untold = ["SENT1": .answered(400)]
                state.fate = .collected
            }
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await room.count("delivery", "collected_at IS NOT NULL AND mesh_id = 'SENT2'") == 1)
            #expect(try await room.count("delivery", "collected_at IS NULL AND mesh_id = 'SENT1'") == 1)
            #expect(try await room.store.overview(by: room.operator_).fault == nil)
        }
    }

    @Test("that nobody collected stands with what was given up, and can be sent again")
    func uncollected() async throws {
        try await withAnswer { room, deliveries in
            room.clock.advance(by: 5 * 86_400)
            room.mesh.put(
                MESHMessage(
                    id: "R1", sender: "", workflow: PostRoom.workflow,
                    content: .report(MESHReport(about: "SENT1", localID: nil, code: "14"))))
            try await room.round().go()
            let givenUp = try await deliveries.overview(by: room.operator_).givenUp
            #expect(givenUp.map(\.fault) == ["It was not collected from the mailbox within five days."])
            #expect(givenUp.allSatisfy(\.isSystem) && givenUp.first?.organisation == "Leeds Trust")
            #expect(try await room.kept().isEmpty && room.mesh.with { $0.acknowledged } == ["M1", "R1"])
            try await deliveries.tryAgain(by: room.operator_)
            try await room.round().go()
            #expect(room.mesh.with { $0.sent }.count == 2)
        }
    }

    @Test("is found by what we called it, and by what MESH did; a report of nothing waits for the operator")
    func reports() async throws {
        try await withAnswer { room, deliveries in
            let ours = room.mesh.with { $0.sent[0].localID }
            for (id, about) in [("R1", "SOMETHING"), ("R2", ours)] {
                room.mesh.put(
                    MESHMessage(
                        id: id, sender: "", workflow: "",
                        content: .report(MESHReport(about: nil, localID: about, code: "12"))))
            }
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await room.kept().map(\.reason) == [.strangeReport])
            #expect(try await deliveries.overview(by: room.operator_).givenUp.count == 1)
        }
    }

    @Test("that was sent again is not given up by a report that comes late about the first one, and nobody is alarmed")
    func late() async throws {
        try await withAnswer { room, deliveries in
            let ours = room.mesh.with { $0.sent[0].localID }
            let report = { (id: String, about: String) in
                MESHMessage(
                    id: id, sender: "", workflow: "",
                    content: .report(MESHReport(about: about, localID: ours, code: "14")))
            }
            for id in ["R1", "R2"] { room.mesh.put(report(id, "SENT1")) }
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await deliveries.overview(by: room.operator_).givenUp.count == 1)
            try await deliveries.tryAgain(by: room.operator_)
            try await room.round().go()
            #expect(try await room.count("delivery", "mesh_id = 'SENT2' AND delivered_at IS NOT NULL") == 1)
            room.mesh.put(report("R3", "SENT1"))
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await deliveries.overview(by: room.operator_).givenUp.isEmpty)
            #expect(try await room.kept().isEmpty)
            room.mesh.put(report("R4", "SENT2"))
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await deliveries.overview(by: room.operator_).givenUp.count == 1)
        }
    }

    @Test("that was sent again is not taken for collected by what MESH says of the first one")
    func tracked() async throws {
        try await withAnswer { room, _ in
            let id = try #require(DeliveryID(room.mesh.with { $0.sent[0].localID }))
            for (name, collected) in [("SENT0", 0), ("SENT1", 1)] {
                try await room.engine.write { [now = room.clock.now] in
                    try MESHFate.collected.note(id, sentAs: name, at: now, in: $0)
                }
                #expect(try await room.count("delivery", "collected_at IS NOT NULL") == collected)
            }
        }
    }

    @Test("waits while MESH is down, and goes when it is back")
    func down() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            room.mesh.with { $0.beforeAcknowledging = { room.mesh.with { $0.fault = .connection(.unknownHost) } } }
            try await room.round().go()
            #expect(room.received.all.count == 1 && room.mesh.with { $0.sent }.isEmpty)
            #expect(try await room.count("delivery", "endpoint = 2 AND delivered_at IS NULL AND attempts = 1") == 1)
            room.mesh.with { state in
                state.fault = nil
                state.beforeAcknowledging = nil
            }
            room.clock.advance(by: 120)
            try await room.round().go()
            #expect(room.mesh.with { $0.sent }.count == 1)
        }
    }

    @Test("that failed, or that MESH was asked about, while the clock ran ahead is not left until that time comes")
    func wrongClock() async throws {
        try await PostRoom.with { room in
            let now = room.clock.now
            room.mesh.put("M1", "a message")
            room.clock.advance(by: 400 * 3600)
            room.mesh.with { $0.beforeAcknowledging = { room.mesh.with { $0.fault = .connection(.unknownHost) } } }
            try await room.round().go()
            #expect(try await room.count("delivery", "endpoint = 2 AND delivered_at IS NULL AND attempts = 1") == 1)
            room.mesh.with { state in (state.fault, state.beforeAcknowledging) = (nil, nil) }
            room.clock.set(now)
            try await room.round().go()
            #expect(room.mesh.with { $0.sent }.count == 1)
            try await room.engine.write { try $0.execute("UPDATE delivery SET tracked_at = \(now + 400 * 3600)") }
            room.mesh.with { $0.fate = .collected }
            room.clock.advance(by: 301)
            try await room.round().go()
            #expect(try await room.count("delivery", "collected_at IS NOT NULL") == 1)
        }
    }

    @Test("that MESH will never take is given up at once")
    func lasting() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            room.mesh.with { $0.beforeAcknowledging = { room.mesh.with { $0.fault = .refused("12") } } }
            try await room.round().go()
            #expect(try await room.count("delivery", "given_up_at IS NOT NULL AND fault LIKE '%code 12%'") == 1)
        }
    }
}
