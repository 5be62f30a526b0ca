import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("Closing a team")
struct TeamClosingTests {
    @Test("says before what it leaves on either side, what is begun there, and who is told in its stead")
    func foreseen() async throws {
        try await Night.with { night in
            let bridge = night.bridge
            try await bridge.send()
            try await bridge.send()
            _ = try await night.drafts.begin(by: bridge.nurse)
            let received = try await bridge.store.teamClosing(bridge.wellbeing, as: bridge.manager)
            #expect(received.service.name == "Wellbeing" && received.managers == ["Priya Shah"])
            #expect((received.received, received.sent, received.drafts, received.held) == (2, 0, 0, 0))
            let sent = try await bridge.store.teamClosing(bridge.crisisTeam, as: bridge.trustManager)
            #expect((sent.received, sent.sent, sent.drafts, sent.held) == (0, 2, 1, 0))
            #expect(sent.managers == ["Ruth Hall"] && sent.systems.isEmpty)
            #expect(try await bridge.store.teamClosing(bridge.disability, as: bridge.manager).leavesNothing)
        }
    }

    @Test("names the record systems that hand in on its behalf, and counts what waits for its decision")
    func systems() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: nil)
            #expect(try await bridge.hand(in: nil, from: system).reasons == [.eventUnclear])
            let closing = try await bridge.store.teamClosing(bridge.crisisTeam, as: bridge.trustManager)
            #expect(closing.systems == ["Crisis team record"] && closing.held == 1 && !closing.leavesNothing)
        }
    }

    @Test("is for who has seen what it leaves, and not where something came since")
    func confirmed() async throws {
        try await Bridge.open { bridge in
            try await bridge.send()
            await #expect(throws: Conflict.self) {
                try await bridge.store.closeTeam(bridge.wellbeing, seen: nil, by: bridge.manager)
            }
            let seen = try await bridge.store.teamClosing(bridge.wellbeing, as: bridge.manager).mark
            try await bridge.send()
            await #expect(throws: Conflict.self) {
                try await bridge.store.closeTeam(bridge.wellbeing, seen: seen, by: bridge.manager)
            }
            let now = try await bridge.store.teamClosing(bridge.wellbeing, as: bridge.manager).mark
            try await bridge.store.closeTeam(bridge.wellbeing, seen: now, by: bridge.manager)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM service WHERE closed_at IS NOT NULL") == 1)
        }
    }

    @Test("is refused where what it leaves would have nobody; a team that leaves nothing may close")
    func nobody() async throws {
        try await Bridge.open { bridge in
            try await bridge.send()
            try await bridge.engine.write {
                try $0.execute(
                    "UPDATE membership SET service_id = \(bridge.wellbeing) WHERE id = \(bridge.manager.membershipID)")
            }
            let ofTeam = bridge.managing(bridge.wellbeing)
            let closing = try await bridge.store.teamClosing(bridge.wellbeing, as: ofTeam)
            #expect(closing.leavesNobody && closing.managers.isEmpty)
            await #expect(throws: Conflict(TeamClosing.refusal)) {
                try await bridge.store.closeTeam(bridge.wellbeing, seen: closing.mark, by: ofTeam)
            }
            try await bridge.store.closeTeam(bridge.disability, seen: nil, by: bridge.managing(bridge.disability))
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM service WHERE closed_at IS NOT NULL") == 1)
        }
    }

    @Test("is for managers of the team or of its whole organisation alone")
    func denied() async throws {
        try await Bridge.open { bridge in
            let store = bridge.store
            for stranger in [bridge.trustManager, bridge.managing(bridge.disability)] {
                await #expect(throws: NotFound("service")) {
                    try await store.teamClosing(bridge.wellbeing, as: stranger)
                }
                await #expect(throws: NotFound("service")) {
                    try await store.closeTeam(bridge.wellbeing, seen: nil, by: stranger)
                }
            }
            for colleague in [bridge.sam, bridge.nurse, bridge.trustGovernance, bridge.studentHerself] {
                await #expect(throws: Forbidden.self) {
                    try await store.teamClosing(bridge.wellbeing, as: colleague)
                }
                await #expect(throws: Forbidden.self) {
                    try await store.closeTeam(bridge.wellbeing, seen: nil, by: colleague)
                }
            }
        }
    }
}

extension Bridge {
    /// The university's manager, as one of a single team.
    fileprivate func managing(_ team: ServiceID) -> Actor {
        Actor(
            accountID: manager.accountID, membershipID: manager.membershipID, organisationID: university,
            serviceID: team, role: .serviceManager, name: manager.name)
    }
}
