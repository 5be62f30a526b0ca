import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import MESH

@Suite("A round of MESH collects")
struct CollectingTests {
    @Test(
        "a message of a confirmed mailbox, in that system's name, and answers it there in the workflow that belongs to it"
    )
    func taken() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            try await room.round().go()
            #expect(room.received.all == ["Emergency record: a message"])
            #expect(room.mesh.with { $0.acknowledged } == ["M1"])
            let sent = room.mesh.with { $0.sent }
            #expect(sent.map(\.recipient) == [PostRoom.sender] && sent.map(\.workflow) == ["FOOTBRIDGE_MESSAGE_ACK"])
            #expect(sent.map(\.content) == [Data("the answer".utf8)])
            #expect(DeliveryID(sent[0].localID) != nil)
            #expect(try await room.count("mesh_message", "settled_at IS NOT NULL AND content_sealed IS NULL") == 1)
            #expect(try await room.kept().isEmpty)
        }
    }

    @Test("and lets MESH let go only once it is kept")
    func order() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            room.mesh.with { state in
                state.beforeAcknowledging = {
                    let kept = try await room.count("mesh_message", "mesh_id = 'M1' AND content_sealed IS NOT NULL")
                    #expect(kept == 1)
                }
            }
            try await room.round().go()
            #expect(room.mesh.with { $0.acknowledged } == ["M1"])
        }
    }

    @Test("nothing twice that comes again because the acknowledgement was lost")
    func again() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            room.mesh.with { $0.beforeAcknowledging = { throw MESHFault.connection(.unreachable("it broke")) } }
            try await room.round().go()
            #expect(room.mesh.with { $0.acknowledged }.isEmpty && room.received.all.count == 1)
            room.mesh.with { $0.beforeAcknowledging = nil }
            room.clock.advance(by: 61)
            try await room.round().go()
            #expect(room.mesh.with { $0.acknowledged } == ["M1"] && room.received.all.count == 1)
        }
    }

    @Test(
        "what nobody can take for the operator, with the reason, and hands nothing of it on",
        arguments: [
            ("X26ZZ999", PostRoom.workflow, MESHReason.unknownSender), (PostRoom.sender, "ANOTHER", .otherWorkflow),
            ("", PostRoom.workflow, .unknownSender),
        ])
    func strangers(sender: String, workflow: String, reason: MESHReason) async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", from: sender, "a message", workflow: workflow)
            try await room.round().go()
            #expect(room.received.all.isEmpty && room.mesh.with { $0.sent }.isEmpty)
            #expect(try await room.kept().map(\.reason) == [reason])
            #expect(room.mesh.with { $0.acknowledged } == ["M1"])
        }
    }

    @Test("nothing in the name of a mailbox that the operator has not confirmed; once confirmed, what came is taken")
    func unconfirmed() async throws {
        try await PostRoom.with(confirmed: false) { room in
            room.mesh.put("M1", "a message")
            try await room.round().go()
            let kept = try await room.kept()
            #expect(kept.map(\.reason) == [.unknownSender] && room.received.all.isEmpty)
            let systems = RecordSystemStore(engine: room.engine, clock: room.clock)
            try await systems.confirm(PostRoom.sender, of: room.system, by: room.operator_)
            try await room.store.tryAgain(kept[0].id, by: room.operator_)
            try await room.round().go()
            #expect(room.received.all.count == 1)
            #expect(try await room.kept().isEmpty)
        }
    }

    @Test("what is refused: its sender is told, and it stays until the operator sets it aside")
    func refused() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "no message")
            try await room.round(refusal: .notAMessage).go()
            let kept = try await room.kept()
            #expect(kept.map(\.reason) == [.notAMessage] && room.mesh.with { $0.sent }.count == 1)
            try await room.store.setAside(kept[0].id, by: room.operator_)
            #expect(try await room.kept().isEmpty)
            #expect(try await room.count("mesh_message", "content_sealed IS NULL") == 1)
        }
    }

    @Test("what cannot be taken now: it stays, and is taken in when it can be")
    func later() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            try await room.round(failing: true).go()
            #expect(room.mesh.with { $0.acknowledged } == ["M1"] && room.received.all.isEmpty)
            room.clock.advance(by: 61)
            try await room.round().go()
            #expect(room.received.all.count == 1 && room.mesh.with { $0.sent }.count == 1)
        }
    }

    @Test("what another process began to take in while its clock ran ahead")
    func wrongClock() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", "a message")
            let now = room.clock.now
            room.clock.advance(by: 400 * 3600)
            try await room.round(failing: true).go()
            room.clock.set(now)
            try await room.round().go()
            #expect(room.received.all.count == 1 && room.mesh.with { $0.sent }.count == 1)
        }
    }

    @Test("nothing that is too large: it stays on MESH, and is looked at once")
    func tooLarge() async throws {
        try await PostRoom.with { room in
            room.mesh.put(MESHMessage(id: "M1", sender: PostRoom.sender, workflow: "W", content: .tooLarge))
            for _ in 0..<2 {
                try await room.round().go()
                room.clock.advance(by: 301)
            }
            #expect(room.mesh.with { $0.acknowledged }.isEmpty)
            #expect(try await room.kept().map(\.reason) == [.tooLarge])
        }
    }
}

