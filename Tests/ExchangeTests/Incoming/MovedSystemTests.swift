import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("A record system that is moved to another team")
struct MovedSystemTests {
    /// Two messages wait for the crisis team, and the nurse has begun a notice from the second.
    private static func with(
        _ body: (Bridge, RecordSystem, (waiting: IncomingMessageID, begun: IncomingMessageID)) async throws -> Void
    ) async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: nil)
            for _ in 0..<2 {
                _ = try await bridge.hand(in: nil, from: system)
                bridge.clock.advance(by: 60)
            }
            let ids = try await bridge.incoming.waiting(as: bridge.nurse).map(\.id)
            try #require(ids.count == 2)
            let drafts = DraftStore(engine: bridge.engine, keys: bridge.keys, clock: bridge.clock)
            _ = try await drafts.begin(from: ids[1], by: bridge.nurse)
            try await body(bridge, system, (ids[0], ids[1]))
        }
    }

    @Test("hands in for that team from then on; what waits goes along, and what somebody has begun with stays")
    func moved() async throws {
        try await Self.with { bridge, system, messages in
            let incoming = bridge.incoming
            let (team, clinician) = try await bridge.liaison()
            try await incoming.move(system.id, to: team, by: bridge.trustManager)
            #expect(try await incoming.waiting(as: clinician).map(\.id) == [messages.waiting])
            #expect(try await incoming.waiting(as: bridge.nurse).map(\.id) == [messages.begun])
            let now = try await bridge.systemNow(system)
            #expect(now.serviceID == team)
            _ = try await bridge.hand(in: nil, from: now)
            #expect(try await incoming.waiting(as: clinician).count == 2)
        }
    }

    @Test("is told to the team that it leaves, and to the new one what waits for it now")
    func told() async throws {
        try await Self.with { bridge, system, messages in
            let (team, _) = try await bridge.liaison()
            try await bridge.incoming.move(system.id, to: team, by: bridge.trustManager)
            let left = try await bridge.outbox("record_system.moved")
            #expect(left.map(\.organisation) == [bridge.trust] && left.map(\.account) == [nil])
            #expect(left.allSatisfy { $0.payload.contains(bridge.crisisTeam.rawValue) })
            let held = try await bridge.outbox("incoming.held").filter { $0.payload.contains(team.rawValue) }
            #expect(held.count == 1)
            let about = try await bridge.count(
                """
                SELECT COUNT(*) AS count FROM outbox_entry WHERE topic = 'incoming.held' AND subject_id = \(messages.waiting)
                """)
            #expect(about == 2)
        }
    }

    @Test("is on record with who moved it, and sends nothing by itself until somebody decides so for the new team")
    func recorded() async throws {
        try await Self.with { bridge, system, _ in
            let (team, _) = try await bridge.liaison()
            let manager = bridge.trustManager
            #expect(try await bridge.incoming.instruction(for: system.id, as: manager) != nil)
            try await bridge.incoming.move(system.id, to: team, by: manager)
            #expect(try await bridge.incoming.instruction(for: system.id, as: manager) == nil)
            let recorded = try await bridge.count(
                """
                SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'record_system.moved'
                    AND subject_id = \(system.id) AND account_id = \(manager.accountID)
                    AND detail LIKE \("%\(bridge.crisisTeam)%") AND detail LIKE \("%\(team)%")
                """)
            #expect(recorded == 1)
            let now = try await bridge.systemNow(system)
            #expect(try await bridge.hand(in: .presentation, from: now).reasons == [.noInstruction])
        }
    }

    @Test(
        "hears at what it subscribed of the new team’s exchanges, and is given no word of the other’s any more; its token ends"
    )
    func subscriptions() async throws {
        try await Self.with { bridge, system, _ in
            let (team, _) = try await bridge.liaison()
            let (endpoint, now) = (EndpointID(at: bridge.clock.now), bridge.clock.now)
            let exchange = try await bridge.send()
            try await bridge.engine.write { database in
                try database.execute(
                    """
                    INSERT INTO endpoint (id, organisation_id, record_system_id, service_id, channel, address, token_sealed,
                        registered_by, registered_at)
                    VALUES (\(endpoint), \(bridge.trust), \(system.id), \(bridge.crisisTeam), 'rest-hook', 'https://x',
                        \(Data()), \(system.id), \(now))
                    """)
                try database.execute(
                    """
                    INSERT INTO delivery (id, topic, subject_id, organisation_id, urgent, created_at, available_at,
                        endpoint, endpoint_id)
                    VALUES (\(DeliveryID(at: now)), 'exchange.answered', \(exchange), \(bridge.trust), 1, \(now), \(now),
                        1, \(endpoint))
                    """)
                try database.execute(
                    """
                    INSERT INTO system_token (token_hash, record_system_id, scopes, expires_at)
                    VALUES ('t', \(system.id), 'system/Task.rs', \(now + 900))
                    """)
            }
            try await bridge.incoming.move(system.id, to: team, by: bridge.trustManager)
            let own = try await bridge.count(
                "SELECT COUNT(*) AS count FROM endpoint WHERE id = \(endpoint) AND service_id = \(team)")
            #expect(own == 1)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM delivery WHERE endpoint = 1") == 0)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM system_token") == 0)
        }
    }

    @Test("still takes back what it handed in before, for whichever team that waits")
    func cancels() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: nil)
            _ = try await bridge.hand(in: nil, focus: "referral", from: system)
            let (team, clinician) = try await bridge.liaison()
            try await bridge.incoming.move(system.id, to: team, by: bridge.trustManager)
            #expect(try await bridge.incoming.waiting(as: clinician).count == 1)
            let receipt = try await bridge.incoming.cancel(
                Cancellation(focusHash: "referral", isMistake: false), request: "b", contentHash: "b",
                from: bridge.systemNow(system))
            guard case .cancelled(let outcome) = receipt else { throw NotFound("cancellation") }
            #expect(outcome.effect == .droppedUnsent)
            #expect(try await bridge.incoming.waiting(as: clinician).isEmpty)
        }
    }

    @Test("goes to no team of another organisation, none that has closed, not to its own, and to nobody")
    func wrongTeam() async throws {
        try await Self.with { bridge, system, _ in
            let (closed, _) = try await bridge.liaison()
            try await bridge.close(closed, by: bridge.trustManager)
            for team in [bridge.wellbeing, closed, bridge.crisisTeam, nil] {
                await #expect(throws: InvalidInput.self) {
                    try await bridge.incoming.move(system.id, to: team, by: bridge.trustManager)
                }
            }
            #expect(try await bridge.systemNow(system).serviceID == bridge.crisisTeam)
        }
    }

    @Test("is moved by the managers of its whole organisation alone: none of another, none of a team, and nobody else")
    func denied() async throws {
        try await Self.with { bridge, system, _ in
            let incoming = bridge.incoming
            let (team, clinician) = try await bridge.liaison()
            for manager in [
                bridge.manager, bridge.trustManager(of: team), bridge.trustManager(of: bridge.crisisTeam),
            ] {
                await #expect(throws: NotFound("record system")) {
                    try await incoming.move(system.id, to: team, by: manager)
                }
            }
            for colleague in [clinician, bridge.nurse, bridge.trustGovernance, bridge.sam, system.actor] {
                await #expect(throws: Forbidden.self) { try await incoming.move(system.id, to: team, by: colleague) }
            }
            #expect(try await bridge.systemNow(system).serviceID == bridge.crisisTeam)
            try await RecordSystemStore(engine: bridge.engine, clock: bridge.clock)
                .revoke(system.id, by: bridge.trustManager)
            await #expect(throws: NotFound("record system")) {
                try await incoming.move(system.id, to: team, by: bridge.trustManager)
            }
        }
    }
}

extension Bridge {
    fileprivate func systemNow(_ system: RecordSystem) async throws -> RecordSystem {
        try #require(try await RecordSystemStore(engine: engine, clock: clock).system(system.id))
    }
}
