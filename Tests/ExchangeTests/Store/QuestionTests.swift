import Database
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

/// What is read once is not asked for again, however long a list is. Counted in statements, which no machine makes faster.
@Suite("How often the database is asked")
struct QuestionTests {
    @Test("a list of ten asks no more than a list of one", arguments: [true, false])
    func lists(opened: Bool) async throws {
        try await Bridge.open { bridge in
            let (engine, store) = bridge.questioned
            var asked: [[String]] = []
            for round in 0..<10 {
                let id = try await bridge.send()
                if opened { _ = try await bridge.store.exchange(id, as: round % 2 == 0 ? bridge.sam : bridge.ana) }
                asked.append(
                    try await engine.statements {
                        _ = try await store.inbox(.team, as: bridge.sam)
                        _ = try await store.sent(.open, as: bridge.nurse)
                        _ = try await store.ledger(.recent(at: bridge.clock.now), as: bridge.manager)
                    })
            }
            #expect(asked[1].count == asked[9].count)
            #expect(asked[9].count <= 20)
        }
    }

    @Test("a system that fetches ten exchanges asks no more than for one, and writes down that it did in one statement")
    func collecting() async throws {
        try await Bridge.open { bridge in
            let (engine, store) = bridge.questioned
            let system = bridge.system(of: bridge.university, bridge.wellbeing)
            var (ids, asked): ([ExchangeID], [[String]]) = ([], [])
            for _ in 0..<10 {
                ids.append(try await bridge.acknowledged())
                let wanted = ids
                asked.append(
                    try await engine.statements {
                        let found = try await store.collect(wanted, as: system)
                        #expect(found.map(\.id) == wanted)
                    })
            }
            #expect(asked[0].count == asked[9].count && asked[9].count <= 13)
            #expect(asked[9].count { $0.contains("INTO audit_entry") } == 1)
        }
    }

    @Test("an exchange asks no more after ten messages of three people")
    func thread() async throws {
        try await Bridge.open { bridge in
            let (engine, store) = bridge.questioned
            let id = try await bridge.acknowledged()
            let look = { _ = try await store.exchange(id, as: bridge.sam) }
            let before = try await engine.statements(of: look)
            for person in [bridge.sam, bridge.ana, bridge.nurse] {
                try await bridge.store.write("Any news?", in: id, key: person.name, by: person)
            }
            #expect(try await engine.statements(of: look).count == before.count)
        }
    }

    @Test("a notice reads nothing twice on its way out, but what the decision rests on")
    func sending() async throws {
        try await Night.with { night in
            let draft = try await night.complete()
            let (engine, _) = night.bridge.questioned
            let drafts = DraftStore(engine: engine, keys: night.bridge.keys, clock: night.bridge.clock)
            let asked = try await engine.statements {
                _ = try await drafts.send(draft.id, version: draft.version, call: .init(), by: night.nurse)
            }
            let reads = asked.filter { $0.hasPrefix("SELECT") }
            let again = Set(reads.filter { read in reads.count { $0 == read } > 1 })
            // Two organisations; and agreements, read anew where the decision is made by them. So are answers, but for the one
            // that was given just now.
            let tables = again.map { $0.split(separator: " ").drop { $0 != "FROM" }.dropFirst().first ?? "" }
            #expect(tables.sorted() == ["organisation", "sharing_agreement"])
            #expect(reads.count { $0.contains("FROM consent") } == 2)
            #expect(asked.count <= 36)
        }
    }

    @Test("a round in which nothing has run out writes nothing")
    func idle() async throws {
        try await Night.with { night in
            let (engine, _) = night.bridge.questioned
            let drafts = DraftStore(engine: engine, keys: night.bridge.keys, clock: night.bridge.clock)
            let draft = try await night.complete()
            #expect(try await engine.statements { _ = try await drafts.purge() }.contains("BEGIN") == false)
            night.bridge.clock.advance(by: DraftStore.lifetime + 1)
            #expect(try await drafts.purge() == 1)
            await #expect(throws: NotFound.self) { try await drafts.draft(draft.id, as: night.nurse) }
        }
    }
}

extension Bridge {
    /// The same store over an engine that writes down what it is asked.
    var questioned: (QuestionedEngine, ExchangeStore) {
        let engine = QuestionedEngine(engine)
        return (engine, ExchangeStore(engine: engine, keys: keys, clock: clock))
    }
}