@Suite("The line to MESH")
struct LineTests {
    @Test("says in plain words why nothing came, and asks again after a minute")
    func fault() async throws {
        try await PostRoom.with { room in
            room.mesh.with { $0.fault = .notBelieved }
            try await room.round().greet()
            let fault = try await room.store.overview(by: room.operator_).fault
            #expect(fault?.contains("shared key is wrong") == true)
            room.mesh.with { $0.fault = nil }
            room.mesh.put("M1", "a message")
            try await room.round().go()
            #expect(room.received.all.isEmpty)
            room.clock.advance(by: 61)
            try await room.round().go()
            let overview = try await room.store.overview(by: room.operator_)
            #expect(overview.fault == nil && overview.reachedAt == room.clock.now && room.received.all.count == 1)
        }
    }

    @Test("is used by one process at a time, and not before the pause is over")
    func pause() async throws {
        try await PostRoom.with { room in
            let (one, other) = (room.round(), room.round())
            try await one.go()
            room.mesh.put("M1", "a message")
            room.clock.advance(by: 299)
            try await other.go()
            #expect(room.received.all.isEmpty)
            room.clock.advance(by: 2)
            try await other.go()
            #expect(room.received.all.count == 1)
        }
    }

    @Test("is shown to MESH at the start, and again after half a day")
    func greetings() async throws {
        try await PostRoom.with { room in
            try await room.round().greet()
            try await room.round().go()
            #expect(room.mesh.with { $0.greetings } == 1)
            room.clock.advance(by: 13 * 3600)
            try await room.round().go()
            #expect(room.mesh.with { $0.greetings } == 2)
        }
    }

    @Test(
        "is asked again at once when a clock that ran ahead was put back, whether or not anything came of asking then")
    func wrongClock() async throws {
        for fault in [nil, MESHFault.connection(.unknownHost)] {
            try await PostRoom.with { room in
                let now = room.clock.now
                room.clock.advance(by: 400 * 3600)
                room.mesh.with { $0.fault = fault }
                try await room.round().go()
                room.clock.set(now)
                room.mesh.with { state in (state.fault, state.greetings) = (nil, 0) }
                room.mesh.put("M1", "a message")
                try await room.round().go()
                #expect(room.received.all.count == 1 && room.mesh.with { $0.greetings } == 1)
                #expect(try await room.store.overview(by: room.operator_).reachedAt == now)
            }
        }
    }

    @Test("held by a process whose clock ran ahead is let go of")
    func wrongLease() async throws {
        try await PostRoom.with { room in
            let ahead = room.clock.now + 400 * 3600
            let line = try #require(try await MESHLine.open("X26OT001", on: room.engine))
            #expect(try await line.claim(at: ahead, pause: 300, on: room.engine))
            room.mesh.put("M1", "a message")
            try await room.round().go()
            #expect(room.received.all.count == 1)
            let held = try #require(try await MESHLine.open("X26OT001", on: room.engine))
            #expect(try await !held.claim(at: room.clock.now, pause: 300, on: room.engine))
        }
    }

    @Test("is the operator's to look at, and nobody else's")
    func denied() async throws {
        try await PostRoom.with { room in
            room.mesh.put("M1", from: "X26ZZ999", "a message")
            try await room.round().go()
            let id = try await room.kept()[0].id
            for role in Role.allCases where role != .operator {
                let actor = Actor(
                    accountID: AccountID(at: room.clock.now), organisationID: room.trust, role: role, name: "N")
                await #expect(throws: Forbidden.self) { try await room.store.overview(by: actor) }
                await #expect(throws: Forbidden.self) { try await room.store.keptInAll(by: actor) }
                await #expect(throws: Forbidden.self) { try await room.store.tryAgain(id, by: actor) }
                await #expect(throws: Forbidden.self) { try await room.store.setAside(id, by: actor) }
            }
            #expect(try await room.kept().count == 1)
        }
    }

    @Test("is confirmed by the operator alone, and a mailbox is named by managers alone")
    func claims() async throws {
        try await PostRoom.with(confirmed: false) { room in
            let systems = RecordSystemStore(engine: room.engine, clock: room.clock)
            for role in Role.allCases {
                let actor = Actor(
                    accountID: AccountID(at: room.clock.now), organisationID: room.trust, role: role, name: "N")
                if role != .operator {
                    await #expect(throws: Forbidden.self) { try await systems.mailboxes(by: actor) }
                    await #expect(throws: Forbidden.self) {
                        try await systems.confirm(PostRoom.sender, of: room.system, by: actor)
                    }
                }
                if !actor.may(.keepRecordSystems) {
                    await #expect(throws: Forbidden.self) {
                        try await systems.setMailbox("X26HC009", of: room.system, by: actor)
                    }
                }
            }
            let claimed = try await systems.mailboxes(by: room.operator_)
            #expect(claimed.map(\.mailbox) == [PostRoom.sender])
        }
    }
}
