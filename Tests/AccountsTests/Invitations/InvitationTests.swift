import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("Invitations")
struct InvitationTests {
    @Test("an organisation joins when its invited manager accepts, and the link works once")
    func joins() async throws {
        try await withInvitations { world in
            let token = try await world.invitations.invite(
                organisation: world.here, manager: "mo@example.ac.uk", by: world.actor(.operator, nil)
            )
            let account = try await world.invitations.accept(
                token: token, name: "Mo", password: "three unrelated words")
            let roles = try await world.accounts.memberships(of: account)
            #expect(roles.map(\.role) == [.serviceManager])
            #expect(roles.first?.organisationID == world.here)
            let joined: Date? = try await world.engine.read {
                try $0.row("SELECT joined_at FROM organisation WHERE id = \(world.here)")?("joined_at")
            }
            #expect(joined != nil)
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.accept(token: token, name: "Eve", password: "three unrelated words")
            }
        }
    }

    @Test("an invitation is good for a week")
    func expires() async throws {
        try await withInvitations { world in
            let token = try await world.invitations.invite(
                organisation: world.here, manager: "mo@example.ac.uk", by: world.actor(.operator, nil)
            )
            world.clock.advance(by: 7 * 24 * 3600 + 1)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: token) }
        }
    }

    @Test("only the operator invites organisations, only a manager invites colleagues", arguments: Role.allCases)
    func permission(role: Role) async throws {
        try await withInvitations { world in
            let actor = world.actor(role, world.here)
            if role != .operator {
                await #expect(throws: Forbidden.self) {
                    try await world.invitations.invite(organisation: world.here, manager: "a@example.ac.uk", by: actor)
                }
            }
            if role != .serviceManager {
                await #expect(throws: Forbidden.self) {
                    try await world.invitations.invite(
                        colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: actor)
                }
            }
        }
    }

    @Test("nobody is invited as operator or student by a colleague", arguments: [Role.operator, .student, .system])
    func noEscalation(role: Role) async throws {
        try await withInvitations { world in
            await #expect(throws: InvalidInput.self) {
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: role, service: nil, by: world.actor(.serviceManager, world.here)
                )
            }
        }
    }

    @Test("a manager cannot end a role in another organisation, nor invite into its teams")
    func foreign() async throws {
        try await withInvitations { world in
            let token = try await world.invitations.invite(
                organisation: world.elsewhere, manager: "mo@example.ac.uk", by: world.actor(.operator, nil)
            )
            let account = try await world.invitations.accept(
                token: token, name: "Mo", password: "three unrelated words")
            let role = try #require(try await world.accounts.memberships(of: account).first)
            let stranger = world.actor(.serviceManager, world.here)
            let (manager, now) = (world.actor(.serviceManager, world.elsewhere), world.clock.now)
            await #expect(throws: NotFound("membership")) {
                try await world.engine.write { try AccountStore.end(role.id, by: stranger, at: now, in: $0) }
            }
            try await world.engine.write { try AccountStore.end(role.id, by: manager, at: now, in: $0) }
            #expect(try await world.accounts.memberships(of: account).isEmpty)
            await #expect(throws: NotFound("service")) {
                try await world.invitations.invite(
                    colleague: "b@example.ac.uk", role: .practitioner, service: ServiceID(at: world.clock.now),
                    by: stranger
                )
            }
        }
    }

    @Test(
        "who works in a team is invited to one, once there are teams; others may be invited to all of the organisation")
    func teams() async throws {
        try await withInvitations { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (role: Role, service: ServiceID?) in
                _ = try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: role, service: service, by: manager)
            }
            let (open, closed, foreign) = (world.team(), world.team(), world.team())
            try await world.open(foreign, world.elsewhere, "Counselling")
            try await world.open(closed, world.here, "Former team", closedAt: world.clock.now)
            try await invite(.practitioner, nil)
            try await world.open(open, world.here, "Wellbeing")
            for role in [Role.practitioner, .clinician] {
                let refused = await #expect(throws: InvalidInput.self) { try await invite(role, nil) }
                #expect(refused?.faults.map(\.field) == ["service"])
                for other in [closed, foreign] {
                    await #expect(throws: NotFound("service")) { try await invite(role, other) }
                }
                try await invite(role, open)
            }
            try await invite(.serviceManager, nil)
            let names = try await world.invitations.invitations(as: manager).map { $0.serviceName ?? "" }
            #expect(names.sorted() == ["", "", "Wellbeing", "Wellbeing"])
        }
    }

    @Test("that somebody holds a role already is told to managers of that organisation alone, while they hold it")
    func held() async throws {
        try await withInvitations { world in
            let (manager, now) = (world.actor(.serviceManager, world.here), world.clock.now)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let ada = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            let holds = { (role: Role, service: ServiceID?, actor: Actor) in
                try await world.invitations.holds(role, service: service, email: "A@example.ac.uk", as: actor)
            }
            #expect(try await holds(.practitioner, nil, manager))
            #expect(try await !holds(.clinician, nil, manager))
            #expect(try await !holds(.practitioner, world.team(), manager))
            #expect(try await !holds(.practitioner, nil, world.actor(.serviceManager, world.elsewhere)))
            await #expect(throws: Forbidden.self) {
                try await holds(.practitioner, nil, world.actor(.practitioner, world.here))
            }
            let role = try #require(try await world.accounts.memberships(of: ada).first)
            try await world.engine.write { try AccountStore.end(role.id, by: manager, at: now, in: $0) }
            #expect(try await !holds(.practitioner, nil, manager))
        }
    }
}
