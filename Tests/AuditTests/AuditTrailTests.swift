import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("The record of who did what")
struct AuditTrailTests {
    @Test("an empty record is intact")
    func empty() async throws {
        try await Record.with { record in
            #expect(try await record.seal() == 0)
            let extent = try #require(try await record.extent())
            #expect(extent == .init(entries: 0, seals: 0, unsealed: 0, newest: nil))
        }
    }

    @Test(
        "an untouched record is intact, whatever the page and whatever the seals", arguments: [1, 3, 7, 100], [4, 50])
    func intact(page: Int, most: Int) async throws {
        try await Record.with(25, sealedBy: most) { record in
            try await record.write(2)
            let extent = try #require(try await record.extent(page: page))
            #expect(extent.entries == 27 && extent.unsealed == 2)
            #expect(extent.seals == (25 + most - 1) / most)
        }
    }

    @Test("several facts of one moment are written in one statement, numbered one after the other, and hold like any")
    func together() async throws {
        try await Record.with(3) { record in
            let facts = (0..<5).map { AuditFact("test.done", "thing", "\($0)") }
            try await record.engine.write { database in
                try AuditTrail.record(facts, by: .system, at: TestTime.fridayNight, in: database)
                try AuditTrail.record([], by: .system, at: TestTime.fridayNight, in: database)
            }
            let numbers = try await record.engine.read { database in
                try database.rows("SELECT seq FROM audit_entry ORDER BY seq").map { try $0("seq") as Int }
            }
            #expect(numbers == Array(1...8))
            try await record.seal()
            #expect(try await record.extent()?.entries == 8)
        }
    }

    @Test("a change that is rolled back takes its entry along")
    func rolledBack() async throws {
        try await Record.with(3) { record in
            try? await record.engine.write { database in
                try AuditTrail.record(
                    AuditFact("test.failed", "thing"), by: .system, at: TestTime.fridayNight, in: database)
                throw NotFound("thing")
            }
            let extent = try await record.extent()
            #expect(extent?.entries == 3)
        }
    }

    @Test("the same act twice does not have the same hash, so a hash does not tell a content")
    func salted() async throws {
        try await Record.with { record in
            try await record.write("one")
            try await record.write("one")
            #expect(try await record.count("SELECT count(DISTINCT hash) AS count FROM audit_entry") == 2)
        }
    }

    @Test("checking can begin at a seal or at a moment, and what lies before is not looked at")
    func since() async throws {
        try await Record.with(10, sealedBy: 5) { record in
            record.clock.advance(by: 3_600)
            try await record.write(6)
            try await record.seal()
            try await record.tamper("UPDATE audit_entry SET action = 'x' WHERE seq = 2")
            #expect(try await record.fault() == .changed(entry: 2))
            #expect(try await record.extent(since: .seal(2))?.entries == 11)
            #expect(try await record.extent(since: .moment(record.clock.now))?.entries == 6)
            await #expect(throws: NotFound.self) { try await record.verify(since: .seal(9)) }
        }
    }

    @Test("it can be checked while it is written and sealed")
    func busy() async throws {
        try await Record.with { record in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await record.write(120) }
                group.addTask {
                    let sealer = Sealer(engine: record.engine, keys: record.keys, clock: record.clock, most: 8)
                    for _ in 0..<30 { try await sealer.round() }
                }
                group.addTask {
                    for _ in 0..<30 {
                        let fault = try await record.fault()
                        #expect(fault == nil)
                    }
                }
                try await group.waitForAll()
            }
            try await record.seal()
            #expect(try await record.extent()?.entries == 120)
        }
    }
}
