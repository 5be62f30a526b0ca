import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

@Suite("CIS2")
struct CareIdentityTests {
    private let roles = """
        [{"person_roleid":"1","org_code":"RR8"},{"person_roleid":"2","org_code":"RXE"},{"person_roleid":"3","org_code":"X26"}]
        """

    private func chose(_ role: String?) -> (inout StandInProvider.Said) -> Void {
        { said in
            said.claims["nhsid_nrbac_roles"] = roles
            said.claims["selected_roleid"] = role.map { "\"\($0)\"" }
            said.claims["authentication_assurance_level"] = "\"3\""
        }
    }

    @Test("opens the role at the organisation that was chosen there, and no other")
    func chosen() async throws {
        try await DoorWorld.with(.careIdentity) { world in
            try await world.signIn(invitation: try await world.invite(), chose("1"))
            try await world.signIn(invitation: try await world.invite(to: world.elsewhere), chose("2"))
            for (role, organisation) in [("1", world.here), ("2", world.elsewhere)] {
                let identity = try await world.signIn(chose(role))
                #expect(identity.secondFactorProved)
                let token = try await world.sessions.begin(identity)
                let session = try #require(try await world.sessions.session(token: token))
                #expect(session.memberships.map(\.organisationID) == [organisation])
            }
        }
    }

    @Test(
        "opens nothing for another organisation, for a role that is not held, or for none",
        arguments: ["2", "3", "9", nil])
    func denied(role: String?) async throws {
        try await DoorWorld.with(.careIdentity) { world in
            try await world.signIn(invitation: try await world.invite(), chose("1"))
            let refused = await #expect(throws: SignInRefused.self) { try await world.signIn(chose(role)) }
            #expect(refused?.message.contains("Sign in again") == true)
            await #expect(throws: SignInRefused.self) {
                try await world.signIn(as: "s-2", invitation: try await world.invite("mo@leeds.example"), chose(role))
            }
        }
    }

    @Test("makes a calendar's address that shows what is due at the organisation that was chosen, and at no other")
    func calendar() async throws {
        try await DoorWorld.with(.careIdentity) { world in
            try await world.signIn(invitation: try await world.invite(), chose("1"))
            let joined = try await world.signIn(invitation: try await world.invite(to: world.elsewhere), chose("2"))
            let roles = try await world.calendars.roles(secret: try await world.makeCalendar(joined))
            #expect(roles.map(\.organisationID) == [world.elsewhere])
        }
    }
}

@Suite("NHS login")
struct NHSLoginTests {
    private func proved(
        _ level: String? = "P9", vot: String? = "P9.Cp.Cd", number: String = "9434765919", born: String = "2006-04-03"
    ) -> (inout StandInProvider.Said) -> Void {
        { said in
            said.claims["identity_proofing_level"] = level.map { "\"\($0)\"" }
            said.claims["vot"] = vot.map { "\"\($0)\"" }
            (said.claims["nhs_number"], said.claims["birthdate"]) = ("\"\(number)\"", "\"\(born)\"")
        }
    }

    private func record(_ world: DoorWorld) -> PersonID { PersonID(at: world.clock.now) }

    /// A student's account, with a password.
    private func account(_ email: String, of person: PersonID, _ world: DoorWorld) async throws -> AccountID {
        let (keys, now) = (world.keys, world.clock.now)
        let new = try NewAccount(name: "Nell", email: email, password: "three unrelated words", rounds: 16)
        return try await world.engine.write { database in
            let id = try AccountStore.create(new, person: person, at: now, keys: keys, in: database)
            try AccountStore.grant(
                .student, to: id, organisation: nil, service: nil, by: .system, at: now, in: database)
            return id
        }
    }

    @Test("opens a student's own record, and the same account from then on")
    func own() async throws {
        try await DoorWorld.with(.nhsLogin) { world in
            let person = record(world)
            let first = try await world.signIn(person: person, proved())
            let again = try await world.signIn(person: person, proved())
            #expect(first.accountID == again.accountID)
            let token = try await world.sessions.begin(again)
            let actor = try #require(try await world.sessions.session(token: token)?.actor)
            #expect(actor.role == .student && actor.personID == person && actor.organisationID == nil)
        }
    }

    @Test("opens the account that a student has already, whoever gave it to them")
    func existing() async throws {
        try await DoorWorld.with(.nhsLogin) { world in
            let person = record(world)
            let account = try await account("nell@example.ac.uk", of: person, world)
            #expect(try await world.signIn(person: person, proved()).accountID == account)
        }
    }

    @Test(
        "opens nothing before it has proved who somebody is",
        arguments: [("P5", "P5.Cp"), ("P9", "P5.Cp.Cd"), ("P5", "P9.Cp.Cd"), (nil, nil), ("P0", nil), (nil, "P90.Cp")]
            as [(String?, String?)])
    func unproved(level: String?, vot: String?) async throws {
        try await DoorWorld.with(.nhsLogin) { world in
            let refused = await #expect(throws: SignInRefused.self) {
                try await world.signIn(person: record(world), proved(level, vot: vot))
            }
            #expect(refused?.message.contains("Prove who you are") == true)
        }
    }

    @Test("opens nothing for another's number, another birthday or a number that is none")
    func others() async throws {
        try await DoorWorld.with(.nhsLogin) { world in
            let person = record(world)
            let unknown = await #expect(throws: SignInRefused.self) {
                try await world.signIn(person: person, proved(number: "9990000018"))
            }
            let mistyped = await #expect(throws: SignInRefused.self) {
                try await world.signIn(person: person, proved(born: "2006-04-04"))
            }
            #expect(unknown == mistyped)
            await #expect(throws: SignInRefused.self) { try await world.signIn(person: person, proved(number: "12")) }
            let accounts = try await world.engine.read { try $0.count("SELECT count(*) AS count FROM account") }
            #expect(accounts == 0)
        }
    }

    @Test("gives nobody a role among staff, invited or not")
    func staff() async throws {
        try await DoorWorld.with(.nhsLogin) { world in
            let link = try await world.invite()
            await #expect(throws: SignInRefused.self) {
                try await world.signIn(invitation: link, person: record(world), proved())
            }
        }
    }

    @Test("joins no staff in a session that began there, though the account is the invited one; its password does")
    func invited() async throws {
        try await DoorWorld.with(.nhsLogin) { world in
            let person = record(world)
            let account = try await account("ruth@leeds.example", of: person, world)
            let link = try await world.invite()
            let token = try await world.sessions.begin(try await world.signIn(person: person, proved()))
            let session = try #require(try await world.sessions.session(token: token))
            #expect(session.account.id == account && !session.scope.covers(world.here))
            await #expect(throws: NotFound("invitation")) {
                try await world.invitations.accept(token: link, as: session)
            }
            #expect(try await world.accounts.memberships(of: account).map(\.role) == [.student])
            let local = try await world.sessions.begin(VerifiedIdentity(accountID: account, secondFactorProved: true))
            let own = try #require(try await world.sessions.session(token: local))
            try await world.invitations.accept(token: link, as: own)
            let roles = try await world.accounts.memberships(of: account).map(\.role)
            #expect(Set(roles) == [.student, .practitioner])
        }
    }
}
