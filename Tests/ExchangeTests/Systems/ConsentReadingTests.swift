import Database
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("What a team’s own system finds of consents")
struct ConsentReadingTests {
    @Test("is found with no person named, of the students whom its organisation has sent something about")
    func all() async throws {
        try await Bridge.open { bridge in
            let system = bridge.system(of: bridge.trust, bridge.crisisTeam)
            let consent = try await bridge.sentByConsent()
            let found = try await bridge.store.consents(ConsentQuery(), PageRequest(most: 10), as: system)
            #expect(found.items.map(\.id) == [consent] && found.total == 1)
            for (organisation, team) in [
                (bridge.trust, bridge.disability), (bridge.university, bridge.wellbeing),
            ] {
                let foreign = bridge.system(of: organisation, team)
                let hidden = try await bridge.store.consents(ConsentQuery(), PageRequest(most: 10), as: foreign)
                #expect(hidden.items.isEmpty && hidden.total == 0)
            }
            await #expect(throws: Forbidden.self) {
                _ = try await bridge.store.consents(ConsentQuery(), PageRequest(), as: bridge.nurse)
            }
        }
    }

    @Test("is found by an index, whatever is asked for")
    func indexed() async throws {
        try await Bridge.open { bridge in
            guard bridge.engine.dialect == .sqlite else { return }
            let system = bridge.system(of: bridge.trust, bridge.crisisTeam)
            var (one, person, dated) = (ConsentQuery(), ConsentQuery(), ConsentQuery())
            one.ids = [ConsentID(at: bridge.clock.now)]
            person.people = [bridge.student]
            dated.recordedAt = [MomentRange(from: bridge.clock.now)]
            dated.standings = [.active]
            for query in [ConsentQuery(), one, person, dated] {
                let known = try ExchangeStore.known(query, to: system, at: bridge.clock.now)
                let plan = try await bridge.engine.read { database in
                    try database.rows(
                        """
                        EXPLAIN QUERY PLAN SELECT c.* FROM consent c WHERE \(sql: known)
                        ORDER BY c.recorded_at DESC, c.id DESC LIMIT 20
                        """
                    ).map { row -> String in try row("detail") }
                }
                #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
                let decisions = plan.filter { $0.hasPrefix("SEARCH d ") }
                #expect(decisions.allSatisfy { $0.contains("sharing_decision_person") }, "\(plan)")
            }
        }
    }
}

extension Bridge {
    /// A notice is sent, and rests on a consent; another consent is used for nothing.
    fileprivate func sentByConsent() async throws -> ConsentID {
        let (keys, now) = (keys, clock.now)
        let recipient = SharingRecipient(organisation: university, service: wellbeing)
        let yes = NewConsent(to: recipient, for: nil, .given, categories: [.contactHappened])
        let consent = try await engine.write { database in
            let kept = try StudentsStore.recordConsent(yes, of: student, by: nurse, at: now, keys: keys, in: database)
            _ = try StudentsStore.recordConsent(yes, of: student, by: nurse, at: now, keys: keys, in: database)
            return kept.id
        }
        _ = try await send(consent: consent)
        return consent
    }
}
