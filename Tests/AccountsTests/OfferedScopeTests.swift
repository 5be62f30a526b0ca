import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("What a record system can be allowed")
struct OfferedScopeTests {
    private struct World {
        let engine: any Engine
        let clock = MovableClock(TestTime.mondayMorning)
        let organisation = OrganisationID(at: TestTime.mondayMorning)
        let team = ServiceID(at: TestTime.mondayMorning)

        var systems: RecordSystemStore { RecordSystemStore(engine: engine, clock: clock) }

        func actor(_ role: Role = .serviceManager) -> Actor {
            Actor(accountID: AccountID(at: clock.now), organisationID: organisation, role: role, name: "Bo")
        }

        func register(_ scopes: Set<SystemScope>) async throws -> RecordSystemID {
            try await systems.register(
                name: "Case record", service: team, keys: .none, scopes: scopes, by: actor())
        }
    }

    private static func with(kind: String, _ body: (World) async throws -> Void) async throws {
        try await withDatabase { engine in
            let world = World(engine: engine)
            try await engine.write { [organisation = world.organisation, team = world.team] database in
                try database.execute(
                    "INSERT INTO organisation (id, kind, name, legal_name, nation) VALUES (\(organisation), \(kind), 'O', 'O', 'england')"
                )
                try database.execute(
                    "INSERT INTO service (id, organisation_id, kind, name, updated_at) VALUES (\(team), \(organisation), 'x', 'T', 0)"
                )
            }
            try await body(world)
        }
    }

    @Test("is everything in the NHS", arguments: ["trust", "integratedCareBoard"])
    func inTheNHS(kind: String) async throws {
        try await Self.with(kind: kind) { world in
            #expect(try await world.systems.offeredScopes(as: world.actor()) == SystemScope.allCases)
            let id = try await world.register(Set(SystemScope.allCases))
            #expect(try await world.systems.system(id)?.scopes == Set(SystemScope.allCases))
        }
    }

    @Test("is in a university nothing that only clinicians would see", arguments: [SystemScope.messages, .asking])
    func inUniversity(scope: SystemScope) async throws {
        try await Self.with(kind: "provider") { world in
            let offered = try await world.systems.offeredScopes(as: world.actor())
            #expect(!offered.contains(scope) && offered.count == SystemScope.allCases.count - 2)
            let refused = await #expect(throws: InvalidInput.self) { try await world.register([.exchanges, scope]) }
            #expect(refused?.faults.map(\.field) == ["scopes"])
            #expect(try await world.systems.systems(as: world.actor()).isEmpty)
            _ = try await world.register(Set(offered))
            await #expect(throws: Forbidden.self) {
                try await world.systems.offeredScopes(as: world.actor(.practitioner))
            }
        }
    }

    @Test("counts also for a university’s system that was allowed more before, whichever way it comes")
    func allowedBefore() async throws {
        try await Self.with(kind: "provider") { world in
            let id = try await world.register([.exchanges])
            try await world.engine.write { database in
                try database.execute(
                    """
                    UPDATE record_system SET scopes = 'system/Bundle.c system/Task.rs', mesh_mailbox = 'X26HC001',
                        mesh_confirmed_at = 0 WHERE id = \(id)
                    """)
            }
            let system = try #require(try await world.systems.system(id))
            #expect(system.scopes == [.exchanges])
            #expect(try await world.systems.system(mailbox: "X26HC001")?.scopes == [.exchanges])
            #expect(try await world.systems.system(id, as: world.actor()).scopes == [.exchanges])
            let granted = try await world.systems.token(
                for: system, scopes: [.messages, .exchanges], assertion: "a", until: world.clock.now + 60)
            let session = try await world.systems.session(token: try #require(granted))
            #expect(session?.scopes == [.exchanges])
        }
    }
}
