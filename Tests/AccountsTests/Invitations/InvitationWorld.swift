import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

/// Two organisations in a database of their own, and who invites there.
struct InvitationWorld {
    let engine: any Engine
    let keys = KeyRing()
    let clock = MovableClock(TestTime.mondayMorning)
    let here = OrganisationID(at: TestTime.mondayMorning)
    let elsewhere = OrganisationID(at: TestTime.mondayMorning)
    var invitations: InvitationStore {
        InvitationStore(engine: engine, keys: keys, clock: clock, passwordRounds: 16)
    }
    var accounts: AccountStore { AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: 16) }

    func actor(_ role: Role, _ organisation: OrganisationID?) -> Actor {
        Actor(accountID: AccountID(at: clock.now), organisationID: organisation, role: role, name: "Robin")
    }

    func team() -> ServiceID { ServiceID(at: clock.now) }

    func open(
        _ team: ServiceID, _ organisation: OrganisationID, _ name: String, closedAt: Date? = nil
    ) async throws {
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO service (id, organisation_id, kind, name, updated_at, closed_at)
                VALUES (\(team), \(organisation), 'wellbeing', \(name), 0, \(closedAt))
                """)
        }
    }
}

func withInvitations(_ body: (InvitationWorld) async throws -> Void) async throws {
    try await withDatabase { engine in
        let world = InvitationWorld(engine: engine)
        try await engine.write { database in
            for (id, name) in [(world.here, "University of Leeds"), (world.elsewhere, "Leeds Arts University")] {
                try database.execute(
                    "INSERT INTO organisation (id, kind, name, legal_name, nation) VALUES (\(id), 'provider', \(name), \(name), 'england')"
                )
            }
        }
        try await body(world)
    }
}
