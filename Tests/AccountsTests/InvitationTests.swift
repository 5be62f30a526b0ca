import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("Invitations")
struct InvitationTests {
    private struct World {
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

    private func withWorld(_ body: (World) async throws -> Void) async throws {
        try await withDatabase { engine in
            let world = World(engine: engine)
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

    @Test("an organisation joins when its invited manager accepts, and the link works once")
    func joins() async throws {
        try await withWorld { world in
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
        try await withWorld { world in
            let token = try await world.invitations.invite(
                organisation: world.here, manager: "mo@example.ac.uk", by: world.actor(.operator, nil)
            )
            world.clock.advance(by: 7 * 24 * 3600 + 1)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: token) }
        }
    }

    @Test("only the operator invites organisations, only a manager invites colleagues", arguments: Role.allCases)
    func permission(role: Role) async throws {
        try await withWorld { world in
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
        try await withWorld { world in
            await #expect(throws: InvalidInput.self) {
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: role, service: nil, by: world.actor(.serviceManager, world.here)
                )
            }
        }
    }

    @Test("a manager cannot end a role in another organisation, nor invite into its teams")
    func foreign() async throws {
        try await withWorld { world in
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

    @Test("the same form sent twice invites once, and shows the same link; a changed form is another invitation")
    func twice() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (email: String) in
                try await world.invitations.invite(
                    colleague: email, role: .practitioner, service: nil, form: "form-1", by: manager)
            }
            let first = try await invite("a@example.ac.uk")
            #expect(try await invite("a@example.ac.uk") == first)
            #expect(try await world.invitations.invitations(as: manager).count == 1)
            #expect(try await invite("b@example.ac.uk") != first)
            #expect(try await world.invitations.invitations(as: manager).count == 2)
            let other = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, form: "form-1",
                by: world.actor(.serviceManager, world.here))
            #expect(other != first)
        }
    }

    @Test("sent again, an invitation has another link and another week, and the link before is dead")
    func again() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let old = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            world.clock.advance(by: 6 * 24 * 3600)
            let new = try await world.invitations.sendAgain(id, way: .mail, form: "again-1", by: manager)
            #expect(try await world.invitations.sendAgain(id, way: .mail, form: "again-1", by: manager) == new)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: old) }
            world.clock.advance(by: 6 * 24 * 3600)
            #expect(try await world.invitations.invitation(token: new).email == "a@example.ac.uk")
            let posted = try await world.engine.read {
                try $0.rows("SELECT topic FROM outbox_entry WHERE subject_id = \(id)")
            }
            #expect(try posted.map { try $0("topic") as String } == ["invitation.mailed"])
        }
    }

    @Test("nobody sends another organisation’s invitation again, nor one that was accepted, nor without the permission")
    func againDenied() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.sendAgain(
                    id, way: .link, by: world.actor(.serviceManager, world.elsewhere))
            }
            await #expect(throws: Forbidden.self) {
                try await world.invitations.sendAgain(id, way: .link, by: world.actor(.practitioner, world.here))
            }
            _ = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.sendAgain(id, way: .mail, by: manager)
            }
        }
    }

    @Test("a form that comes again by the other way does what it says, and not what it did before")
    func otherWay() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (way: InvitationWay) in
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: way, form: "form-1",
                    by: manager)
            }
            let (link, mailed) = (try await invite(.link), try await invite(.mail))
            #expect(link != mailed)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            let new = try await world.invitations.sendAgain(id, way: .link, form: "again-1", by: manager)
            #expect(try await world.invitations.sendAgain(id, way: .mail, form: "again-1", by: manager) != new)
            let posted = try await world.engine.read {
                try $0.rows("SELECT topic FROM outbox_entry WHERE subject_id = \(id)")
            }
            #expect(try posted.map { try $0("topic") as String } == ["invitation.mailed"])
        }
    }

    @Test("the link can be made from the database only with the key ring that made it")
    func seed() async throws {
        try await withWorld { world in
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil,
                by: world.actor(.serviceManager, world.here))
            let found = try await world.engine.read { try $0.row("SELECT seed, token_hash FROM invitation") }
            let row = try #require(found)
            let (seed, hash): (String, String) = (try row("seed"), try row("token_hash"))
            #expect(seed != token && hash != token)
            #expect(InvitationSecret(seed: seed, world.keys).token == token)
            #expect(InvitationSecret(seed: seed, KeyRing()).token != token)
        }
    }

    @Test(
        "who works in a team is invited to one, once there are teams; others may be invited to all of the organisation")
    func teams() async throws {
        try await withWorld { world in
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

    @Test(
        "withdrawn, an invitation opens nothing, is not sent again and no e-mail brings it; the record says who did it")
    func withdrawn() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: .mail, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            for _ in 0..<2 { try await world.invitations.withdraw(id, by: manager) }
            #expect(try await world.invitations.invitations(as: manager).isEmpty)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: token) }
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            }
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.sendAgain(id, way: .link, by: manager)
            }
            let (posted, recorded) = try await world.engine.read { database in
                (
                    try database.count("SELECT count(*) AS count FROM outbox_entry WHERE subject_id = \(id)"),
                    try database.count(
                        """
                        SELECT count(*) AS count FROM audit_entry WHERE action = 'invitation.withdrawn'
                            AND subject_id = \(id) AND account_id = \(manager.accountID)
                        """)
                )
            }
            #expect(posted == 0 && recorded == 1)
        }
    }

    @Test("a form that comes again after its invitation was withdrawn invites nobody, and says so; a new form invites")
    func formOfWithdrawn() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (form: String) in
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: .mail, form: form, by: manager
                )
            }
            _ = try await invite("form-1")
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            try await world.invitations.withdraw(id, by: manager)
            let refused = await #expect(throws: InvalidInput.self) { try await invite("form-1") }
            #expect(refused?.faults.map(\.field) == ["email"])
            #expect(try await world.invitations.invitations(as: manager).isEmpty)
            _ = try await invite("form-2")
            #expect(try await world.invitations.invitations(as: manager).map(\.email) == ["a@example.ac.uk"])
        }
    }

    @Test("a form that comes again after its invitation was accepted or ran out says which, and makes nothing")
    func formOfEnded() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let invite = { (form: String) in
                try await world.invitations.invite(
                    colleague: "a@example.ac.uk", role: .practitioner, service: nil, way: .mail, form: form, by: manager
                )
            }
            let ranOut = try await invite("form-1")
            world.clock.advance(by: 7 * 24 * 3600 - 1)
            #expect(try await invite("form-1") == ranOut)
            world.clock.advance(by: 1)
            let late = await #expect(throws: InvalidInput.self) { try await invite("form-1") }
            #expect(late?.faults.map(\.message).first?.contains("ran out since") == true)
            let token = try await invite("form-2")
            _ = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            let taken = await #expect(throws: InvalidInput.self) { try await invite("form-2") }
            #expect(taken?.faults.map(\.message).first?.contains("was accepted since") == true)
            #expect(try await world.invitations.invitations(as: manager).isEmpty)
        }
    }

    @Test("that somebody holds a role already is told to managers of that organisation alone, while they hold it")
    func held() async throws {
        try await withWorld { world in
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

    @Test("nobody withdraws another organisation’s invitation, nor one that was accepted, nor without the permission")
    func withdrawingDenied() async throws {
        try await withWorld { world in
            let manager = world.actor(.serviceManager, world.here)
            let token = try await world.invitations.invite(
                colleague: "a@example.ac.uk", role: .practitioner, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            for role in Role.allCases where ![.serviceManager, .operator].contains(role) {
                await #expect(throws: Forbidden.self) {
                    try await world.invitations.withdraw(id, by: world.actor(role, world.here))
                }
            }
            for stranger in [world.actor(.serviceManager, world.elsewhere), world.actor(.operator, nil)] {
                await #expect(throws: NotFound("invitation")) {
                    try await world.invitations.withdraw(id, by: stranger)
                }
            }
            _ = try await world.invitations.accept(token: token, name: "Ada", password: "three unrelated words")
            await #expect(throws: NotFound("invitation")) { try await world.invitations.withdraw(id, by: manager) }
        }
    }

    @Test("of somebody who is a manager too, operators see what they made as operator, and nothing of the other")
    func bothRoles() async throws {
        try await withWorld { world in
            let keeper = world.actor(.operator, nil)
            let manager = Actor(
                accountID: keeper.accountID, organisationID: world.here, role: .serviceManager, name: "Robin")
            try await world.engine.write { database in
                for actor in [keeper, manager] {
                    try database.execute(
                        """
                        INSERT INTO membership (id, account_id, organisation_id, role, created_at)
                        VALUES (\(MembershipID(at: world.clock.now)), \(actor.accountID), \(actor.organisationID),
                            \(actor.role), 0)
                        """)
                }
            }
            _ = try await world.invitations.invite(
                colleague: "deputy@example.ac.uk", role: .serviceManager, service: nil, by: manager)
            let id = try #require(try await world.invitations.invitations(as: manager).first).id
            for actor in [keeper, world.actor(.operator, nil)] {
                #expect(try await world.invitations.invitations(as: actor).isEmpty)
                await #expect(throws: NotFound("invitation")) {
                    try await world.invitations.sendAgain(id, way: .link, by: actor)
                }
                await #expect(throws: NotFound("invitation")) { try await world.invitations.withdraw(id, by: actor) }
            }
            _ = try await world.invitations.invite(
                organisation: world.elsewhere, manager: "mo@example.ac.uk", by: keeper)
            #expect(try await world.invitations.invitations(as: keeper).map(\.email) == ["mo@example.ac.uk"])
        }
    }

    @Test("the operator sees, sends again and withdraws what an operator made, and nothing that a manager made")
    func operators() async throws {
        try await withWorld { world in
            let (first, second) = (world.actor(.operator, nil), world.actor(.operator, nil))
            let manager = world.actor(.serviceManager, world.here)
            _ = try await world.invitations.invite(
                colleague: "own@example.ac.uk", role: .serviceManager, service: nil, by: manager)
            let old = try await world.invitations.invite(
                organisation: world.here, manager: "mo@example.ac.uk", by: first)
            let seen = try await world.invitations.invitations(as: second)
            #expect(seen.map(\.email) == ["mo@example.ac.uk"])
            let id = try #require(seen.first).id
            let new = try await world.invitations.sendAgain(id, way: .link, by: second)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: old) }
            try await world.invitations.withdraw(id, by: second)
            await #expect(throws: NotFound("invitation")) { try await world.invitations.invitation(token: new) }
            #expect(try await world.invitations.invitations(as: manager).map(\.email) == ["own@example.ac.uk"])
            await #expect(throws: Forbidden.self) {
                try await world.invitations.invitations(as: world.actor(.practitioner, world.here))
            }
        }
    }
}
