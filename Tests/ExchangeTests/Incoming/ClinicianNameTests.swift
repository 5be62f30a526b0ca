import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("A notice that a record system sent in the name of a clinician")
struct ClinicianNameTests {
    @Test("stands under both names, and what the system does afterwards under its own alone")
    func names() async throws {
        try await Bridge.open { bridge in
            var notice = bridge.notice()
            notice.senderName = "Ola Byrne"
            let (id, system) = (try await bridge.send(notice), RecordSystemID(at: bridge.clock.now))
            // Grace stands in for the system.
            try await bridge.engine.write { database in
                try database.execute("UPDATE exchange SET record_system_id = \(system) WHERE id = \(id)")
            }
            try await bridge.store.write("The request is cancelled.", in: id, key: "a", by: bridge.nurse)
            bridge.clock.advance(by: 60)
            try await bridge.store.recall(id, reason: "Cancelled", by: bridge.nurse)
            let record = try await bridge.store.exchange(id, as: bridge.nurse)
            let names = record.timeline.filter { [.sent, .recalled].contains($0.event.kind) }.map(\.name)
            #expect(names == ["Ola Byrne, through Grace Osei", "Grace Osei"])
            #expect(record.thread.map(\.name) == ["Grace Osei"])
        }
    }
}
