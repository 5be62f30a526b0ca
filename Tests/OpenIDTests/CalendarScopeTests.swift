import Accounts
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

@Suite("A calendar's address made after signing in at a provider")
struct CalendarScopeTests {
    private func joined(_ world: DoorWorld) async throws -> VerifiedIdentity {
        try await world.signIn(invitation: try await world.invite()) { $0.claims["amr"] = "[\"mfa\"]" }
    }

    @Test("shows what is due in the roles that the provider vouches for; one made with a password shows all")
    func scope() async throws {
        try await DoorWorld.with { world in
            let identity = try await joined(world)
            let (now, elsewhere) = (world.clock.now, world.elsewhere)
            try await world.engine.write { database in
                try AccountStore.grant(
                    .practitioner, to: identity.accountID, organisation: elsewhere, service: nil, by: .system, at: now,
                    in: database)
            }
            let vouched = try await world.makeCalendar(identity)
            #expect(try await world.calendars.roles(secret: vouched).map(\.organisationID) == [world.here])
            let whole = try await world.makeCalendar(
                VerifiedIdentity(accountID: identity.accountID, secondFactorProved: true))
            let roles = try await world.calendars.roles(secret: whole)
            #expect(Set(roles.map(\.organisationID)) == [world.here, elsewhere])
            await #expect(throws: NotFound("calendar")) { try await world.calendars.roles(secret: vouched) }
        }
    }

    @Test("shows nothing once the provider is closed, or opens the role no more", arguments: [true, false])
    func ended(isClosed: Bool) async throws {
        try await DoorWorld.with { world in
            let secret = try await world.makeCalendar(try await joined(world))
            #expect(try await world.calendars.roles(secret: secret).count == 1)
            if isClosed {
                try await world.providers.close(world.provider.id, by: DoorWorld.actor(.operator))
            } else {
                try await world.engine.write { try $0.execute("DELETE FROM identity_membership") }
            }
            await #expect(throws: NotFound("calendar")) { try await world.calendars.roles(secret: secret) }
        }
    }
}
