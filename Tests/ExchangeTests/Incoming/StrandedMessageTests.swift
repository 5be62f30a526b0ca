import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("A message that waits for a team that has closed")
struct StrandedMessageTests {
    @Test("is seen by the managers of the organisation from then on, and still by whoever works in the team")
    func seen() async throws {
        try await Self.with { bridge in
            let incoming = bridge.incoming
            #expect(try await incoming.stranded(as: bridge.trustManager).isEmpty)
            try await bridge.close(bridge.crisisTeam, by: bridge.trustManager)
            let stranded = try await incoming.stranded(as: bridge.trustManager)
            #expect(stranded.map(\.teamName) == ["Crisis team"])
            #expect(stranded.map(\.systemName) == ["Crisis team record"])
            #expect(stranded.map(\.receivedAt) == [bridge.clock.now])
            #expect(try await incoming.waiting(as: bridge.nurse).map(\.id) == stranded.map(\.id))
        }
    }

    @Test("is told to the managers of the whole organisation, as the team closes and whenever another comes")
    func told() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: nil)
            _ = try await bridge.hand(in: nil, from: system)
            #expect(try await bridge.outbox("incoming.stranded").isEmpty)
            let seen = try await bridge.store.teamClosing(bridge.crisisTeam, as: bridge.trustManager).mark
            try await bridge.store.closeTeam(bridge.crisisTeam, seen: seen, by: bridge.trustManager)
            _ = try await bridge.hand(in: nil, from: system)
            let told = try await bridge.outbox("incoming.stranded")
            #expect(told.map(\.account) == [bridge.trustManager.accountID, bridge.trustManager.accountID])
            #expect(told.map(\.organisation) == [bridge.trust, bridge.trust])
            let held = try await bridge.outbox("incoming.held")
            #expect(held.count == 1 && held.allSatisfy { $0.payload.contains(bridge.crisisTeam.rawValue) })
        }
    }

    @Test("is given to another team, whose clinicians are told and decide, and that is on record")
    func given() async throws {
        try await Self.with { bridge in
            let incoming = bridge.incoming
            try await bridge.close(bridge.crisisTeam, by: bridge.trustManager)
            let id = try #require(try await incoming.stranded(as: bridge.trustManager).first?.id)
            let (team, clinician) = try await bridge.liaison()
            #expect(try await incoming.waiting(as: clinician).isEmpty)
            #expect(try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: bridge.trustManager) == 1)
            #expect(try await incoming.waiting(as: clinician).map(\.id) == [id])
            #expect(try await incoming.waiting(as: bridge.nurse).isEmpty)
            #expect(try await incoming.stranded(as: bridge.trustManager).isEmpty)
            let told = try await bridge.outbox("incoming.held")
            #expect(told.count == 2 && told.contains { $0.payload.contains(team.rawValue) })
            #expect(told.allSatisfy { $0.organisation == bridge.trust })
            #expect(
                try await bridge.count(
                    """
                    SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'message.given' AND subject_id = \(id)
                    """) == 1)
            await #expect(throws: NotFound("message")) {
                try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: bridge.trustManager)
            }
        }
    }

    @Test("of one team is given without that of another, whatever number of teams have closed")
    func perTeam() async throws {
        try await Self.with { bridge in
            let (incoming, manager) = (bridge.incoming, bridge.trustManager)
            let (closed, _) = try await bridge.liaison()
            let (team, clinician) = try await bridge.liaison()
            try await bridge.close(bridge.crisisTeam, by: manager)
            try await bridge.engine.write {
                try $0.execute("UPDATE record_system SET service_id = \(closed)")
            }
            let system = try #require(
                try await RecordSystemStore(engine: bridge.engine, clock: bridge.clock).systems(as: manager).first)
            bridge.clock.advance(by: 60)
            _ = try await bridge.hand(in: nil, from: system)
            try await bridge.close(closed, by: manager)
            let both = try await incoming.stranded(as: manager)
            #expect(both.map(\.teamID) == [bridge.crisisTeam, closed])
            #expect(try await incoming.giveStranded(of: closed, to: team, by: manager) == 1)
            #expect(try await incoming.waiting(as: clinician).map(\.id) == [both[1].id])
            #expect(try await incoming.stranded(as: manager).map(\.id) == [both[0].id])
            await #expect(throws: NotFound("message")) {
                try await incoming.giveStranded(of: closed, to: team, by: manager)
            }
            await #expect(throws: InvalidInput.self) {
                try await incoming.giveStranded(of: nil, to: team, by: manager)
            }
            // What waits for a team that works is nobody's to give.
            await #expect(throws: NotFound("message")) {
                try await incoming.giveStranded(of: team, to: team, by: manager)
            }
        }
    }

    @Test("goes to no team of another organisation, to none that has closed, and to nobody")
    func wrongTeam() async throws {
        try await Self.with { bridge in
            try await bridge.close(bridge.crisisTeam, by: bridge.trustManager)
            for team in [bridge.wellbeing, bridge.crisisTeam, nil] {
                await #expect(throws: InvalidInput.self) {
                    try await bridge.incoming.giveStranded(of: bridge.crisisTeam, to: team, by: bridge.trustManager)
                }
            }
            #expect(try await bridge.incoming.stranded(as: bridge.trustManager).count == 1)
        }
    }

    @Test("is neither seen nor given by other organisations' managers, by one of another team, or by who is no manager")
    func denied() async throws {
        try await Self.with { bridge in
            let (incoming, manager) = (bridge.incoming, bridge.trustManager)
            try await bridge.close(bridge.crisisTeam, by: manager)
            let (team, clinician) = try await bridge.liaison()
            let ofTeam = bridge.trustManager(of: team)
            #expect(try await incoming.stranded(as: bridge.manager).isEmpty)
            #expect(try await incoming.stranded(as: ofTeam).isEmpty)
            await #expect(throws: NotFound("message")) {
                try await incoming.giveStranded(of: bridge.crisisTeam, to: bridge.wellbeing, by: bridge.manager)
            }
            await #expect(throws: InvalidInput.self) {
                try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: bridge.manager)
            }
            await #expect(throws: NotFound("message")) {
                try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: ofTeam)
            }
            for colleague in [clinician, bridge.nurse, bridge.trustGovernance, bridge.sam] {
                await #expect(throws: Forbidden.self) { try await incoming.stranded(as: colleague) }
                await #expect(throws: Forbidden.self) {
                    try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: colleague)
                }
            }
            #expect(try await incoming.stranded(as: manager).count == 1)
        }
    }

    @Test(
        "is one too where its team is open and has no clinician left; its managers see it, and those of the whole give it"
    )
    func withoutClinician() async throws {
        try await Self.with { bridge in
            let incoming = bridge.incoming
            let (ofTeam, ofAnother) = (
                bridge.trustManager(of: bridge.crisisTeam), bridge.trustManager(of: ServiceID(at: bridge.clock.now))
            )
            #expect(try await incoming.stranded(as: bridge.trustManager).isEmpty)
            #expect(try await incoming.stranded(as: ofTeam).isEmpty)
            try await bridge.engine.write {
                try $0.execute("UPDATE account SET disabled_at = 1 WHERE id = \(bridge.nurse.accountID)")
            }
            let stranded = try await incoming.stranded(as: bridge.trustManager)
            #expect(stranded.map(\.teamName) == ["Crisis team"] && stranded.map(\.isTeamClosed) == [false])
            #expect(try await incoming.stranded(as: ofTeam).map(\.id) == stranded.map(\.id))
            #expect(try await incoming.stranded(as: ofAnother).isEmpty)
            #expect(try await incoming.stranded(as: bridge.manager).isEmpty)
            let (team, clinician) = try await bridge.liaison()
            await #expect(throws: NotFound("message")) {
                try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: ofTeam)
            }
            await #expect(throws: InvalidInput.self) {
                try await incoming.giveStranded(of: bridge.crisisTeam, to: bridge.crisisTeam, by: bridge.trustManager)
            }
            #expect(try await incoming.giveStranded(of: bridge.crisisTeam, to: team, by: bridge.trustManager) == 1)
            #expect(try await incoming.waiting(as: clinician).map(\.id) == stranded.map(\.id))
        }
    }

    /// One message waits for the crisis team.
    private static func with(_ body: (Bridge) async throws -> Void) async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: nil)
            #expect(try await bridge.hand(in: nil, from: system).reasons == [.eventUnclear])
            try await body(bridge)
        }
    }
}

extension Bridge {
    /// The trust's manager, as one of a single team.
    func trustManager(of team: ServiceID) -> Actor {
        Actor(
            accountID: trustManager.accountID, organisationID: trust, serviceID: team, role: .serviceManager,
            name: trustManager.name)
    }

    /// Another team of the trust, and a clinician of it.
    func liaison() async throws -> (ServiceID, Actor) {
        let team = ServiceID(at: clock.now)
        let clinician = Actor(
            accountID: AccountID(at: clock.now), organisationID: trust, serviceID: team, role: .clinician, name: "Jo")
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO service (id, organisation_id, kind, name, updated_at)
                VALUES (\(team), \(trust), 'wellbeing', 'Liaison', 0)
                """)
            try database.employ(clinician.account(), as: .clinician, in: team, of: trust, at: clock.now)
        }
        return (team, clinician)
    }
}
