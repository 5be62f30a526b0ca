import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Database

@Suite("One count of requests for all processes")
struct RequestCountsTests {
    private static let now = TestTime.mondayMorning

    private static func rows(_ engine: any Engine) async throws -> Int {
        try await engine.read { try $0.count("SELECT count(*) AS count FROM request_count") }
    }

    /// How many of `requests` were admitted, which two processes got by turns.
    private static func admitted(_ requests: Int, by limits: [RateLimit], _ caller: String = "192.0.2.1") async -> Int {
        var admitted = 0
        for number in 0..<requests where await limits[number % limits.count].admits(caller, at: now) { admitted += 1 }
        return admitted
    }

    @Test("a caller gets from two processes what one would give, and a tenth more for each at most")
    func shared() async throws {
        try await withDatabase { engine in
            let counts = RequestCounts(engine: engine, keys: KeyRing())
            let limits = [counts.shared(at: "site", most: 50), counts.shared(at: "site", most: 50)]
            let admitted = await Self.admitted(300, by: limits)
            #expect((50...60).contains(admitted))
            let other = await Self.admitted(300, by: limits, "192.0.2.2")
            #expect((50...60).contains(other))
            let later = await limits[0].admits("192.0.2.1", at: Self.now + 60)
            #expect(later)
        }
    }

    @Test("a caller that comes at once from everywhere is counted once too")
    func together() async throws {
        try await withDatabase { engine in
            let counts = RequestCounts(engine: engine, keys: KeyRing())
            let limits = [counts.shared(at: "site", most: 50), counts.shared(at: "site", most: 50)]
            let admitted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<300 {
                    group.addTask { await limits[number % 2].admits("192.0.2.1", at: Self.now) }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect((50...60).contains(admitted))
        }
    }

    @Test("another door, and another caller, counts apart; no address is kept, and past minutes go")
    func apart() async throws {
        try await withDatabase { engine in
            let counts = RequestCounts(engine: engine, keys: KeyRing())
            for door in ["site", "fhir"] {
                let admitted = await Self.admitted(20, by: [counts.shared(at: door, most: 20)])
                #expect(admitted == 20)
            }
            let callers = try await engine.read { try $0.rows("SELECT caller FROM request_count") }
            let names: [String] = try callers.map { try $0("caller") }
            // A keyed index, in which the digits of an address may stand by chance, and its dots never.
            #expect(names.count == 2 && names.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil })
            try await counts.purge(at: Self.now + 60)
            #expect(try await Self.rows(engine) == 2)
            try await counts.purge(at: Self.now + 180)
            #expect(try await Self.rows(engine) == 0)
        }
    }

    @Test(
        "who asks for little costs no statement, and a share costs one; no process gives more than the limit by itself")
    func cheap() async throws {
        let asked = Mutex<[RateLimit.Order]>([])
        let limit = RateLimit(most: 100) { _, order in
            asked.withLock { $0.append(order) }
            return order.wanted
        }
        let few = await Self.admitted(10, by: [limit])
        #expect(few == 10 && asked.withLock { $0.isEmpty })
        let more = await Self.admitted(95, by: [limit])
        #expect(more == 90)
        #expect(asked.withLock { $0.map(\.given) } == [10, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("on SQLite, which has one process, nothing is asked", .enabled(if: testDialect == .sqlite))
    func alone() async throws {
        try await withDatabase { engine in
            let limit = RequestCounts(engine: engine, keys: KeyRing()).limit(at: "site", most: 20)
            let admitted = await Self.admitted(40, by: [limit])
            #expect(admitted == 20)
            let rows = try await Self.rows(engine)
            #expect(rows == 0)
        }
    }
}
