import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("Handing on")
struct HandingOnTests {
    @Test("moves nobody's word: who accepted goes on holding until a named person of the next team accepts")
    func holding() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.acceptHolding(id, by: bridge.sam)
            try await bridge.handOn(id)
            var state = try await bridge.state(id)
            #expect(state.holder?.serviceID == bridge.wellbeing && state.holder?.accountID == bridge.sam.accountID)
            #expect(!state.presentTeamHolds)
            _ = try await bridge.store.exchange(id, as: bridge.disabilityAdviser)
            try await bridge.store.acknowledge(id, by: bridge.disabilityAdviser)
            try await bridge.store.acceptHolding(id, by: bridge.disabilityAdviser)
            state = try await bridge.state(id)
            #expect(state.holder?.serviceID == bridge.disability && state.presentTeamHolds)
            await #expect(throws: Conflict("Your team is looking out for the student already.")) {
                try await bridge.store.acceptHolding(id, by: bridge.disabilityAdviser)
            }
        }
    }

    @Test(
        "hides no lateness: what was promised to the student stays overdue, and what the first team did stays on record"
    )
    func lateness() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let (answeredAt, first) = (bridge.clock.now, try await bridge.state(id).deadlines)
            bridge.clock.advance(by: 7 * 86_400)
            try await bridge.sweeper.sweep(at: bridge.clock.now)
            try await bridge.handOn(id)
            let (state, now) = (try await bridge.state(id), bridge.clock.now)
            #expect(state.isOverdue(at: now) && state.dueFirst?.clock == .contacted)
            #expect(state.isStudentUnreached)
            #expect(try await bridge.store.counts(as: bridge.disabilityAdviser).overdue == 1)
            #expect(try await bridge.store.inbox(.overdue, as: bridge.disabilityAdviser).rows.map(\.id) == [id])
            #expect(state.first(.acknowledged)?.at == answeredAt)
            let acknowledged = state.clocks.filter { $0.clock == .acknowledged }
            #expect(acknowledged.map(\.team) == [bridge.wellbeing, bridge.disability])
            #expect(acknowledged[0].due == first?.acknowledged && acknowledged[0].done?.at == answeredAt)
            #expect(acknowledged[1].due > now && acknowledged[1].done == nil)
            let remaining = Ladder.remaining(state)
            #expect(!remaining.isEmpty && remaining.allSatisfy { $0.at > now })
            let ledger = try await bridge.store.ledger(.recent(at: now), as: bridge.manager)
            #expect(ledger.counts[.overdue] == 1 && ledger.counts[.unanswered] == 0)
            bridge.clock.advance(by: 3 * 86_400)
            try await bridge.sweeper.sweep(at: bridge.clock.now)
            let later = try await bridge.store.ledger(.recent(at: bridge.clock.now), as: bridge.manager)
            #expect(later.counts[.unanswered] == 1)
        }
    }

    @Test("needs the student's yes, or the reason why they cannot be asked, where the decision names another team")
    func asking() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            for asked in [nil, AskedAboutTeam(agreed: false), AskedAboutTeam(agreed: false, unasked: " ")] {
                await #expect(throws: InvalidInput.self) { try await bridge.handOn(id, asked: asked) }
            }
            #expect(try await bridge.state(id).serviceID == bridge.wellbeing)
            try await bridge.handOn(id, asked: AskedAboutTeam(agreed: false, unasked: "On a ward, sedated"))
            #expect(try await bridge.events(id).last?.detail.telling == .couldNotBeAsked)
            let mine = try await bridge.store.exchanges(aboutMe: bridge.studentHerself)[0].passedOn
            #expect(mine.map(\.team) == ["Disability"] && mine.map(\.unasked) == ["On a ward, sedated"])
            let audited = try await bridge.count(
                """
                SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'exchange.handedOn'
                    AND detail LIKE '%couldNotBeAsked%'
                """)
            #expect(audited == 1)
        }
    }

    @Test("needs no question where the decision covers the next team, as long as it still permits anything new")
    func decided() async throws {
        try await Bridge.open { bridge in
            for isOver in [false, true] {
                let id = try await bridge.acknowledged()
                let until = isOver ? bridge.clock.now - 60 : bridge.clock.now + 60
                try await bridge.engine.write { database in
                    try database.execute(
                        """
                        UPDATE sharing_decision SET recipient_service_id = NULL, until_at = \(until)
                        WHERE exchange_id = \(id)
                        """)
                }
                if isOver {
                    await #expect(throws: InvalidInput.self) { try await bridge.handOn(id, asked: nil) }
                } else {
                    try await bridge.handOn(id, asked: nil)
                    #expect(try await bridge.events(id).last?.detail.telling == .decided)
                }
            }
        }
    }

    @Test("says beforehand that the next team is closed, and is no crisis service")
    func cautions() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let open = try await bridge.store.exchange(id, as: bridge.sam).otherTeams
            #expect(open.map(\.name) == ["Disability"] && open[0].cautions == ["It is no crisis service."])
            bridge.clock.advance(by: 12 * 3600)
            let closed = try await bridge.store.exchange(id, as: bridge.sam).otherTeams[0].cautions
            #expect(closed.first == "Closed now, opens Tue 24 Nov, 09:00.")
            try await bridge.engine.write { database in
                try database.execute(
                    "UPDATE service SET out_of_hours_telephone = '0113 343 9999' WHERE id = \(bridge.disability)")
            }
            let reached = try await bridge.store.exchange(id, as: bridge.sam).otherTeams[0].cautions
            #expect(reached.dropFirst().first == "While it is closed, others answer on 0113 343 9999.")
        }
    }
}
